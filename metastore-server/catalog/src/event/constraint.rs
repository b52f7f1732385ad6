//! Messages about constraints. Unlike the others they name no table beside the constraints
//! themselves.

use super::{message, row};
use crate::constraint::Kind;
use crate::names::TableName;
use serde_json::json;
use skep_sql::EventRow;

/// `constraints` are the texts of their structs; `about` is the table that holds the key, which Hive
/// logs a foreign key under too.
pub fn add_constraints(kind: Kind, about: &TableName, constraints: Vec<String>, now: i64) -> EventRow {
    let (event, list) = match kind {
        Kind::PrimaryKey => ("ADD_PRIMARYKEY", "primaryKeyListJson"),
        Kind::ForeignKey => ("ADD_FOREIGNKEY", "foreignKeyListJson"),
        Kind::Unique => ("ADD_UNIQUECONSTRAINT", "uniqueConstraintListJson"),
        Kind::NotNull => ("ADD_NOTNULLCONSTRAINT", "notNullConstraintListJson"),
        Kind::Default => ("ADD_DEFAULTCONSTRAINT", "defaultConstraintListJson"),
        Kind::Check => ("ADD_CHECKCONSTRAINT", "checkConstraintListJson"),
    };
    let mut fields = message(now);
    fields.insert(list.into(), json!(constraints));
    named(event, about, now, fields)
}

pub fn drop_constraint(about: &TableName, constraint: &str, now: i64) -> EventRow {
    let mut fields = message(now);
    fields.insert("dbName".into(), json!(about.database.database.as_str()));
    fields.insert("tableName".into(), json!(about.table.as_str()));
    fields.insert("constraintName".into(), json!(constraint));
    named("DROP_CONSTRAINT", about, now, fields)
}

fn named(
    event: &'static str,
    TableName { database, table }: &TableName,
    now: i64,
    fields: serde_json::Map<String, serde_json::Value>,
) -> EventRow {
    let names = [&database.catalog, &database.database, table].map(|name| Some(name.clone()));
    let [catalog, database, table] = &names;
    row(event, [catalog, database, table], now, fields)
}
