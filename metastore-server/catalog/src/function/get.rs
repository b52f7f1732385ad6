//! Functions with their resources.

use super::{FunctionName, TABLE, list, sql};
use crate::names::DEFAULT_CATALOG;
use crate::{Catalog, Result};
use skep_sql::{Row, Tx, Value};
use skep_types::{Function, FunctionType, PrincipalType, ResourceType, ResourceUri, Str};

/// The function, or [`crate::Error::NotFound`]. One statement.
pub async fn get(catalog: &Catalog, name: &FunctionName) -> Result<Function> {
    if !catalog.db.has(TABLE) {
        return Err(name.missing());
    }
    let rows = catalog.db.rows(&sql::FUNCTION_BY_NAME, &arguments(name)).await?;
    Ok(assemble(&rows)?.ok_or_else(|| name.missing())?.1)
}

/// Every function of catalog `hive`, by database and name: what a Hive session registers at its start.
pub async fn get_all(catalog: &Catalog) -> Result<Vec<Function>> {
    list::in_catalog(catalog, DEFAULT_CATALOG).await
}

/// The same as [`get`] inside a transaction, with the storage id.
pub(super) async fn row_by_name(tx: &Tx, name: &FunctionName) -> Result<(i64, Function)> {
    if !tx.has(TABLE) {
        return Err(name.missing());
    }
    let rows = tx.rows(&sql::FUNCTION_BY_NAME, &arguments(name)).await?;
    assemble(&rows)?.ok_or_else(|| name.missing())
}

fn arguments(name: &FunctionName) -> [Value<'_>; 3] {
    [(&name.database.catalog).into(), (&name.database.database).into(), (&name.function).into()]
}

/// One function from its rows: see [`sql::FUNCTION_BY_NAME`].
pub(super) fn assemble(rows: &[Row]) -> Result<Option<(i64, Function)>> {
    let Some(first) = rows.first() else { return Ok(None) };
    let mut resources = Vec::new();
    for row in rows {
        if let Some(kind) = row.get::<Option<i64>>(9)? {
            resources.push(ResourceUri { resource_type: Some(ResourceType(narrow(kind))), uri: row.get(10)? });
        }
    }
    let owner_type = first.get::<Option<Str>>(6)?;
    let function = Function {
        function_name: first.get(1)?,
        db_name: first.get(2)?,
        cat_name: first.get(3)?,
        class_name: first.get(4)?,
        owner_name: first.get(5)?,
        owner_type: owner_type.and_then(|name| PrincipalType::from_name(&name)),
        create_time: Some(first.get(7)?),
        function_type: Some(FunctionType(first.get(8)?)),
        resource_uris: Some(resources),
    };
    Ok(Some((first.get(0)?, function)))
}

fn narrow(kind: i64) -> i32 {
    i32::try_from(kind).unwrap_or_default()
}
