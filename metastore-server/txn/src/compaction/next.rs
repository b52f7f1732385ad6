//! `find_next_compact2`: a worker asks for something to do.

use super::kind::State;
use super::{now, row, sql};
use crate::Result;
use skep_schema::Version;
use skep_sql::{Database, Fragment, Tx};
use skep_types::{CompactionInfoStruct, FindNextCompactRequest};

/// What the default pool takes over when a pool has not got to it for so long, in milliseconds
/// (`metastore.compactor.worker.pool.timeout`).
const POOL_TIMEOUT: i64 = 12 * 60 * 60 * 1000;

/// Entries one search looks at: so many workers may be faster than this one.
const CANDIDATES: i64 = 64;

/// Gives the oldest waiting entry of the worker's pool to it. None if there is none.
pub async fn find_next(db: &Database, request: &FindNextCompactRequest) -> Result<Option<CompactionInfoStruct>> {
    db.write(|tx| async move {
        let now = now(&tx).await?;
        for row in tx.rows_of(&candidates(&tx, request, now)).await? {
            let entry = row::info(&row)?;
            if take(&tx, request, entry.id, now).await? {
                return Ok(Some(CompactionInfoStruct {
                    state: Some(State::Working.letter().into()),
                    worker_id: request.worker_id.clone(),
                    start: Some(now),
                    ..entry
                }));
            }
        }
        Ok(None)
    })
    .await
}

/// Hive 2 and 3 have no pools.
fn candidates<'a>(tx: &Tx, request: &'a FindNextCompactRequest, now: i64) -> Fragment<'a> {
    let mut query = Fragment::of(&sql::INITIATED, []);
    if tx.version() >= Version::V4_0 {
        match request.pool_name.as_ref().filter(|pool| !pool.trim().is_empty()) {
            Some(pool) => query.push(r#" and q."CQ_POOL_NAME" = "#).bind(pool),
            None => query
                .push(r#" and (q."CQ_POOL_NAME" is null or q."CQ_ENQUEUE_TIME" < "#)
                .bind(now - POOL_TIMEOUT)
                .push(")"),
        };
    }
    query.push(r#" order by q."CQ_ID" limit "#).bind(CANDIDATES);
    query
}

async fn take(tx: &Tx, request: &FindNextCompactRequest, id: i64, now: i64) -> Result<bool> {
    let worker = [id.into(), request.worker_id.as_deref().into(), request.worker_version.as_deref().into(), now.into()];
    Ok(tx.execute(&sql::START_WORK, &worker).await? == 1)
}
