//! Transactions whose owner died.

use super::reason::Reason;
use super::{CHUNK, abort, replica, sql};
use crate::{Locks, Result, lock};
use std::time::Duration;

/// A replica's transactions live as long as its source may take
/// (`metastore.repl.txn.timeout`).
const REPLICA_TIMEOUT: Duration = Duration::from_secs(11 * 24 * 3600);

/// Aborts the open transactions whose last heartbeat is older than the timeout, by the database's
/// clock; says how many. Safe to run anywhere, beside a Java metastore that does the same.
pub async fn expire(locks: &Locks) -> Result<u64> {
    let mut aborted = 0;
    loop {
        let turn = locks
            .db
            .write(|tx| async move {
                let now: i64 = tx.row(&lock::sql::NOW_MILLIS, &[]).await?.get(0)?;
                let silent = locks.alive_since(now);
                let replica = now - i64::try_from(REPLICA_TIMEOUT.as_millis()).unwrap_or(i64::MAX);
                let limit = i64::try_from(CHUNK).unwrap_or(i64::MAX);
                let rows = tx.rows(&sql::SILENT, &[silent.into(), replica.into(), limit.into()]).await?;
                let ids: Vec<i64> = rows.iter().map(|row| row.get(0)).collect::<std::result::Result<_, _>>()?;
                replica::mark_incompatible(&tx, &ids).await?;
                let aborted = abort::abort_in(&tx, &ids, Some(silent), Reason::TIMEOUT).await?;
                replica::forget(&tx, &ids).await?;
                Ok::<_, crate::Error>((aborted, ids.len() == CHUNK))
            })
            .await?;
        aborted += turn.0;
        if !turn.1 || turn.0 == 0 {
            return Ok(aborted);
        }
    }
}
