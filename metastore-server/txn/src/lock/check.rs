//! `check_lock`: is it our turn now?

use super::conflict::{Conflict, find};
use super::row::LockRow;
use super::{heartbeat, sql};
use crate::{Error, Locks, Result};
use futures_util::try_join;
use skep_sql::Tx;
use skep_types::{CheckLockRequest, LockResponse, LockState};

/// Heartbeats the lock (or its transaction) and looks again. Asking after it was
/// acquired is answered ACQUIRED again.
pub async fn check(locks: &Locks, request: &CheckLockRequest) -> Result<LockResponse> {
    let id = request.lockid;
    locks
        .db
        .write(|tx| async move {
            let now = async { Result::Ok(tx.row(&sql::NOW_MILLIS, &[]).await?.get::<i64>(0)?) };
            let (now, rows) = try_join!(now, rows_of(&tx, id))?;
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
            let state = match in_the_way(&tx, locks, &rows, now).await? {
                None => {
                    tx.execute(&sql::ACQUIRE, &[id.into(), now.into()]).await?;
                    LockState::ACQUIRED
                }
                Some(Conflict { wanted, held }) => {
                    let mark = [wanted.ext_id.into(), wanted.int_id.into(), held.ext_id.into(), held.int_id.into()];
                    tx.execute(&sql::MARK_BLOCKED, &mark).await?;
                    LockState::WAITING
                }
            };
            Ok(LockResponse { lockid: id, state, ..Default::default() })
        })
        .await
}

pub(super) async fn rows_of(tx: &Tx, id: i64) -> Result<Vec<LockRow>> {
    tx.rows(&sql::LOCK_ROWS, &[id.into()]).await?.iter().map(LockRow::decode).collect()
}

/// What keeps these components, acquired all together or not at all, from being acquired.
///
/// Only earlier locks count, and waiting ones count like held ones. So of two
/// conflicting lockers the later always sees the earlier, and no mutex is needed.
/// If something is in the way, expired locks are deleted, under their row locks, so that
/// a late heartbeat cannot bring one back beside us; and it is looked again.
pub(super) async fn in_the_way(tx: &Tx, locks: &Locks, wanted: &[LockRow], now: i64) -> Result<Option<Conflict>> {
    let found = find(tx, wanted).await?;
    if found.is_none() || tx.execute(&sql::DELETE_EXPIRED, &[locks.alive_since(now).into()]).await? == 0 {
        return Ok(found);
    }
    find(tx, wanted).await
}
