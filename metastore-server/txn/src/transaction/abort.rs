//! `abort_txn` and `abort_txns`.

use super::reason::Reason;
use super::state::State;
use super::{CHUNK, replica, sql};
use crate::{Result, event, lock};
use futures_util::future::try_join_all;
use skep_schema::Version;
use skep_sql::{Database, Statement, Tx};
use skep_types::{AbortTxnRequest, AbortTxnsRequest, TxnType};

/// Aborting what is aborted is success; what was committed is not there any more.
pub async fn abort(db: &Database, request: &AbortTxnRequest) -> Result<()> {
    db.write(|tx| async move {
        let Some(txn) = replica::resolve(&tx, request.txnid, request.txn_type, request.repl_policy.as_deref()).await?
        else {
            return Ok(());
        };
        match State::find(&tx, txn).await? {
            State::Aborted => {}
            state => {
                state.open(txn)?;
                if request.txn_type != Some(TxnType::REPL_CREATED) {
                    replica::mark_incompatible(&tx, &[txn]).await?;
                }
                abort_in(&tx, &[txn], None, reason(request)).await?;
            }
        }
        replica::forget(&tx, &[txn]).await
    })
    .await
}

/// What replication aborts has its own reasons, whatever the client says.
fn reason(request: &AbortTxnRequest) -> Reason {
    match (request.txn_type, &request.repl_policy) {
        (Some(TxnType::REPL_CREATED), _) => Reason::REPLAYED,
        (Some(TxnType::DEFAULT), Some(_)) => Reason::REPLICATION,
        _ => Reason::of(request.error_code),
    }
}

/// Aborts those that are open and says nothing of the others.
pub async fn abort_all(db: &Database, request: &AbortTxnsRequest) -> Result<()> {
    let mut ids = request.txn_ids.clone();
    ids.sort_unstable();
    ids.dedup();
    for ids in ids.chunks(CHUNK) {
        db.write(|tx| async move {
            replica::mark_incompatible(&tx, ids).await?;
            abort_in(&tx, ids, None, Reason::of(request.error_code)).await?;
            replica::forget(&tx, ids).await
        })
        .await?;
    }
    Ok(())
}

/// Aborts those of one chunk that are open, and were not heard of since `silent_since` if that is
/// given. What they wrote stays in `TXN_COMPONENTS` until it is compacted away.
pub(crate) async fn abort_in(tx: &Tx, ids: &[i64], silent_since: Option<i64>, reason: Reason) -> Result<u64> {
    let heard = silent_since.unwrap_or(i64::MAX);
    let rows = tx.rows(&sql::LOCK_OPEN, &[ids.into(), heard.into()]).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let now: i64 = tx.row(&lock::sql::NOW_MILLIS, &[]).await?.get(0)?;
    let mut open = Vec::with_capacity(rows.len());
    for row in &rows {
        let (txn, kind): (i64, i32) = (row.get(0)?, row.get(1)?);
        open.push(txn);
        if TxnType(kind) != TxnType::READ_ONLY {
            event::aborted(tx, txn, now);
        }
    }
    let aborted = tx.execute(&sql::ABORT, &[open.as_slice().into(), reason.text().into()]).await?;
    release(tx, &open).await?;
    Ok(aborted)
}

/// Removes what only open transactions have: locks, and their place in the cleaner's sight.
pub(super) async fn release(tx: &Tx, ids: &[i64]) -> Result<()> {
    const RELEASES: [(&Statement, Version, &str); 4] = [
        (&sql::DELETE_LOCKS, Version::V2_3, "HIVE_LOCKS"),
        (&sql::DELETE_MIN_HISTORY, Version::V3_1, "MIN_HISTORY_LEVEL"),
        (&sql::DELETE_MIN_HISTORY_WRITE_IDS, Version::V4_0, "MIN_HISTORY_WRITE_ID"),
        (&sql::DELETE_REBUILD_LOCKS, Version::V3_1, "MATERIALIZATION_REBUILD_LOCKS"),
    ];
    let ids = &[ids.into()];
    let there = RELEASES.into_iter().filter(|(_, since, table)| tx.version() >= *since && tx.has(table));
    try_join_all(there.map(|(statement, ..)| tx.execute(statement, ids))).await?;
    Ok(())
}
