//! What a materialized view was made from (Hive 3 and later).

use super::{MATERIALIZED_VIEW, arguments, get, sql};
use crate::names::{DEFAULT_CATALOG, TableName, normalize};
use crate::{Error, Result};
use skep_schema::Version;
use skep_sql::{Row, Sequence, Tx};
use skep_types::{CreationMetadata, Str, Table};

pub fn has_metadata(version: Version, table: &Table) -> bool {
    get::knows_catalogs(version) && table.table_type.as_deref() == Some(MATERIALIZED_VIEW)
}

/// From the rows of [`sql::CREATION_METADATA`]: one a source table.
pub fn assemble(rows: &[Row], view: &TableName) -> Result<Option<CreationMetadata>> {
    let Some(first) = rows.first() else { return Ok(None) };
    let mut metadata = CreationMetadata {
        cat_name: view.database.catalog.clone(),
        db_name: view.database.database.clone(),
        tbl_name: view.table.clone(),
        valid_txn_list: first.get(1)?,
        materialization_time: first.get(2)?,
        ..CreationMetadata::default()
    };
    for row in rows {
        let names: [Option<Str>; 3] = [row.get(3)?, row.get(4)?, row.get(5)?];
        if let [Some(catalog), Some(database), Some(table)] = names {
            metadata.tables_used.insert(format!("{catalog}.{database}.{table}").into());
        }
    }
    Ok(Some(metadata))
}

/// Writes the metadata of a new materialized view; its source tables must exist.
pub async fn insert(tx: &Tx, view: &TableName, table: &Table, now_millis: i64) -> Result<()> {
    let Some(metadata) = &table.creation_metadata else { return Ok(()) };
    if !has_metadata(tx.version(), table) {
        return Ok(());
    }
    let id = tx.ids(Sequence::CreationMetadata, 1).await?.start;
    let [catalog, database, name] = arguments(view);
    let time = metadata.materialization_time.unwrap_or(now_millis);
    let row = [id.into(), catalog, database, name, metadata.valid_txn_list.as_deref().into(), time.into()];
    tx.insert(&sql::INSERT_CREATION_METADATA, [row]).await?;
    let mut used = Vec::with_capacity(metadata.tables_used.len());
    // A view reads a handful of tables, in any database: each is looked up by its own name.
    for source in &metadata.tables_used {
        let source = source_name(source)?;
        let row = tx.row_opt(&sql::TABLE_EXISTS, &arguments(&source)).await?;
        let found: i64 = row.ok_or_else(|| source.not_found())?.get(0)?;
        used.push([id.into(), found.into(), 0.into(), 0.into(), 0.into()]);
    }
    Ok(tx.insert(&sql::INSERT_TABLES_USED, used).await?)
}

/// `catalog.database.table`, or without the catalog.
fn source_name(text: &str) -> Result<TableName> {
    let parts: Vec<&str> = text.split('.').collect();
    let (catalog, database, table) = match parts.as_slice() {
        [catalog, database, table] => (*catalog, *database, *table),
        [database, table] => (DEFAULT_CATALOG, *database, *table),
        _ => return Err(Error::Meta(format!("source table '{text}' is not named as database.table"))),
    };
    TableName::of(Some(&normalize(catalog)), Some(database), Some(table))
}
