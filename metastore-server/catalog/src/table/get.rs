//! Tables by name.

use super::{TableRow, arguments, materialized, rows, sql};
use crate::names::{DatabaseName, TableName};
use crate::{Catalog, Error, Result, database};
use skep_schema::Version;
use skep_sql::{Row, Tx, Value};
use skep_types::{Str, Table};
use std::collections::BTreeSet;

/// How many tables one statement reads.
const BATCH: usize = 500;

/// The table, or [`Error::NotFound`]. One statement, which every query of every engine waits for.
pub async fn get(catalog: &Catalog, name: &TableName) -> Result<Table> {
    let rows = catalog.db.rows(&sql::TABLES, &named(&name.database, &[&name.table])).await?;
    let mut table = only(&rows, name)?.table;
    if materialized::has_metadata(catalog.db.version(), &table) {
        table.creation_metadata = catalog.db.read(|tx| async move { materialized::read(&tx, name).await }).await?;
    }
    Ok(table)
}

/// The same inside a transaction, with storage ids.
pub async fn find(tx: &Tx, name: &TableName) -> Result<TableRow> {
    let rows = tx.rows(&sql::TABLES, &named(&name.database, &[&name.table])).await?;
    let mut found = only(&rows, name)?;
    if materialized::has_metadata(tx.version(), &found.table) {
        found.table.creation_metadata = materialized::read(tx, name).await?;
    }
    Ok(found)
}

/// Keeps the table to this transaction until it ends, then reads it.
pub async fn lock(tx: &Tx, name: &TableName) -> Result<TableRow> {
    lock_id(tx, name).await?.ok_or_else(|| name.not_found())?;
    find(tx, name).await
}

/// The same without reading it: its storage id, if it is there.
pub async fn lock_id(tx: &Tx, name: &TableName) -> Result<Option<i64>> {
    let locked = tx.row_opt(&sql::LOCK_TABLE, &arguments(name)).await?;
    Ok(locked.map(|row| row.get(0)).transpose()?)
}

/// The same for those of the named tables that exist: locked in the order of their names, read as
/// [`get_many`] does.
pub async fn lock_many(tx: &Tx, database: &DatabaseName, names: &[&str]) -> Result<Vec<TableRow>> {
    let mut ordered = names.to_vec();
    ordered.sort_unstable();
    for names in ordered.chunks(BATCH) {
        tx.rows(&sql::LOCK_TABLES, &named(database, names)).await?;
    }
    get_many(tx, database, names).await
}

pub async fn exists(tx: &Tx, name: &TableName) -> Result<bool> {
    Ok(tx.row_opt(&sql::TABLE_EXISTS, &arguments(name)).await?.is_some())
}

/// Those of the named tables that exist, each once, by name; in a fixed number of statements per
/// 500 names. (Creation metadata of materialized views is left to [`get`].)
pub async fn get_many(tx: &Tx, database: &DatabaseName, names: &[&str]) -> Result<Vec<TableRow>> {
    let names: BTreeSet<&str> = names.iter().copied().collect();
    let names: Vec<&str> = names.into_iter().collect();
    let mut found = Vec::with_capacity(names.len().min(BATCH));
    for names in names.chunks(BATCH) {
        for mut one in rows::assemble(&tx.rows(&sql::TABLES, &named(database, names)).await?)? {
            identify(&mut one.table, database);
            found.push(one);
        }
    }
    found.sort_by(|a, b| a.table.table_name.cmp(&b.table.table_name));
    Ok(found)
}

/// The named tables, missing ones left out. Hive looks whether there is such a database only when
/// no table was found.
pub async fn objects(catalog: &Catalog, database: &DatabaseName, names: &[Str]) -> Result<Vec<Table>> {
    let names: Vec<Str> = names.iter().map(|name| crate::names::normalize(name)).collect();
    let names = &names;
    catalog
        .db
        .read(|tx| async move {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            let found = get_many(&tx, database, &names).await?;
            if found.is_empty() {
                database::locate(&tx, database).await.map_err(|error| unknown_database(error, database))?;
            }
            Ok(found.into_iter().map(|row| row.table).collect())
        })
        .await
}

/// The parameters of [`sql::TABLES`].
fn named<'a>(database: &'a DatabaseName, names: &'a [&'a str]) -> [Value<'a>; 3] {
    [database.catalog.as_str().into(), database.database.as_str().into(), names.into()]
}

fn unknown_database(error: Error, database: &DatabaseName) -> Error {
    match error {
        Error::NotFound(_) => Error::UnknownDatabase(format!("Could not find database {database}")),
        other => other,
    }
}

fn only(rows: &[Row], name: &TableName) -> Result<TableRow> {
    let mut found = rows::assemble(rows)?.pop().ok_or_else(|| name.not_found())?;
    identify(&mut found.table, &name.database);
    Ok(found)
}

/// Catalog and database are the caller's: the rows do not repeat them. Clients since Hive 3 compare
/// the catalog.
fn identify(table: &mut Table, database: &DatabaseName) {
    table.cat_name = Some(database.catalog.clone());
    table.db_name = Some(database.database.clone());
}

/// Whether the schema knows catalogs, owners' types and materialized views.
pub(super) fn knows_catalogs(version: Version) -> bool {
    version >= Version::V3_1
}
