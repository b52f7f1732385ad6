//! Messages about partitions.

use serde_json::{Map, Value, json};
use skep_sql::EventRow;
use skep_types::{Partition, Table};

use super::{Truncation, message, row};
use crate::partition::name;

/// One event for all partitions that a call added to a table.
pub fn add_partition(table: &Table, partitions: &[&Partition], now: i64) -> EventRow {
    let mut fields = about(table, now);
    fields.insert("partitions".into(), partitions.iter().map(|p| key_values(table, p)).collect());
    fields.insert("partitionListJson".into(), partitions.iter().map(|p| skep_codec::json(*p)).collect());
    // Hive lists the new files of managed tables here, for its replication only. Reading none is
    // what consumers of external tables do anyway, and spares a listing per partition.
    let files = partitions.iter().map(|p| json!({"partitionName": partition_name(table, p), "files": []}));
    fields.insert("partitionFiles".into(), files.collect());
    row("ADD_PARTITION", [&table.cat_name, &table.db_name, &table.table_name], now, fields)
}

/// One event for all partitions that a call dropped from a table.
pub fn drop_partition(table: &Table, partitions: &[&Partition], now: i64) -> EventRow {
    let mut fields = about(table, now);
    fields.insert("partitions".into(), partitions.iter().map(|p| key_values(table, p)).collect());
    row("DROP_PARTITION", [&table.cat_name, &table.db_name, &table.table_name], now, fields)
}

/// Also what renaming a partition says.
pub fn alter_partition(
    table: &Table,
    before: &Partition,
    after: &Partition,
    truncation: Truncation,
    now: i64,
) -> EventRow {
    let mut fields = about(table, now);
    fields.insert("keyValues".into(), key_values(table, after));
    fields.insert("partitionObjBeforeJson".into(), skep_codec::json(before).into());
    fields.insert("partitionObjAfterJson".into(), skep_codec::json(after).into());
    fields.insert("isTruncateOp".into(), truncation.text().into());
    fields.insert("writeId".into(), after.write_id.unwrap_or(-1).into());
    row("ALTER_PARTITION", [&table.cat_name, &table.db_name, &table.table_name], now, fields)
}

fn about(table: &Table, now: i64) -> Map<String, Value> {
    let mut fields = message(now);
    fields.insert("db".into(), json!(table.db_name.as_deref()));
    fields.insert("table".into(), json!(table.table_name.as_deref()));
    fields.insert("tableType".into(), json!(table.table_type.as_deref()));
    fields.insert("tableObjJson".into(), skep_codec::json(table).into());
    fields
}

fn key_values(table: &Table, partition: &Partition) -> Value {
    let keys = table.partition_keys.iter().flatten().filter_map(|k| k.name.as_deref());
    let values = partition.values.iter().flatten();
    keys.zip(values).map(|(key, value)| (key.to_owned(), Value::from(value.as_str()))).collect()
}

fn partition_name(table: &Table, partition: &Partition) -> String {
    let keys: Vec<&str> = table.partition_keys.iter().flatten().filter_map(|k| k.name.as_deref()).collect();
    name::make(&keys, partition.values.as_deref().unwrap_or_default()).unwrap_or_default()
}
