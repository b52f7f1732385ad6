//! Messages about databases.

use super::{message, row};
use serde_json::json;
use skep_sql::EventRow;
use skep_types::Database;

pub fn create_database(database: &Database, now: i64) -> EventRow {
    let mut fields = message(now);
    fields.insert("db".into(), json!(database.name.as_deref()));
    fields.insert("dbJson".into(), json!(skep_codec::json(database)));
    row("CREATE_DATABASE", [&database.catalog_name, &database.name, &None], now, fields)
}

pub fn alter_database(before: &Database, after: &Database, now: i64) -> EventRow {
    let mut fields = message(now);
    fields.insert("db".into(), json!(before.name.as_deref()));
    fields.insert("dbObjBeforeJson".into(), json!(skep_codec::json(before)));
    fields.insert("dbObjAfterJson".into(), json!(skep_codec::json(after)));
    row("ALTER_DATABASE", [&before.catalog_name, &before.name, &None], now, fields)
}

pub fn drop_database(database: &Database, now: i64) -> EventRow {
    let mut fields = message(now);
    fields.insert("db".into(), json!(database.name.as_deref()));
    fields.insert("dbJson".into(), json!(skep_codec::json(database)));
    row("DROP_DATABASE", [&database.catalog_name, &database.name, &None], now, fields)
}
