//! Giving due queries to executors.

use super::schedule::Schedule;
use super::{TABLE, reference, sql};
use crate::{Catalog, Error, Result};
use skep_sql::{Sequence, Tx};
use skep_types::{QueryState, ScheduledQueryKey, ScheduledQueryPollResponse, Str};

/// The query that has waited longest, its execution begun; an empty answer if none is due. Executors
/// ask every minute or so, mostly for nothing: that costs one statement outside a transaction.
pub async fn poll(catalog: &Catalog, namespace: &str) -> Result<ScheduledQueryPollResponse> {
    catalog.needs(TABLE)?;
    let now = catalog.clock.seconds();
    if catalog.db.rows(&sql::DUE, &[now.into(), namespace.into()]).await?.is_empty() {
        return Ok(ScheduledQueryPollResponse::default());
    }
    catalog.db.write(|tx| async move { begin(&tx, namespace, now).await }).await
}

async fn begin(tx: &Tx, namespace: &str, now: i64) -> Result<ScheduledQueryPollResponse> {
    let Some(row) = tx.row_opt(&sql::LOCK_DUE, &[now.into(), namespace.into()]).await? else {
        return Ok(ScheduledQueryPollResponse::default());
    };
    let id: i64 = row.get(0)?;
    let key = ScheduledQueryKey { schedule_name: row.get(1)?, cluster_namespace: row.get(2)? };
    let schedule: Option<Str> = row.get(3)?;
    let schedule = schedule.as_deref().and_then(Schedule::parse);
    if schedule.is_none() {
        // Written past us. It runs this once, rather than keep all others from their turn.
        tracing::warn!(query = reference(&key), "a scheduled query has no schedule that can be read");
    }
    let next = schedule.and_then(|schedule| schedule.next(now));
    let execution = tx.ids(Sequence::ScheduledExecution, 1).await?.start;
    let begun = [execution.into(), id.into(), QueryState::INITED.name().into(), now.into(), now.into()];
    tx.insert(&sql::INSERT_EXECUTION, [begun]).await?;
    tx.execute_one(&sql::START_EXECUTION, &[id.into(), next.into(), execution.into()]).await?;
    let query: Option<Str> = row.get(5)?;
    let query = format!("/* schedule: {} */{}", key.schedule_name, query.as_deref().unwrap_or_default());
    let user = row.get(4).map_err(Error::from)?;
    Ok(ScheduledQueryPollResponse {
        schedule_key: Some(key),
        execution_id: Some(execution),
        query: Some(query.into()),
        user,
    })
}
