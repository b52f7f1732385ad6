//! Messages about catalogs.

use super::{message, row};
use serde_json::{Map, Value, json};
use skep_sql::EventRow;
use skep_types::Catalog;

pub fn create_catalog(catalog: &Catalog, now: i64) -> EventRow {
    about("CREATE_CATALOG", catalog, now, naming(catalog, now))
}

pub fn alter_catalog(before: &Catalog, after: &Catalog, now: i64) -> EventRow {
    let mut fields = message(now);
    fields.insert("catObjBeforeJson".into(), json!(skep_codec::json(before)));
    fields.insert("catObjAfterJson".into(), json!(skep_codec::json(after)));
    about("ALTER_CATALOG", after, now, fields)
}

pub fn drop_catalog(catalog: &Catalog, now: i64) -> EventRow {
    about("DROP_CATALOG", catalog, now, naming(catalog, now))
}

fn naming(catalog: &Catalog, now: i64) -> Map<String, Value> {
    let mut fields = message(now);
    fields.insert("catalog".into(), json!(catalog.name.as_deref()));
    fields
}

fn about(kind: &'static str, catalog: &Catalog, now: i64, fields: Map<String, Value>) -> EventRow {
    row(kind, [&catalog.name, &None, &None], now, fields)
}
