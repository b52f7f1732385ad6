//! What open transactions have written: `TXN_WRITE_NOTIFICATION_LOG`, which replication reads when
//! they commit.

use std::collections::BTreeMap;

use skep_sql::{Fragment, Row, Sequence, Tx};
use skep_types::{GetAllWriteEventInfoRequest, Partition, Str, WriteEventInfo, WriteNotificationLogRequest};

use super::{data, sql};
use crate::names::{TableName, normalize};
use crate::partition::{Hold, Target, by_values};
use crate::{Catalog, Result};

/// Between two files of one row, as Hive's replication takes them apart.
const BETWEEN_FILES: &str = "]";

/// Adds files to what transactions have written into one table.
pub async fn note_writes(catalog: &Catalog, table: &TableName, writes: &[WriteNotificationLogRequest]) -> Result<()> {
    catalog.needs("TXN_WRITE_NOTIFICATION_LOG")?;
    let now = catalog.clock.seconds();
    catalog.db.write(|tx| async move { note(&tx, table, writes, now).await }).await
}

/// One row: what one transaction wrote into one partition (no name: into the table).
struct Written {
    write_id: i64,
    files: Vec<String>,
    partition: Option<String>,
}

async fn note(tx: &Tx, table: &TableName, writes: &[WriteNotificationLogRequest], now: i64) -> Result<()> {
    let target = Target::find(tx, table, Hold::No).await?;
    let values: Vec<&[Str]> = writes.iter().filter_map(values).collect();
    let partitions: BTreeMap<&[Str], Partition> = by_values(tx, &target.parent, &values).await?;
    let mut rows = existing(tx, table, writes).await?;
    for write in writes {
        let (name, object) = match values_of(write, &partitions) {
            Some((values, partition)) => (target.parent.partition_name(values)?, Some(skep_codec::json(partition))),
            None => (String::new(), None),
        };
        let row = rows.entry((write.txn_id, name)).or_insert(Written {
            write_id: write.write_id,
            files: Vec::new(),
            partition: None,
        });
        row.partition = object;
        row.files.extend(data::files(&write.file_info));
    }
    let about = skep_codec::json(target.table());
    let ids = tx.ids(Sequence::TxnWriteNotificationLog, rows.len()).await?;
    let texts: Vec<String> = rows.values().map(|row| row.files.join(BETWEEN_FILES)).collect();
    let rows = ids.zip(&rows).zip(&texts).map(|((id, ((txn, name), row)), files)| {
        [
            id.into(),
            (*txn).into(),
            row.write_id.into(),
            (&table.database.database).into(),
            (&table.table).into(),
            name.into(),
            (&about).into(),
            row.partition.as_deref().into(),
            files.into(),
            now.into(),
        ]
    });
    Ok(tx.insert(&sql::INSERT_WRITTEN, rows).await?)
}

fn values(write: &WriteNotificationLogRequest) -> Option<&[Str]> {
    write.partition_vals.as_deref().filter(|values| !values.is_empty())
}

fn values_of<'a>(
    write: &'a WriteNotificationLogRequest,
    partitions: &'a BTreeMap<&[Str], Partition>,
) -> Option<(&'a [Str], &'a Partition)> {
    let values = values(write)?;
    Some((values, partitions.get(values)?))
}

/// Takes the rows of these transactions away, to be written again with more files.
async fn existing(
    tx: &Tx,
    table: &TableName,
    writes: &[WriteNotificationLogRequest],
) -> Result<BTreeMap<(i64, String), Written>> {
    let mut txns: Vec<i64> = writes.iter().map(|write| write.txn_id).collect();
    txns.sort_unstable();
    txns.dedup();
    let place = [txns.as_slice().into(), (&table.database.database).into(), (&table.table).into()];
    let mut rows = BTreeMap::new();
    for row in tx.rows(&sql::WRITTEN, &place).await? {
        let files: Option<String> = row.get(3)?;
        let files = files.filter(|files| !files.is_empty());
        let files = files.iter().flat_map(|files| files.split(BETWEEN_FILES)).map(str::to_owned).collect();
        rows.insert((row.get(0)?, row.get(2)?), Written { write_id: row.get(1)?, files, partition: row.get(4)? });
    }
    tx.execute(&sql::DELETE_WRITTEN, &place).await?;
    Ok(rows)
}

/// `get_all_write_event_info`: of one transaction, perhaps of one database or table only.
pub async fn written(catalog: &Catalog, request: &GetAllWriteEventInfoRequest) -> Result<Vec<WriteEventInfo>> {
    catalog.needs("TXN_WRITE_NOTIFICATION_LOG")?;
    let [database, table] = [&request.db_name, &request.table_name].map(|name| name.as_deref().map(normalize));
    let mut query = Fragment::of(&sql::WRITTEN_BY, [request.txn_id.into()]);
    if let Some(database) = &database {
        query.push(r#" and w."WNL_DATABASE" = "#).bind(database);
    }
    if let Some(table) = &table {
        query.push(r#" and w."WNL_TABLE" = "#).bind(table);
    }
    query.push(r#" order by w."WNL_ID""#);
    catalog.db.rows_of(&query).await?.iter().map(info).collect()
}

fn info(row: &Row) -> Result<WriteEventInfo> {
    Ok(WriteEventInfo {
        write_id: row.get(0)?,
        database: row.get(1)?,
        table: row.get(2)?,
        files: row.get::<Option<Str>>(3)?.unwrap_or_default(),
        partition: row.get(4)?,
        table_obj: row.get(5)?,
        partition_obj: row.get(6)?,
    })
}
