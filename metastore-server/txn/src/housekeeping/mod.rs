//! Removing what transactions leave behind.
//!
//! Each of these only deletes what nobody can need any more, in transactions of its own, so it may be killed at any point
//! and run again anywhere. Beside a Java metastore they take its mutexes, and wait while it does the same.

mod bounds;
pub mod sql;
mod txns;

pub use txns::empty_transactions;

use crate::mutex::{Mutex, hold};
use crate::{Locks, Result};
use bounds::Bounds;
use skep_sql::{Database, Statement, Value};

/// Write sets of transactions that nobody open has run beside: no commit is compared with them any more.
pub async fn write_sets(db: &Database) -> Result<u64> {
    db.write(|tx| async move {
        hold(&tx, Mutex::HouseKeeper).await?;
        match Bounds::read(&tx).await?.decided() {
            Some(decided) => Ok(tx.execute(&sql::DELETE_WRITE_SETS, &[decided.into()]).await?),
            None => Ok(0),
        }
    })
    .await
}

/// Which transaction has which write id, for transactions that everybody open knows the end of (3.0).
pub async fn write_ids(db: &Database) -> Result<u64> {
    db.write(|tx| async move {
        hold(&tx, Mutex::HouseKeeper).await?;
        match Bounds::read(&tx).await?.known_to_all() {
            Some(known) => execute(&tx, &sql::DELETE_WRITE_IDS, &[known.into()]).await,
            None => Ok(0),
        }
    })
    .await
}

/// What transactions noted of those open beside them, where they are no longer open themselves. Their commit or abort
/// deletes it; rows that stay after all would hold back [`write_ids`] for ever (3.0).
pub async fn min_history(db: &Database) -> Result<u64> {
    db.write(|tx| async move {
        hold(&tx, Mutex::HouseKeeper).await?;
        let levels = execute(&tx, &sql::DELETE_MIN_HISTORY_LEVELS, &[]).await?;
        Ok(levels + execute(&tx, &sql::DELETE_MIN_HISTORY_WRITE_IDS, &[]).await?)
    })
    .await
}

/// Locks on the rebuilding of materialized views, without a heartbeat for the timeout and of a transaction that is not
/// open (3.0).
pub async fn rebuild_locks(locks: &Locks) -> Result<u64> {
    locks
        .db
        .write(|tx| async move {
            hold(&tx, Mutex::HouseKeeper).await?;
            let now: i64 = tx.row(&crate::lock::sql::NOW_MILLIS, &[]).await?.get(0)?;
            execute(&tx, &sql::DELETE_REBUILD_LOCKS, &[locks.alive_since(now).into()]).await
        })
        .await
}

/// Of the committed writes to a table or partition, all but the last and the last that was not a mere insert: what the
/// compactor and materialized views look at (4.0).
pub async fn duplicate_writes(db: &Database) -> Result<u64> {
    db.write(|tx| async move {
        hold(&tx, Mutex::HouseKeeper).await?;
        execute(&tx, &sql::DELETE_DUPLICATE_WRITES, &[]).await
    })
    .await
}

/// A statement that is empty in versions without the table.
async fn execute(tx: &skep_sql::Tx, statement: &'static Statement, values: &[Value<'_>]) -> Result<u64> {
    if statement.is_empty(tx.dialect(), tx.version()) {
        return Ok(0);
    }
    Ok(tx.execute(statement, values).await?)
}
