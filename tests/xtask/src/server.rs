//! Metastore servers under test: Skep itself, and Apache's as the yardstick.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::{Outcome, command};

/// A running server, ended when this value goes.
pub struct Server {
    pub port: u16,
    child: Child,
    log: PathBuf,
}

impl Server {
    /// Starts `command` and waits until it accepts connections on `port`.
    pub fn start(command: Command, port: u16, log: &Path, limit: Duration) -> Outcome<Server> {
        let name = command.get_program().to_string_lossy().into_owned();
        let out = std::fs::File::create(log).map_err(|e| format!("{}: {e}", log.display()))?;
        let err = out.try_clone().map_err(|e| format!("{}: {e}", log.display()))?;
        let child = dying_with_us(&command)
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err)
            .spawn()
            .map_err(|e| format!("starting {name}: {e}"))?;
        let mut server = Server { port, child, log: log.to_path_buf() };
        let ready = command::wait_until(&name, limit, || command::listens(port) || server.ended());
        if ready.is_err() || server.ended() {
            return Err(format!("{name} did not start:\n{}", server.tail(40)));
        }
        Ok(server)
    }

    pub fn uri(&self) -> String {
        format!("thrift://127.0.0.1:{}", self.port)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The last lines it wrote.
    pub fn tail(&self, lines: usize) -> String {
        let bytes = std::fs::read(&self.log).unwrap_or_default();
        command::last_lines(&String::from_utf8_lossy(&bytes), lines)
    }

    /// Waits until it ends by itself.
    pub fn wait(&mut self) -> Outcome {
        let status = self.child.wait().map_err(|e| e.to_string())?;
        Err(format!("the server ended ({status}):\n{}", self.tail(40)))
    }

    /// Asks it to end; all that it wrote.
    pub fn ended_by_us(&mut self) -> Outcome<String> {
        command::run(Command::new("kill").arg(self.pid().to_string()))?;
        command::wait_until("the end of a server", Duration::from_secs(60), || self.ended())?;
        std::fs::read_to_string(&self.log).map_err(|e| format!("{}: {e}", self.log.display()))
    }

    fn ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }
}

/// The same program, told by the kernel to end when xtask does, however that ends.
fn dying_with_us(command: &Command) -> Command {
    // As many open files as allowed: the benchmark opens thousands of connections.
    const ALL_FILES: &str = "ulimit -n \"$(ulimit -Hn)\"; exec \"$@\"";
    let mut bound = Command::new("setpriv");
    bound
        .args(["--pdeathsig", "TERM", "--", "sh", "-c", ALL_FILES, "sh"])
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => bound.env(name, value),
            None => bound.env_remove(name),
        };
    }
    bound
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.ended() {
            return;
        }
        // SIGTERM first: both servers have something to finish.
        let _asked = Command::new("kill").arg(self.child.id().to_string()).status();
        let left = command::wait_until("the end of a server", Duration::from_secs(10), || {
            self.child.try_wait().is_ok_and(|status| status.is_some())
        });
        if left.is_err() {
            let _killed = self.child.kill();
            let _reaped = self.child.wait();
        }
    }
}
