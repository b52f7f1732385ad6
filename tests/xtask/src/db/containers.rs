//! PostgreSQL and MariaDB out of containers, for `cargo xtask test --containers`. `tests/containers` talks to the
//! engine; to everything else they are servers that run already.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::{home, prepare, remember, stop};
use crate::{Outcome, layout};

/// The containers live as long as this.
pub struct Held(Child);

impl Drop for Held {
    fn drop(&mut self) {
        // Its standard input closes, and it takes the containers away.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// Starts the containers in place of the servers that would be installed.
pub fn hold() -> Outcome<Held> {
    let child = Command::new("cargo")
        .args(["run", "--quiet", "--locked", "--manifest-path"])
        .arg(layout::checkout().join("tests/containers/Cargo.toml"))
        .env("CARGO_TARGET_DIR", layout::scratch().join("containers"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("starting cargo: {e}"))?;
    let mut held = Held(child);
    let output = held.0.stdout.take().expect("asked for a pipe");
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    for server in ["postgres", "mariadb"] {
        let line = lines.next().ok_or("no containers: the reason stands above")?;
        let port = line.strip_prefix(server).and_then(|port| port.trim().parse().ok());
        let port = port.ok_or_else(|| format!("not the port of {server}: {line}"))?;
        stop(&home(server))?;
        prepare(&home(server))?;
        remember(&home(server), port, held.0.id())?;
    }
    Ok(held)
}
