//! What executors leave behind.

use super::{TABLE, policy, sql};
use crate::{Catalog, Error, Result};
use std::time::Duration;

/// Ends executions whose executor has not been heard of for so long: their queries may run again.
/// Returns how many there were.
pub async fn time_out(catalog: &Catalog, silence: Duration) -> Result<u64> {
    if catalog.needs(TABLE).is_err() {
        return Ok(0);
    }
    let now = catalog.clock.seconds();
    let since = now.saturating_sub_unsigned(silence.as_secs());
    let after = &format!(" state for >{} seconds. Execution timeout?", silence.as_secs());
    let rules = &catalog.rules.scheduled_failures;
    let ended = catalog.db.write(|tx| async move {
        let stuck = tx.rows(&sql::STUCK_QUERIES, &[since.into()]).await?;
        tx.execute(&sql::FREE_STUCK_QUERIES, &[since.into()]).await?;
        let values = [since.into(), now.into(), "Query stuck in: ".into(), after.into()];
        let ended = tx.execute(&sql::TIME_OUT_STUCK, &values).await?;
        for row in stuck {
            policy::after_failure(&tx, row.get(0)?, rules, now).await?;
        }
        Ok::<_, Error>(ended)
    });
    ended.await
}

/// Deletes executions that began so long ago and have ended.
pub async fn delete_old(catalog: &Catalog, keep: Duration) -> Result<u64> {
    if catalog.needs(TABLE).is_err() {
        return Ok(0);
    }
    let until = catalog.clock.seconds().saturating_sub_unsigned(keep.as_secs());
    let deleted = catalog
        .db
        .write(|tx| async move { Ok::<_, Error>(tx.execute(&sql::DELETE_OLD_EXECUTIONS, &[until.into()]).await?) });
    deleted.await
}
