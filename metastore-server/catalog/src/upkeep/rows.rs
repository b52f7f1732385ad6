//! Rows that are kept for a while.

use super::sql;
use crate::{Catalog, Error, Result};
use std::time::Duration;

/// The writes of transactions, which their commits have put into events (4.0).
pub async fn forget_write_events(catalog: &Catalog, keep: Duration) -> Result<u64> {
    let delete = &sql::DELETE_WRITE_EVENTS;
    if !catalog.db.has("TXN_WRITE_NOTIFICATION_LOG") || delete.is_empty(catalog.db.dialect(), catalog.db.version()) {
        return Ok(0);
    }
    let oldest_kept = catalog.clock.seconds() - i64::try_from(keep.as_secs()).unwrap_or(i64::MAX);
    catalog.db.write(|tx| async move { Ok::<_, Error>(tx.execute(delete, &[oldest_kept.into()]).await?) }).await
}
