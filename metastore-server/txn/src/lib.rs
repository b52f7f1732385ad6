//! Locks, transactions, write ids and materialization rebuilds on Hive's own tables.
//!
//! Beside a Java metastore the same rows in the same order keep both honest: a lock
//! id is taken from `NEXT_LOCK_ID` under its row lock, and the rows of the lock are
//! visible before that row lock goes; transactions are opened under the shared and
//! committed under the exclusive lock of `TXN_LOCK_TBL` (`NEXT_TXN_ID` before Hive 4).
//! Nothing here blocks: `lock` answers WAITING, the client polls with `check_lock`.

pub mod compaction;
mod error;
mod event;
#[cfg(test)]
mod explore;
pub mod housekeeping;
pub mod lease;
pub mod lock;
pub mod materialization;
pub mod mutex;
mod names;
pub mod owner;
mod snapshot;
#[cfg(test)]
mod testing;
pub mod transaction;
pub mod write_id;

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

/// Refuses what an older schema has no table for, naming the version that has it.
fn require(db: &Database, table: &str) -> Result<()> {
    db.lacks(table).map_or(Ok(()), |text| Err(Error::Meta(text)))
}
