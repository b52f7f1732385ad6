//! Removing partitions' rows, for those who drop partitions, tables or databases.

use futures_util::try_join;
use skep_sql::Tx;

use super::sql;
use crate::Result;
use crate::storage::{self, BATCH};

/// Removes all partitions of these tables: rows, statistics, grants and storage. The callers hold the
/// tables' row locks, delete the directories and write the events (dropping a table writes none for
/// its partitions).
pub async fn drop_all_partitions(tx: &Tx, table_ids: &[i64]) -> Result<()> {
    for tables in table_ids.chunks(BATCH) {
        let ids = tx.collect(&sql::IDS_OF_TABLES, &[tables.into()], |row| row.get(0)).await?;
        delete_rows(tx, &ids).await?;
    }
    Ok(())
}

/// Removes the partitions with these ids, what refers to others first.
pub(super) async fn delete_rows(tx: &Tx, ids: &[i64]) -> Result<()> {
    for ids in ids.chunks(BATCH) {
        let mut sds = Vec::with_capacity(ids.len());
        for row in tx.rows(&sql::SD_IDS, &[ids.into()]).await? {
            sds.extend(row.get::<Option<i64>>(0)?);
        }
        let ids = [ids.into()];
        try_join!(
            tx.execute(&sql::DELETE_PRIVILEGES, &ids),
            tx.execute(&sql::DELETE_COLUMN_PRIVILEGES, &ids),
            tx.execute(&sql::DELETE_COLUMN_STATISTICS, &ids),
            tx.execute(&sql::DELETE_PARAMETERS, &ids),
            tx.execute(&sql::DELETE_KEY_VALUES, &ids),
        )?;
        tx.execute(&sql::DELETE_PARTITIONS, &ids).await?;
        storage::delete(tx, &sds).await?;
    }
    Ok(())
}
