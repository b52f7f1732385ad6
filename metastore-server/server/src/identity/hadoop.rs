//! Hadoop's token file, which every JVM client reads from `HADOOP_TOKEN_FILE_LOCATION`.
//!
//! ```text
//! "HDTS" 0  count { alias  identifier  password  kind  service }  count-of-secret-keys
//! ```
//!
//! Counts and lengths are Hadoop's variable-length integers: one byte up to 127, which all of ours are.

use std::io::{self, Write};
use std::path::Path;

const MAGIC: &[u8] = b"HDTS\0";
/// What Hive's client looks for among the tokens of its user.
const KIND: &[u8] = b"HIVE_DELEGATION_TOKEN";
const ALIAS: &[u8] = b"skep";
/// The longest text of one length byte.
pub const SERVICE_MAX: usize = 127;

pub struct HadoopToken {
    pub identifier: Vec<u8>,
    pub password: Vec<u8>,
    pub service: String,
}

impl HadoopToken {
    /// A file with this one token.
    pub fn file(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(1);
        for part in [ALIAS, &self.identifier, &self.password, KIND, self.service.as_bytes()] {
            bytes.push(u8::try_from(part.len()).ok().filter(|len| *len < 128).expect("checked when it was made"));
            bytes.extend_from_slice(part);
        }
        bytes.push(0);
        bytes
    }

    pub fn write(&self, path: &Path) -> io::Result<()> {
        write(path, &self.file())
    }
}

/// Whether it can be a token file with one token.
pub fn is_file(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC) && bytes.get(MAGIC.len()) == Some(&1)
}

/// Writes a token file for its owner alone, whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}", std::process::id()));
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(&draft, path));
    if written.is_err() {
        // The draft holds the secret; if it cannot be removed, the error of the file says enough.
        let _ = std::fs::remove_file(&draft);
    }
    written
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_is_as_hadoop_reads_it_and_only_its_owner_does() {
        let token = HadoopToken { identifier: b"id".to_vec(), password: b"pw".to_vec(), service: String::new() };
        let expected = b"HDTS\0\x01\x04skep\x02id\x02pw\x15HIVE_DELEGATION_TOKEN\0\0";
        assert_eq!(token.file(), expected);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("team1.token");
        std::fs::write(&path, "old").expect("writable");
        token.write(&path).expect("written");
        assert_eq!(std::fs::read(&path).expect("readable"), expected);
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).expect("readable").count(), 1);
        assert!(token.write(&folder.path().join("no/folder")).is_err());
    }
}
