//! Messages about data that a client has written, or wants read anew.

use super::partition::{about, key_values};
use super::row;
use serde_json::json;
use skep_sql::EventRow;
use skep_types::{InsertEventRequestData, Partition, Table};

/// Files were added, or took the place of those that were there.
pub fn insert(table: &Table, partition: Option<&Partition>, data: &InsertEventRequestData, now: i64) -> EventRow {
    let mut fields = about(table, now);
    let object = partition.map(skep_codec::json);
    fields.insert("ptnObjJson".into(), json!(object));
    // Hive 2.3 reads this one instead.
    fields.insert("partKeyVals".into(), partition.map(|p| key_values(table, p)).unwrap_or_else(|| json!({})));
    fields.insert("replace".into(), json!(data.replace == Some(true)).to_string().into());
    fields.insert("files".into(), files(data).into());
    row("INSERT", [&table.cat_name, &table.db_name, &table.table_name], now, fields)
}

/// Caches of the table or partition are out of date.
pub fn reload(table: &Table, partition: Option<&Partition>, refresh: bool, now: i64) -> EventRow {
    let mut fields = about(table, now);
    fields.insert("ptnObjJson".into(), json!(partition.map(skep_codec::json)));
    fields.insert("refreshEvent".into(), refresh.to_string().into());
    row("RELOAD", [&table.cat_name, &table.db_name, &table.table_name], now, fields)
}

/// Each with what its reader looks for behind it: checksum and change manager, which there is none
/// of here, and the directory below the table's (`uri###directory`).
pub fn files(data: &InsertEventRequestData) -> Vec<String> {
    let below = data.sub_directory_list.as_deref().unwrap_or_default();
    let named = data.files_added.iter().enumerate();
    named.map(|(at, file)| format!("{file}###{}", below.get(at).map_or("", |below| below.as_str()))).collect()
}
