//! Messages about indexes, as Hive 2.3 writes them.

use super::{message, row};
use serde_json::{Map, Value, json};
use skep_sql::EventRow;
use skep_types::Index;

pub fn create_index(index: &Index, now: i64) -> EventRow {
    let mut fields = about(index, now);
    fields.insert("indexObjJson".into(), json!(skep_codec::json(index)));
    row("CREATE_INDEX", [&None, &index.db_name, &None], now, fields)
}

pub fn alter_index(before: &Index, after: &Index, now: i64) -> EventRow {
    let mut fields = about(after, now);
    fields.insert("beforeIndexObjJson".into(), json!(skep_codec::json(before)));
    fields.insert("afterIndexObjJson".into(), json!(skep_codec::json(after)));
    row("ALTER_INDEX", [&None, &after.db_name, &None], now, fields)
}

/// Unlike the others it holds names only.
pub fn drop_index(index: &Index, now: i64) -> EventRow {
    let mut fields = about(index, now);
    fields.insert("indexName".into(), json!(index.index_name.as_deref()));
    fields.insert("origTableName".into(), json!(index.orig_table_name.as_deref()));
    fields.insert("indexTableName".into(), json!(index.index_table_name.as_deref()));
    row("DROP_INDEX", [&None, &index.db_name, &None], now, fields)
}

fn about(index: &Index, now: i64) -> Map<String, Value> {
    let mut fields = message(now);
    fields.insert("db".into(), json!(index.db_name.as_deref()));
    fields
}
