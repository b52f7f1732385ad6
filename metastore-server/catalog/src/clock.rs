//! The time as operations see it. It is handed in, so that tests can set it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Wall-clock time, from the machine or set by a test.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    #[default]
    System,
    /// Milliseconds since the epoch, moved by whoever holds the other end.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// Milliseconds since 1970-01-01 UTC: the unit of locks and transactions.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn millis(&self) -> i64 {
        match self {
            Clock::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX)),
            Clock::Set(millis) => millis.load(Ordering::SeqCst),
        }
    }

    /// Whole seconds since 1970-01-01 UTC: the unit of `createTime`, `lastAnalyzed`,
    /// `transient_lastDdlTime` and event times.
    pub fn seconds(&self) -> i64 {
        self.millis() / 1000
    }
}
