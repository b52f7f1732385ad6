//! The end of a sidecar: when the program it stands beside is done.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nix::sys::signal::kill;
use nix::unistd::Pid;
use skep_net::Stats;

use crate::config::{self, Config};
use crate::failure::Failure;

/// How often it is looked: a job's end should not wait for us.
const LOOK: Duration = Duration::from_millis(100);
/// How long running calls may go on: whoever made them is gone.
pub const DRAIN: Duration = Duration::from_secs(1);
/// How long the database may take to hear that we lead no longer.
pub const FAREWELL: Duration = Duration::from_millis(500);

/// What the server's life depends on.
pub struct Watch {
    sentinel: std::path::PathBuf,
    process: Option<Process>,
    idle: Option<Duration>,
}

impl Watch {
    /// None if the server is no sidecar.
    pub fn of(config: &Config) -> Result<Option<Watch>, Failure> {
        let config::Sidecar { enabled, sentinel_file, watch_pid, idle } = &config.sidecar;
        if !enabled {
            return Ok(None);
        }
        let find = |pid: u32| {
            Process::find(pid).ok_or_else(|| {
                let place = config.place("sidecar.watch-pid");
                Failure::refused(
                    format!("there is no process {pid} to watch ({place})"),
                    "start it first; in a pod, share process ids (shareProcessNamespace: true)",
                )
            })
        };
        let process = watch_pid.map(find).transpose()?;
        let idle = Some(idle.0).filter(|idle| !idle.is_zero());
        Ok(Some(Watch { sentinel: sentinel_file.clone(), process, idle }))
    }

    /// Ready when one of them says so; why.
    pub async fn over(self, stats: Arc<Stats>) -> &'static str {
        let mut quiet = Quiet { since: Instant::now(), messages: 0 };
        loop {
            if exists(&self.sentinel) {
                return "the main container has ended";
            }
            if self.process.as_ref().is_some_and(Process::has_ended) {
                return "the watched process has ended";
            }
            if self.idle.is_some_and(|idle| quiet.lasts(&stats) >= idle) {
                return "nobody has called for the idle time";
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Since when there has been nobody.
struct Quiet {
    since: Instant,
    messages: u64,
}

impl Quiet {
    fn lasts(&mut self, stats: &Stats) -> Duration {
        let messages = stats.messages.get();
        if stats.open.get() > 0 || messages != self.messages {
            *self = Quiet { since: Instant::now(), messages };
        }
        self.since.elapsed()
    }
}

/// A process, told from a later one with the same number.
#[derive(Debug, PartialEq, Eq)]
struct Process {
    pid: i32,
    /// Ticks since the machine started; unknown without /proc.
    started: Option<String>,
}

impl Process {
    fn find(pid: u32) -> Option<Process> {
        let pid = i32::try_from(pid).ok()?;
        match std::fs::read_to_string(format!("/proc/{pid}/stat")) {
            Ok(stat) => {
                // Behind the name in brackets: the state first, the start as the 20th.
                let mut fields = stat.rsplit_once(") ")?.1.split(' ');
                // A zombie only waits for its parent to ask how it ended.
                let state = fields.next().filter(|state| !matches!(*state, "Z" | "X"))?;
                debug_assert_eq!(state.len(), 1);
                Some(Process { pid, started: fields.nth(18).map(str::to_owned) })
            }
            Err(_) if Path::new("/proc/self/stat").exists() => None,
            // One of another user may not be signalled, and is there.
            Err(_) => match kill(Pid::from_raw(pid), None) {
                Err(nix::errno::Errno::ESRCH) => None,
                _ => Some(Process { pid, started: None }),
            },
        }
    }

    fn has_ended(&self) -> bool {
        u32::try_from(self.pid).ok().and_then(Process::find).as_ref() != Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    #[test]
    fn a_process_has_ended_once_it_is_a_zombie_and_once_it_is_gone() {
        assert_eq!(Process::find(0x7fff_fff0), None);
        let mut child = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("cat runs");
        let process = Process::find(child.id()).expect("it runs");
        assert!(!process.has_ended());
        drop(child.stdin.take());
        let deadline = Instant::now() + Duration::from_secs(30);
        while !process.has_ended() {
            assert!(Instant::now() < deadline, "a zombie counts as ended");
            std::thread::yield_now();
        }
        child.wait().expect("waited");
        assert!(process.has_ended());
        let reused = Process { started: Some("0".into()), ..Process::find(std::process::id()).expect("this test") };
        assert!(reused.has_ended(), "another process with its number");
    }
}
