//! Who knocks: a token for each engine, from a file of lines `name:token`.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A token that can be guessed is none.
const LENGTH_MIN: usize = 32;
const LENGTH_MAX: usize = 512;

/// The engines and their tokens, hashed.
pub struct Keys(Vec<([u8; 32], String)>);

impl Keys {
    /// A refusal names the line and never repeats it.
    pub fn read(text: &str) -> Result<Keys, String> {
        let mut keys: Vec<([u8; 32], String)> = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refuse = |why: &str| Err(format!("line {}: {why}", number + 1));
            let Some((name, token)) = line.split_once(':') else { return refuse("expected name:token") };
            let known = |c: u8| c.is_ascii_alphanumeric() || b"-._~".contains(&c);
            if name.is_empty() || !name.bytes().all(known) {
                return refuse("expected a name of letters, digits and -._~ before the colon");
            }
            if !(LENGTH_MIN..=LENGTH_MAX).contains(&token.len()) || !token.bytes().all(known) {
                return refuse("expected a token of 32 to 512 letters, digits and -._~ after the colon");
            }
            let key = (hash(token), name.to_owned());
            if keys.iter().any(|(hash, name)| *hash == key.0 || *name == key.1) {
                return refuse("this name or this token is there twice");
            }
            keys.push(key);
        }
        match keys.is_empty() {
            true => Err("there is no engine in it".to_owned()),
            false => Ok(Keys(keys)),
        }
    }

    /// The engine whose token this is. Takes as long whichever it is, and if it is nobody's.
    pub(crate) fn engine(&self, token: &str) -> Option<&str> {
        let shown = hash(token);
        let mut found = None;
        for (hash, name) in &self.0 {
            if bool::from(hash.ct_eq(&shown)) {
                found = Some(name.as_str());
            }
        }
        found
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_is_known_by_its_own_token() {
        let (one, two) = ("a".repeat(32), "b-._~9".repeat(6));
        let keys =
            Keys::read(&format!("# engines\n\ntrino:{one}\nother:{two}\n")).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!((keys.engine(&one), keys.engine(&two)), (Some("trino"), Some("other")));
        for wrong in ["", "a", &one[1..], &format!("{one}a"), &one.to_uppercase(), "trino"] {
            assert_eq!(keys.engine(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_line_that_is_no_key_is_refused_and_not_repeated() {
        let good = "hush".repeat(8);
        for text in [
            "",
            "# nobody",
            "hush",
            "trino:hush",
            &format!(":{good}"),
            &format!("trino:{good}\u{e9}"),
            &format!("tr ino:{good}"),
            &format!("a:{good}\nb:{good}"),
            &format!("a:{good}\na:{good}x"),
        ] {
            let refusal = Keys::read(text).err().expect("refused");
            assert!(!refusal.contains("hush"), "{refusal}");
        }
    }
}
