//! Locks (and, later, transactions and write ids) on Hive's own tables.
//!
//! Beside a Java metastore the same rows in the same order keep both honest: a lock
//! id is taken from `NEXT_LOCK_ID` under its row lock, and the rows of the lock are
//! visible before that row lock goes. Nothing here blocks: `lock` answers WAITING,
//! the client polls with `check_lock`.

pub mod compaction;
mod error;
pub mod housekeeping;
pub mod lease;
pub mod lock;
pub mod mutex;

pub use error::Error;

use skep_sql::Database;
use std::time::Duration;

pub type Result<T> = std::result::Result<T, Error>;

/// What lock operations stand on.
#[derive(Clone)]
pub struct Locks {
    pub db: Database,
    /// A lock without a heartbeat for this long is gone (`metastore.txn.timeout`,
    /// 300 s in Hive). Measured by the clock of the database, which all servers share.
    pub timeout: Duration,
}

impl Locks {
    /// Heartbeats older than this moment (milliseconds, like `now`) mean a dead owner.
    fn alive_since(&self, now: i64) -> i64 {
        now - i64::try_from(self.timeout.as_millis()).unwrap_or(i64::MAX)
    }
}
