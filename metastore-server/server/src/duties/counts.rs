//! What became of a duty's turns, for whoever asks.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};

/// Numbers since the start of this server.
#[derive(Debug, Default)]
pub(super) struct Counts {
    runs: AtomicU64,
    failures: AtomicU64,
    rows: AtomicU64,
    last_run: AtomicI64,
}

/// The numbers of one duty at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    pub name: &'static str,
    /// Turns taken, those that failed included.
    pub runs: u64,
    pub failures: u64,
    /// Rows (or partitions) removed.
    pub rows: u64,
    /// Unix seconds of the end of the last turn; 0 before the first.
    pub last_run: i64,
    /// Whether this server is the one that does it.
    pub leads: bool,
}

impl Counts {
    /// Notes a turn: the rows it removed, or that it failed.
    pub fn ran(&self, removed: Option<u64>, now: i64) {
        match removed {
            Some(rows) => self.rows.fetch_add(rows, Relaxed),
            None => self.failures.fetch_add(1, Relaxed),
        };
        self.last_run.store(now, Relaxed);
        self.runs.fetch_add(1, Relaxed);
    }

    pub fn snapshot(&self, name: &'static str, leads: bool) -> Snapshot {
        Snapshot {
            name,
            runs: self.runs.load(Relaxed),
            failures: self.failures.load(Relaxed),
            rows: self.rows.load(Relaxed),
            last_run: self.last_run.load(Relaxed),
            leads,
        }
    }
}
