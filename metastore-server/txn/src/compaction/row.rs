//! An entry as workers get it.

use super::kind::type_of;
use crate::Result;
use skep_sql::Row;
use skep_types::CompactionInfoStruct;

/// From the columns of [`super::sql::INITIATED`].
pub fn info(row: &Row) -> Result<CompactionInfoStruct> {
    let letter: skep_types::Str = row.get(4)?;
    Ok(CompactionInfoStruct {
        id: row.get(0)?,
        dbname: row.get(1)?,
        tablename: row.get(2)?,
        partitionname: row.get(3)?,
        type_: type_of(&letter)?,
        properties: row.get(5)?,
        runas: row.get(6)?,
        highest_write_id: Some(row.get::<Option<i64>>(7)?.unwrap_or(0)),
        enqueue_time: Some(row.get::<Option<i64>>(8)?.unwrap_or(0)),
        retry_retention: Some(row.get::<Option<i64>>(9)?.unwrap_or(0)),
        poolname: row.get(10)?,
        number_of_buckets: Some(row.get::<Option<i64>>(11)?.map_or(0, |buckets| buckets as i32)),
        order_by_clause: row.get(12)?,
        toomanyaborts: Some(false),
        hasoldabort: Some(false),
        ..Default::default()
    })
}
