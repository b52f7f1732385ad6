//! The limit of open files: every connection is one.

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Raises the soft limit to the hard one. Shells and systemd start a process with 1024, kept that low for programs that
/// use select(2); we do not. Says so if there may be fewer files than connections.
pub fn raise(connections: usize) {
    let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else { return };
    let raised = setrlimit(Resource::RLIMIT_NOFILE, hard, hard).is_ok();
    let files = if raised { hard } else { soft };
    if files < connections as u64 {
        tracing::warn!(
            files,
            connections,
            "fewer open files are allowed than connections; raise the limit (ulimit -n)"
        );
    }
}
