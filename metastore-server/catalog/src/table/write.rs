//! Rows of a table: new ones, and changed ones by their difference.

use super::{TableRow, grants, materialized, sql};
use crate::names::TableName;
use crate::{Error, Result, database, storage};
use skep_sql::{Sequence, Tx, Value};
use skep_types::{FieldSchema, Str, Table};
use std::collections::BTreeMap;

/// Writes a new table with all that is its own.
pub async fn insert(tx: &Tx, database_id: i64, name: &TableName, table: &Table, now_millis: i64) -> Result<i64> {
    let sd = table.sd.as_ref().ok_or_else(|| super::columns::missing(table, "storage descriptor"))?;
    let sd_id = storage::insert(tx, &[sd], None).await?.start;
    let id = tx.ids(Sequence::Table, 1).await?.start;
    let row = table_row(id, database_id, sd_id, table);
    tx.insert(&sql::INSERT_TABLE, [row]).await.map_err(|failure| match failure.is_unique_violation() {
        true => already_exists(name),
        false => failure.into(),
    })?;
    insert_parameters(tx, id, table.parameters.iter().flatten()).await?;
    let keys = table.partition_keys.iter().flatten().zip(0i64..);
    tx.insert(&sql::INSERT_PARTITION_KEYS, keys.map(|(key, at)| key_row(id, at, key))).await?;
    if let Some(privileges) = &table.privileges {
        grants::insert(tx, id, privileges, now_millis / 1000).await?;
    }
    materialized::insert(tx, name, table, now_millis).await?;
    Ok(id)
}

/// What Hive says to a second creator.
pub fn already_exists(name: &TableName) -> Error {
    Error::Exists(format!("Table {name} already exists"))
}

/// Brings the rows of the table itself and of its parameters and keys from one state to the next.
/// The storage descriptor is the caller's business.
pub async fn update(tx: &Tx, before: &TableRow, database_id: i64, after: &Table) -> Result<()> {
    let id = before.id;
    if before.database_id != database_id || !same_row(&before.table, after) {
        tx.execute_one(&sql::UPDATE_TABLE, &update_row(id, database_id, after)).await?;
    }
    update_parameters(tx, id, &before.table, after).await?;
    let old = before.table.partition_keys.as_deref().unwrap_or_default();
    // Number, order and names are the same; what changed is a type or a comment.
    for (old, new) in old.iter().zip(after.partition_keys.as_deref().unwrap_or_default()) {
        if old != new {
            let row = [id.into(), text(&old.name), text(&new.type_), text(&new.comment)];
            tx.execute_one(&sql::UPDATE_PARTITION_KEY, &row).await?;
        }
    }
    Ok(())
}

/// Writes only parameters that differ: a commit of Iceberg changes a handful out of dozens.
async fn update_parameters(tx: &Tx, id: i64, before: &Table, after: &Table) -> Result<()> {
    let none = BTreeMap::new();
    let old = before.parameters.as_ref().unwrap_or(&none);
    let new = after.parameters.as_ref().unwrap_or(&none);
    let stale: Vec<&str> = old.iter().filter(|(k, v)| new.get(*k) != Some(*v)).map(|(k, _)| k.as_str()).collect();
    if !stale.is_empty() {
        tx.execute(&sql::DELETE_TABLE_PARAMS_NAMED, &[id.into(), stale.as_slice().into()]).await?;
    }
    insert_parameters(tx, id, new.iter().filter(|(k, v)| old.get(*k) != Some(*v))).await
}

async fn insert_parameters(tx: &Tx, id: i64, parameters: impl Iterator<Item = (&Str, &Str)>) -> Result<()> {
    let rows = parameters.map(|(key, value)| [id.into(), key.as_str().into(), value.as_str().into()]);
    Ok(tx.insert(&sql::INSERT_TABLE_PARAMS, rows).await?)
}

fn table_row(id: i64, database_id: i64, sd_id: i64, table: &Table) -> [Value<'_>; 14] {
    [
        id.into(),
        database_id.into(),
        sd_id.into(),
        text(&table.table_name),
        text(&table.table_type),
        text(&table.owner),
        database::owner_type_text(table.owner_type).into(),
        seconds(table.create_time),
        seconds(table.last_access_time),
        seconds(table.retention),
        text(&table.view_original_text),
        text(&table.view_expanded_text),
        table.rewrite_enabled.unwrap_or_default().into(),
        write_id(table).into(),
    ]
}

fn update_row(id: i64, database_id: i64, table: &Table) -> [Value<'_>; 12] {
    [
        id.into(),
        database_id.into(),
        text(&table.table_name),
        text(&table.table_type),
        text(&table.owner),
        database::owner_type_text(table.owner_type).into(),
        seconds(table.last_access_time),
        seconds(table.retention),
        text(&table.view_original_text),
        text(&table.view_expanded_text),
        table.rewrite_enabled.unwrap_or_default().into(),
        write_id(table).into(),
    ]
}

/// Whether the row in `TBLS` stays as it is.
fn same_row(before: &Table, after: &Table) -> bool {
    update_row(0, 0, before) == update_row(0, 0, after)
}

fn write_id(table: &Table) -> i64 {
    table.write_id.unwrap_or_default().max(0)
}

fn key_row(id: i64, at: i64, key: &FieldSchema) -> [Value<'_>; 5] {
    [id.into(), at.into(), text(&key.name), text(&key.type_), text(&key.comment)]
}

fn text(value: &Option<Str>) -> Value<'_> {
    value.as_deref().into()
}

/// Hive keeps these as numbers that are never null.
fn seconds(value: Option<i32>) -> Value<'static> {
    i64::from(value.unwrap_or_default()).into()
}
