//! `heartbeat`: the owner is still there.

use super::sql;
use crate::transaction::{self, state};
use crate::{Error, Locks, Result};
use skep_sql::Tx;
use skep_types::HeartbeatRequest;

/// The transaction first, then the lock; an id of 0 (or none) is skipped. Iceberg
/// sends only the lock's and fails its commit on any exception.
pub async fn heartbeat(locks: &Locks, request: &HeartbeatRequest) -> Result<()> {
    let (txn, lock) = (request.txnid.unwrap_or(0), request.lockid.unwrap_or(0));
    locks
        .db
        .write(|tx| async move {
            let now: i64 = tx.row(&sql::NOW_MILLIS, &[]).await?.get(0)?;
            if txn != 0 {
                beat_txn(&tx, txn, now).await?;
            }
            if lock != 0 {
                beat_lock(&tx, locks, lock, now).await?;
            }
            Ok(())
        })
        .await
}

pub(super) async fn beat_txn(tx: &Tx, txn: i64, now: i64) -> Result<()> {
    state::require_open(tx, txn).await?;
    tx.execute_one(&transaction::sql::HEARTBEAT_TXN, &[txn.into(), now.into()]).await?;
    Ok(())
}

pub(super) async fn beat_lock(tx: &Tx, locks: &Locks, lock: i64, now: i64) -> Result<()> {
    match tx.execute(&sql::HEARTBEAT_LOCK, &[lock.into(), now.into(), locks.alive_since(now).into()]).await? {
        0 => Err(Error::NoSuchLock(format!("No such lock: lockid:{lock}"))),
        _ => Ok(()),
    }
}
