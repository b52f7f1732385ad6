//! Dropping tables and views.

use super::{TableRow, get, is_any_view, location, owns_data, sql, transactional};
use crate::database::drop::Files;
use crate::names::{DatabaseName, TableName};
use crate::partition::drop_all_partitions;
use crate::{Catalog, Error, Result, event, index, storage};
use skep_schema::Version;
use skep_sql::{Statement, Tx};
use skep_types::Str;
use skep_warehouse::Location;

/// Drops a table with everything that is its own: partitions, statistics, constraints, grants. Data
/// goes only after the commit, only if asked, and only if it is the metastore's (see [`owns_data`]).
/// Files that cannot be deleted are logged: the table is gone all the same.
pub async fn drop(catalog: &Catalog, name: &TableName, files: Files) -> Result<()> {
    let left = catalog.db.write(|tx| async move { remove(catalog, &tx, name, files).await }).await?;
    delete_directories(catalog, &left).await;
    Ok(())
}

/// Returns the directories to delete.
async fn remove(catalog: &Catalog, tx: &Tx, name: &TableName, files: Files) -> Result<Vec<Location>> {
    let found = [get::lock(tx, name).await?];
    let [row] = &found;
    refuse_sources_of_views(tx, &found).await?;
    let mut left = index::drop_of_table(catalog, tx, name, row.id).await?;
    if files == Files::Delete && owns_data(&row.table) {
        let own = location(&row.table).and_then(|l| catalog.warehouse.qualify(l).ok());
        left.extend(stray_partitions(catalog, tx, &[row.id], own.as_ref()).await?);
        left.extend(own);
    }
    drop_rows(tx, &name.database, &found).await?;
    tx.emit(event::drop_table(&row.table, catalog.clock.seconds()));
    Ok(left)
}

/// A view that is kept up to date from a table must go first.
pub async fn refuse_sources_of_views(tx: &Tx, tables: &[TableRow]) -> Result<()> {
    if !get::knows_catalogs(tx.version()) {
        return Ok(());
    }
    let ids: Vec<i64> = tables.iter().map(|row| row.id).collect();
    let mut views = Vec::new();
    for row in tx.rows(&sql::VIEWS_OVER, &[ids.as_slice().into()]).await? {
        let (database, view): (Str, Str) = (row.get(0)?, row.get(1)?);
        views.push(format!("{database}.{view}"));
    }
    match views.is_empty() {
        true => Ok(()),
        false => Err(Error::Meta(format!(
            "Cannot drop table as it is used in the following materialized views [{}]",
            views.join(", ")
        ))),
    }
}

/// Directories of partitions that do not lie below `own`, which takes the others along.
pub async fn stray_partitions(
    catalog: &Catalog,
    tx: &Tx,
    table_ids: &[i64],
    own: Option<&Location>,
) -> Result<Vec<Location>> {
    let below = own.map(|own| format!("{own}/")).unwrap_or_default();
    let rows = tx.rows(&sql::STRAY_PARTITIONS, &[table_ids.into(), below.as_str().into()]).await?;
    let mut stray = Vec::with_capacity(rows.len());
    for row in rows {
        // One that cannot be read is none that we made.
        stray.extend(catalog.warehouse.qualify(&row.get::<Str>(0)?).ok());
    }
    Ok(stray)
}

/// Deletes the rows of tables of one database, in the order that the foreign keys ask for. The
/// caller holds their locks and writes the events.
pub async fn drop_rows(tx: &Tx, database: &DatabaseName, tables: &[TableRow]) -> Result<()> {
    const DELETES: [&Statement; 7] = [
        &sql::DELETE_CONSTRAINTS,
        &sql::DELETE_ALL_COLUMN_STATS,
        &sql::DELETE_COLUMN_PRIVILEGES,
        &sql::DELETE_PRIVILEGES,
        &sql::DELETE_PARTITION_KEYS,
        &sql::DELETE_TABLE_PARAMS,
        &sql::DELETE_TABLES,
    ];
    let ids: Vec<i64> = tables.iter().map(|row| row.id).collect();
    let sds: Vec<i64> = tables.iter().filter_map(|row| row.sd_id).collect();
    drop_all_partitions(tx, &ids).await?;
    drop_creation_metadata(tx, database, tables).await?;
    for delete in DELETES {
        tx.execute(delete, &[ids.as_slice().into()]).await?;
    }
    storage::delete(tx, &sds).await?;
    transactional::forget(tx, database, tables.iter().map(|row| &row.table)).await
}

async fn drop_creation_metadata(tx: &Tx, database: &DatabaseName, tables: &[TableRow]) -> Result<()> {
    let views = tables.iter().filter(|row| is_any_view(&row.table));
    let views: Vec<&str> = views.filter_map(|row| row.table.table_name.as_deref()).collect();
    if views.is_empty() || tx.version() < Version::V3_1 {
        return Ok(());
    }
    let values = [database.catalog.as_str().into(), database.database.as_str().into(), views.as_slice().into()];
    tx.execute(&sql::DELETE_TABLES_USED, &values).await?;
    tx.execute(&sql::DELETE_CREATION_METADATA, &values).await?;
    Ok(())
}

/// After the commit: what cannot be deleted is logged.
pub async fn delete_directories(catalog: &Catalog, locations: &[Location]) {
    for location in locations {
        if let Err(cause) = catalog.warehouse.delete_directory(location).await {
            tracing::warn!(%location, %cause, "directory of a dropped table not deleted");
        }
    }
}
