//! Dropping indexes: one by name, or all that are in the way of a table's or a database's removal.

use super::{IndexName, IndexRow, are_kept, get, may_be_in, sql};
use crate::database::drop::Files;
use crate::names::{DatabaseName, TableName};
use crate::table::{self, TableRow};
use crate::{Catalog, Error, Result, event, storage};
use skep_sql::{Fragment, Tx};
use skep_warehouse::Location;
use std::collections::BTreeMap;

/// Drops the index and the table that holds it.
pub async fn drop(catalog: &Catalog, name: &IndexName, files: Files) -> Result<()> {
    if !are_kept(catalog) {
        return Err(name.missing());
    }
    let run = |tx: Tx| async move {
        table::lock(&tx, &name.table).await.map_err(|error| match error {
            Error::NotFound(_) => name.missing(),
            other => other,
        })?;
        let found = get::find(&tx, name).await?;
        remove(catalog, &tx, &[found], files).await
    };
    let left = catalog.db.write(run).await?;
    table::drop::delete_directories(catalog, &left).await;
    Ok(())
}

/// Removes the indexes of a table that is being dropped, data and all: without the table it is of no
/// use. The table of an index cannot be dropped by itself. Returns the directories to delete.
pub async fn drop_of_table(catalog: &Catalog, tx: &Tx, name: &TableName, table_id: i64) -> Result<Vec<Location>> {
    if !may_be_in(tx) {
        return Ok(Vec::new());
    }
    let mut query = Fragment::of(&sql::INDEXES, []);
    query.push(r#" and (i."ORIG_TBL_ID" = "#).bind(table_id);
    query.push(r#" or i."INDEX_TBL_ID" = "#).bind(table_id).push(")");
    let found = get::read(tx, &query).await?;
    if found.iter().any(|row| row.of_table != table_id) {
        let text = format!("The table {} is an index table. Please do drop index instead.", name.table);
        return Err(Error::Meta(text));
    }
    remove(catalog, tx, &found, Files::Delete).await
}

/// The same for all tables of a database, and for those in it that hold indexes of others.
pub async fn drop_of_database(catalog: &Catalog, tx: &Tx, database_id: i64) -> Result<Vec<Location>> {
    if !may_be_in(tx) {
        return Ok(Vec::new());
    }
    let mut query = Fragment::of(&sql::INDEXES, []);
    query.push(r#" and (t."DB_ID" = "#).bind(database_id);
    query.push(r#" or x."DB_ID" = "#).bind(database_id).push(")");
    let found = get::read(tx, &query).await?;
    remove(catalog, tx, &found, Files::Delete).await
}

/// Removes the rows, with an event each, and returns the directories to delete.
async fn remove(catalog: &Catalog, tx: &Tx, indexes: &[IndexRow], files: Files) -> Result<Vec<Location>> {
    if indexes.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = indexes.iter().map(|row| row.id).collect();
    let sds: Vec<i64> = indexes.iter().filter_map(|row| Some(row.stored.as_ref()?.sd_id)).collect();
    tx.execute(&sql::DELETE_INDEX_PARAMS, &[ids.as_slice().into()]).await?;
    tx.execute(&sql::DELETE_INDEXES, &[ids.as_slice().into()]).await?;
    storage::delete(tx, &sds).await?;
    let mut left = Vec::new();
    for (database, names) in tables_of(indexes) {
        let tables = table::get_many(tx, database, &names).await?;
        if files == Files::Delete {
            left.extend(directories(catalog, tx, &tables).await?);
        }
        table::drop_rows(tx, database, &tables).await?;
    }
    for row in indexes {
        tx.emit(event::drop_index(&row.index, catalog.clock.seconds()));
    }
    Ok(left)
}

/// The tables that hold the indexes, by database.
fn tables_of(indexes: &[IndexRow]) -> BTreeMap<&DatabaseName, Vec<&str>> {
    let mut tables: BTreeMap<&DatabaseName, Vec<&str>> = BTreeMap::new();
    for (_, name) in indexes.iter().filter_map(|row| row.table.as_ref()) {
        tables.entry(&name.database).or_default().push(&name.table);
    }
    tables
}

async fn directories(catalog: &Catalog, tx: &Tx, tables: &[TableRow]) -> Result<Vec<Location>> {
    let ids: Vec<i64> = tables.iter().map(|row| row.id).collect();
    let mut found = table::drop::stray_partitions(catalog, tx, &ids, None).await?;
    // One that cannot be read is none that we made.
    found.extend(tables.iter().filter_map(|row| catalog.warehouse.qualify(table::location(&row.table)?).ok()));
    Ok(found)
}
