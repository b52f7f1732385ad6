//! Running other programs: loud when they fail, silent when they work.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Outcome;

/// Runs a program to its end; on failure the error carries the last lines it wrote.
pub fn run(command: &mut Command) -> Outcome<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|e| format!("starting {name}: {e}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complained = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name} failed ({}):\n{}", output.status, last_lines(&format!("{said}{complained}"), 40)))
}

/// Starts a program that outlives xtask, in a process group of its own, writing to `log`;
/// answers its process id.
pub fn daemon(command: &mut Command, log: &Path) -> Outcome<u32> {
    let name = command.get_program().to_string_lossy().into_owned();
    let out = std::fs::File::create(log).map_err(|e| format!("making {}: {e}", log.display()))?;
    let err = out.try_clone().map_err(|e| format!("sharing {}: {e}", log.display()))?;
    command
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(err)
        .process_group(0)
        .spawn()
        .map(|child| child.id())
        .map_err(|e| format!("starting {name}: {e}"))
}

/// Waits until `ready` says yes; `what` names it in the complaint.
pub fn wait_until(what: &str, limit: Duration, mut ready: impl FnMut() -> bool) -> Outcome {
    let deadline = Instant::now() + limit;
    while !ready() {
        if Instant::now() > deadline {
            return Err(format!("{what} was not ready within {limit:?}"));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// Whether somebody accepts connections on this loopback port.
pub fn listens(port: u16) -> bool {
    std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// A program as the unprivileged user when we are root (PostgreSQL and MariaDB refuse root),
/// else as ourselves.
pub fn unprivileged(program: impl AsRef<OsStr>) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"])
        .arg(program)
        // The caller's folder may be closed to `nobody`.
        .current_dir("/");
    command
}

pub fn is_root() -> bool {
    run(Command::new("id").arg("-u")).is_ok_and(|uid| uid.trim() == "0")
}

/// The end of a log, for a complaint.
pub fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}
