//! Forgetting old events.

use super::sql;
use crate::{Catalog, Result};
use std::time::Duration;

/// Ids removed by one transaction at the most, so that writers are not held up.
const BATCH: i64 = 10_000;

/// Removes events older than `keep`, oldest first and only a prefix of the ids: a
/// reader that is too late sees a gap at its own position (Java clients report it),
/// never a hole in the middle. Says how many rows went.
pub async fn clean(catalog: &Catalog, keep: Duration) -> Result<u64> {
    let oldest_kept = catalog.clock.seconds() - i64::try_from(keep.as_secs()).unwrap_or(i64::MAX);
    let bounds = catalog
        .db
        .read(|tx| async move {
            let last: Option<i64> = tx.row(&sql::CLEANABLE_UP_TO, &[oldest_kept.into()]).await?.get(0)?;
            let first: Option<i64> = tx.row(&sql::OLDEST_EVENT_ID, &[]).await?.get(0)?;
            crate::Result::Ok(first.zip(last))
        })
        .await?;
    let Some((first, last)) = bounds else { return Ok(0) };
    let mut removed = 0;
    let mut up_to = first - 1;
    while up_to < last {
        up_to = last.min(up_to + BATCH);
        let batch = catalog.db.write(|tx| async move {
            crate::Result::Ok(tx.execute(&sql::DELETE_EVENTS_UP_TO, &[up_to.into()]).await?)
        });
        removed += batch.await?;
    }
    Ok(removed)
}
