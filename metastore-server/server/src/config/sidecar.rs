use std::path::PathBuf;

use super::section::{Objection, section};
use super::values::Time;

section! {
    /// The life of a server that stands beside one program, such as a Spark driver in the same pod: it ends with it,
    /// with exit code 0. Running calls have a second to finish then, or server.drain if that is shorter.
    Sidecar = "sidecar" {
        /// Whether this server is one. Any of the following ends it, whichever comes first.
        "enabled" enabled: bool = false;
        /// The main container makes this file when it is done. One that is there already ends the server at once.
        "sentinel-file" sentinel_file: PathBuf = PathBuf::from("/var/log/fluentd/main-container-terminated");
        /// A process of this machine (or pod, if its containers share process ids) whose end is ours.
        "watch-pid" watch_pid: Option<u32> = None;
        /// So long without a connection and without a call; 0s waits for ever.
        "idle" idle: Time = Time::seconds(0);
    }
}

impl Sidecar {
    fn validate(&self) -> Vec<Objection> {
        let mut objections = Vec::new();
        let useless = "has no effect without sidecar.enabled = true (--sidecar)";
        if !self.enabled && self.watch_pid.is_some() {
            objections.push(("watch-pid", useless.to_owned()));
        }
        if !self.enabled && !self.idle.0.is_zero() {
            objections.push(("idle", useless.to_owned()));
        }
        if self.watch_pid.is_some_and(|pid| pid == 0 || i32::try_from(pid).is_err()) {
            objections.push(("watch-pid", "is no number of a process".to_owned()));
        }
        if self.sentinel_file.as_os_str().is_empty() {
            objections.push(("sentinel-file", "is empty".to_owned()));
        }
        objections
    }
}
