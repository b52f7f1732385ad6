//! Messages about tables.

use super::{message, row};
use serde_json::{Map, Value, json};
use skep_sql::EventRow;
use skep_types::Table;

/// Whether a change is the end of a truncation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truncation {
    Yes,
    No,
}

impl Truncation {
    /// As messages spell it: a text, not a boolean.
    pub fn text(self) -> &'static str {
        match self {
            Truncation::Yes => "true",
            Truncation::No => "false",
        }
    }
}

pub fn create_table(table: &Table, now: i64) -> EventRow {
    let mut fields = about(table, now);
    fields.insert("tableObjJson".into(), json!(skep_codec::json(table)));
    // Hive lists the files of managed tables here, for its replication only.
    fields.insert("files".into(), json!([]));
    row("CREATE_TABLE", [&table.cat_name, &table.db_name, &table.table_name], now, fields)
}

pub fn drop_table(table: &Table, now: i64) -> EventRow {
    let mut fields = about(table, now);
    fields.insert("tableObjJson".into(), json!(skep_codec::json(table)));
    row("DROP_TABLE", [&table.cat_name, &table.db_name, &table.table_name], now, fields)
}

/// Also what renaming a table says; it is then about the new name.
pub fn alter_table(before: &Table, after: &Table, truncation: Truncation, now: i64) -> EventRow {
    let mut fields = about(after, now);
    fields.insert("tableObjBeforeJson".into(), json!(skep_codec::json(before)));
    fields.insert("tableObjAfterJson".into(), json!(skep_codec::json(after)));
    fields.insert("isTruncateOp".into(), json!(truncation.text()));
    fields.insert("writeId".into(), json!(after.write_id.unwrap_or(-1)));
    row("ALTER_TABLE", [&after.cat_name, &after.db_name, &after.table_name], now, fields)
}

fn about(table: &Table, now: i64) -> Map<String, Value> {
    let mut fields = message(now);
    fields.insert("db".into(), json!(table.db_name.as_deref()));
    fields.insert("table".into(), json!(table.table_name.as_deref()));
    fields.insert("tableType".into(), json!(table.table_type.as_deref()));
    fields
}
