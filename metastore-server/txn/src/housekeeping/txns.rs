//! Transactions that nothing refers to.

use super::bounds::Bounds;
use super::sql;
use crate::Result;
use crate::mutex::{Mutex, hold};
use skep_schema::Version;
use skep_sql::{Database, Tx};

/// Transactions of one round.
const BATCH: i64 = 500;

/// Forgets ended transactions without components: aborted ones whose files are gone (or that wrote none), and from Hive
/// 4.0 committed ones, which stay in `TXNS` until then. The highest id stays, because it says where ids go on.
pub async fn empty_transactions(db: &Database) -> Result<u64> {
    let mut removed = 0;
    loop {
        let round = db.write(|tx| async move { remove(&tx).await }).await?;
        removed += round;
        if round < BATCH as u64 {
            return Ok(removed);
        }
    }
}

async fn remove(tx: &Tx) -> Result<u64> {
    let mutex = if tx.version() < Version::V4_0 { Mutex::HouseKeeper } else { Mutex::TxnCleaner };
    hold(tx, mutex).await?;
    let Some(settled) = Bounds::read(tx).await?.settled() else { return Ok(0) };
    let rows = tx.rows(&sql::EMPTY_TRANSACTIONS, &[settled.into(), BATCH.into()]).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.get(0)).collect::<std::result::Result<_, _>>()?;
    if ids.is_empty() {
        return Ok(0);
    }
    Ok(tx.execute(&sql::DELETE_TRANSACTIONS, &[ids.as_slice().into()]).await?)
}
