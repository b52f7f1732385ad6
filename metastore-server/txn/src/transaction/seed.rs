//! `seed_txn_id`: ids go on from here.

use super::sql;
use crate::{Error, Result};
use skep_schema::Version;
use skep_sql::Database;

/// The next transaction gets this id. Only forwards: an id is never given twice.
///
/// Hive 4 alters the table's counter, which on MySQL ends the transaction and its lock. A committed
/// row just below moves the counter as well, and marks the ids before it as never to appear.
pub async fn seed(db: &Database, next: i64) -> Result<()> {
    db.write(|tx| async move {
        tx.rows(&sql::LOCK_TO_COMMIT, &[]).await?;
        let newest: Option<i64> = tx.row(&sql::HIGH_WATER_MARK, &[]).await?.get(0)?;
        let newest = newest.unwrap_or(0);
        if newest >= next {
            return Err(Error::Meta(format!("Invalid txnId seed {next}, the highWaterMark is {newest}")));
        }
        if tx.version() < Version::V4_0 {
            tx.execute_one(&sql::TAKE_TXN_IDS, &[next.into()]).await?;
        } else if next - 1 > newest {
            tx.execute(&sql::INSERT_SEED, &[(next - 1).into()]).await?;
            tx.rows(&sql::MOVE_COUNTER, &[(next - 1).into()]).await?;
        }
        Ok(())
    })
    .await
}
