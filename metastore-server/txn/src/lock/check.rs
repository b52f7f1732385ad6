//! `check_lock`: is it our turn now?

use super::conflict::blocks;
use super::row::LockRow;
use super::{heartbeat, sql};
use crate::{Error, Locks, Result};
use skep_sql::Tx;
use skep_types::{CheckLockRequest, LockResponse, LockState};

/// Heartbeats the lock (or its transaction) and looks again. Asking after it was
/// acquired is answered ACQUIRED again.
pub async fn check(locks: &Locks, request: &CheckLockRequest) -> Result<LockResponse> {
    let id = request.lockid;
    locks
        .db
        .write(|tx| async move {
            let now: i64 = tx.row(&sql::NOW_MILLIS, &[]).await?.get(0)?;
            let rows = rows_of(&tx, id).await?;
            let Some(first) = rows.first() else {
                return Err(Error::NoSuchLock(format!("No such lock lockid:{id}")));
            };
            match first.txn {
                0 => heartbeat::beat_lock(&tx, locks, id, now).await?,
                txn => heartbeat::beat_txn(&tx, txn, now).await?,
            }
            if rows.iter().all(|row| row.acquired) {
                return Ok(LockResponse { lockid: id, state: LockState::ACQUIRED, ..Default::default() });
            }
            let state = match try_acquire(&tx, locks, id, now).await? {
                None => LockState::ACQUIRED,
                Some(_) => LockState::WAITING,
            };
            Ok(LockResponse { lockid: id, state, ..Default::default() })
        })
        .await
}

pub(super) async fn rows_of(tx: &Tx, id: i64) -> Result<Vec<LockRow>> {
    tx.rows(&sql::LOCK_ROWS, &[id.into()]).await?.iter().map(LockRow::decode).collect()
}

/// Acquires all components together or none. Answers the row that is in the way.
///
/// Only earlier locks count, and waiting ones count like held ones. So of two
/// conflicting lockers the later always sees the earlier, and no mutex is needed.
/// Expired ones are deleted on the way, under their row locks, so that a late
/// heartbeat cannot bring one back beside us.
pub(super) async fn try_acquire(tx: &Tx, locks: &Locks, id: i64, now: i64) -> Result<Option<LockRow>> {
    let wanted = rows_of(tx, id).await?;
    let databases: Vec<&str> = wanted.iter().map(|row| row.database.as_str()).collect();
    tx.execute(&sql::DELETE_EXPIRED, &[locks.alive_since(now).into()]).await?;
    let earlier = tx.rows(&sql::EARLIER_ROWS, &[id.into(), databases.as_slice().into()]).await?;
    let earlier: Vec<LockRow> = earlier.iter().map(LockRow::decode).collect::<Result<_>>()?;

    for row in &wanted {
        if let Some(by) = earlier.iter().find(|held| blocks(held, row, tx.version())) {
            let mark = [row.ext_id.into(), row.int_id.into(), by.ext_id.into(), by.int_id.into()];
            tx.execute(&sql::MARK_BLOCKED, &mark).await?;
            return Ok(Some(by.clone()));
        }
    }
    tx.execute(&sql::ACQUIRE, &[id.into(), now.into()]).await?;
    Ok(None)
}
