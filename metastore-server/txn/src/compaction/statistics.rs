//! `find_columns_with_stats`: which columns to analyze again after a compaction.

use super::{Place, sql};
use crate::Result;
use skep_sql::Database;
use skep_types::{CompactionInfoStruct, Str};

/// The columns of the partition, or else of the table, that have statistics. None if it is gone.
pub async fn columns_with_statistics(db: &Database, entry: &CompactionInfoStruct) -> Result<Vec<Str>> {
    let Place { database, table, partition } =
        &Place::of(&entry.dbname, &entry.tablename, entry.partitionname.as_ref());
    let rows = match partition {
        Some(partition) => db.rows(&sql::PARTITION_COLUMNS, &[database.into(), table.into(), partition.into()]).await?,
        None => db.rows(&sql::TABLE_COLUMNS, &[database.into(), table.into()]).await?,
    };
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}
