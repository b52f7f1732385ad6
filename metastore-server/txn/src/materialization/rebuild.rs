//! One rebuild of a materialized view at a time.

use super::sql;
use crate::mutex::{Mutex, hold};
use crate::names::Name;
use crate::{Error, Result, lock, require};
use skep_sql::Database;
use skep_types::{LockResponse, LockState};

const TABLE: &str = "MATERIALIZATION_REBUILD_LOCKS";

/// ACQUIRED, or NOT_ACQUIRED if somebody is at it already. The lock goes with its transaction.
pub async fn lock(db: &Database, database: &str, table: &str, txn: i64) -> Result<LockResponse> {
    require(db, TABLE)?;
    let view = &Name::new(database, table);
    let state = db
        .write(|tx| async move {
            hold(&tx, Mutex::MaterializationRebuild).await?;
            if tx.row_opt(&sql::REBUILDER, &[view.database(), view.table()]).await?.is_some() {
                return Ok(LockState::NOT_ACQUIRED);
            }
            let now: i64 = tx.row(&lock::sql::NOW_MILLIS, &[]).await?.get(0)?;
            let row = [txn.into(), view.database(), view.table(), now.into()];
            tx.insert(&sql::INSERT_REBUILDER, [row]).await.map_err(|failure| match failure.is_unique_violation() {
                true => Error::Meta(format!("transaction {txn} rebuilds another materialized view already")),
                false => failure.into(),
            })?;
            Ok::<_, Error>(LockState::ACQUIRED)
        })
        .await?;
    Ok(LockResponse { lockid: txn, state, ..LockResponse::default() })
}

/// Whether there was such a lock to keep.
pub async fn heartbeat(db: &Database, database: &str, table: &str, txn: i64) -> Result<bool> {
    require(db, TABLE)?;
    let view = &Name::new(database, table);
    db.write(|tx| async move {
        let now: i64 = tx.row(&lock::sql::NOW_MILLIS, &[]).await?.get(0)?;
        let values = [txn.into(), view.database(), view.table(), now.into()];
        Ok(tx.execute(&sql::HEARTBEAT, &values).await? > 0)
    })
    .await
}
