//! Where things lie: the checkout, and what xtask keeps in it under `.test/`.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::Outcome;

/// The root of the checkout this xtask was built from.
pub fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("tests/xtask lies two folders below the root")
}

/// Everything xtask makes: `.test/`, made if missing.
pub fn scratch() -> PathBuf {
    made(checkout().join(".test"))
}

/// The addresses of the running test databases, one `NAME=value` a line; skep-testing reads it.
pub fn servers_file() -> PathBuf {
    scratch().join("servers.env")
}

/// `dir`, after making it and its parents.
pub fn made(dir: PathBuf) -> PathBuf {
    std::fs::create_dir_all(&dir).unwrap_or_else(|e| panic!("making {}: {e}", dir.display()));
    dir
}

/// `dir`, after removing what was in it.
pub fn emptied(dir: PathBuf) -> Outcome<PathBuf> {
    match std::fs::remove_dir_all(&dir) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(format!("emptying {}: {e}", dir.display())),
        _ => Ok(made(dir)),
    }
}

/// Waits for other xtasks of this checkout that do the same thing; holds until dropped.
pub fn lock(what: &str) -> Outcome<File> {
    let path = scratch().join(format!("{what}.lock"));
    let file = File::create(&path).map_err(|e| format!("making {}: {e}", path.display()))?;
    file.lock().map_err(|e| format!("locking {}: {e}", path.display()))?;
    Ok(file)
}

/// A loopback port nobody listens on now.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("loopback has free ports")
        .port()
}
