//! Locks whose owner died.

use super::sql;
use crate::{Locks, Result};

/// Deletes the locks outside transactions whose last heartbeat is older than the
/// timeout; says how many rows. Safe to run anywhere, any number of times, beside
/// a Java metastore that does the same.
///
/// Waiters do not depend on it: whoever looks whether it is their turn does the
/// same first.
pub async fn expire(locks: &Locks) -> Result<u64> {
    locks
        .db
        .write(|tx| async move {
            let now: i64 = tx.row(&sql::NOW_MILLIS, &[]).await?.get(0)?;
            Ok(tx.execute(&sql::DELETE_EXPIRED, &[locks.alive_since(now).into()]).await?)
        })
        .await
}
