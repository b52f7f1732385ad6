//! The program as a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

pub fn skep(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_skep"));
    command
        .args(arguments)
        .env_clear()
        .env("SKEP_LOG_FORMAT", "json")
        .env("SKEP_ADMIN_LISTEN", "127.0.0.1:0")
        .current_dir(folder);
    command
}

/// A running `skep serve` on a free port.
pub struct Running {
    process: Child,
    log: BufReader<ChildStderr>,
    pub ready: Value,
}

impl Running {
    #[allow(dead_code, reason = "not every suite that shares this looks at it")]
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = skep(folder, &["serve", "--listen", "127.0.0.1:0"]);
        command.args(arguments);
        Self::of(command)
    }

    pub fn of(mut command: Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
        let log = BufReader::new(process.stderr.take().expect("piped"));
        let mut running = Self { process, log, ready: Value::Null };
        running.ready = running.line("ready");
        running
    }

    /// The next log line with this message.
    pub fn line(&mut self, message: &str) -> Value {
        let mut seen = String::new();
        loop {
            let mut line = String::new();
            assert_ne!(self.log.read_line(&mut line).expect("UTF-8"), 0, "ended without '{message}':\n{seen}");
            match serde_json::from_str::<Value>(&line) {
                Ok(found) if found["message"] == message => return found,
                _ => seen.push_str(&line),
            }
        }
    }

    /// The rest of its log, once it ends.
    #[allow(dead_code, reason = "not every suite that shares this looks at it")]
    pub fn rest(&mut self) -> String {
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut self.log, &mut rest).expect("UTF-8");
        rest
    }

    pub fn address(&self) -> &str {
        self.ready["address"].as_str().expect("an address")
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.process.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// What it prints, up to its end.
    #[allow(dead_code, reason = "not every suite that shares this looks at it")]
    pub fn output(mut self) -> String {
        let mut text = String::new();
        let mut printed = self.process.stdout.take().expect("piped");
        std::io::Read::read_to_string(&mut printed, &mut text).expect("UTF-8");
        assert_eq!(self.exit_code(), Some(0));
        text
    }

    pub fn exit_code(mut self) -> Option<i32> {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            if let Some(status) = self.process.try_wait().expect("waited") {
                return status.code();
            }
            assert!(Instant::now() < deadline, "still running");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
