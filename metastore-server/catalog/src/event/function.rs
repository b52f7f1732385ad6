//! Messages about functions.

use super::{message, row};
use crate::names::DatabaseName;
use serde_json::json;
use skep_sql::EventRow;
use skep_types::Function;

pub fn create_function(function: &Function, now: i64) -> EventRow {
    let mut fields = message(now);
    fields.insert("db".into(), json!(function.db_name.as_deref()));
    fields.insert("functionObjJson".into(), json!(skep_codec::json(function)));
    row("CREATE_FUNCTION", [&function.cat_name, &function.db_name, &None], now, fields)
}

pub fn drop_function(database: &DatabaseName, function: &str, now: i64) -> EventRow {
    let mut fields = message(now);
    fields.insert("db".into(), json!(database.database.as_str()));
    fields.insert("functionName".into(), json!(function));
    let [catalog, database] = [&database.catalog, &database.database].map(|name| Some(name.clone()));
    row("DROP_FUNCTION", [&catalog, &database, &None], now, fields)
}
