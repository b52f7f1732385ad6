//! What a materialized view was made from (Hive 3 and later).

use super::{MATERIALIZED_VIEW, arguments, get, limits, sql};
use crate::names::{DEFAULT_CATALOG, DatabaseName, TableName, normalize};
use crate::{Catalog, Error, Result};
use skep_schema::Version;
use skep_sql::{Row, Sequence, Tx};
use skep_types::{CreationMetadata, SourceTable, Str, Table, UpdateTransactionalStatsRequest};
use std::collections::BTreeMap;

pub fn has_metadata(version: Version, table: &Table) -> bool {
    get::knows_catalogs(version) && table.table_type.as_deref() == Some(MATERIALIZED_VIEW)
}

/// The metadata of a view, with its source tables as they are now.
pub async fn read(tx: &Tx, view: &TableName) -> Result<Option<CreationMetadata>> {
    let rows = tx.rows(&sql::CREATION_METADATA, &arguments(view)).await?;
    let Some((mut metadata, counts)) = assemble(&rows, view)? else { return Ok(None) };
    if tx.version() >= Version::V4_0 {
        metadata.source_tables = Some(source_tables(tx, &counts).await?);
    }
    Ok(Some(metadata))
}

/// Rows inserted, updated and deleted in a source table since.
type Counts = [i64; 3];

/// From the rows of [`sql::CREATION_METADATA`]: one a source table.
fn assemble(rows: &[Row], view: &TableName) -> Result<Option<(CreationMetadata, BTreeMap<TableName, Counts>)>> {
    let Some(first) = rows.first() else { return Ok(None) };
    let mut metadata = CreationMetadata {
        cat_name: view.database.catalog.clone(),
        db_name: view.database.database.clone(),
        tbl_name: view.table.clone(),
        valid_txn_list: first.get(1)?,
        materialization_time: first.get(2)?,
        ..CreationMetadata::default()
    };
    let mut counts = BTreeMap::new();
    for row in rows {
        let names: [Option<Str>; 3] = [row.get(3)?, row.get(4)?, row.get(5)?];
        if let [Some(catalog), Some(database), Some(table)] = names {
            let source = TableName { database: DatabaseName { catalog, database }, table };
            metadata.tables_used.insert(source.to_string().into());
            counts.insert(source, [row.get(6)?, row.get(7)?, row.get(8)?]);
        }
    }
    Ok(Some((metadata, counts)))
}

/// Hive 4 wants the tables themselves, by name; in a few statements a database.
async fn source_tables(tx: &Tx, counts: &BTreeMap<TableName, Counts>) -> Result<Vec<SourceTable>> {
    let mut sources = Vec::with_capacity(counts.len());
    for (database, names) in by_database(counts.keys()) {
        for row in get::get_many(tx, database, &names).await? {
            let name = database.table(row.table.table_name.as_deref().unwrap_or_default());
            let [inserted_count, updated_count, deleted_count] = counts.get(&name).copied().unwrap_or_default();
            sources.push(SourceTable { table: row.table, inserted_count, updated_count, deleted_count });
        }
    }
    Ok(sources)
}

fn by_database<'a>(names: impl Iterator<Item = &'a TableName>) -> BTreeMap<&'a DatabaseName, Vec<&'a str>> {
    let mut grouped: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for name in names {
        grouped.entry(&name.database).or_default().push(&name.table);
    }
    grouped
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
    insert_sources(tx, id, metadata).await
}

/// After a rebuild: the snapshot that the view now shows, and what it was made from.
pub async fn update(catalog: &Catalog, view: &TableName, metadata: &CreationMetadata) -> Result<()> {
    if !get::knows_catalogs(catalog.db.version()) {
        return Err(Error::Meta(
            "the metastore database has the schema of Hive 2.3.0, which keeps no materialized views: it takes that of Hive 3.1".into(),
        ));
    }
    limits::check_text(&catalog.db, "MV_CREATION_METADATA", "TXN_LIST", metadata.valid_txn_list.as_ref())?;
    let time = metadata.materialization_time.unwrap_or_else(|| catalog.clock.millis());
    catalog
        .db
        .write(|tx| async move {
            get::lock_id(&tx, view).await?.ok_or_else(|| view.not_found())?;
            let found = tx.row_opt(&sql::CREATION_METADATA, &arguments(view)).await?;
            let missing = || Error::Meta(format!("{view} is no materialized view that says what it was made from"));
            let id: i64 = found.ok_or_else(missing)?.get(0)?;
            let values = [id.into(), metadata.valid_txn_list.as_deref().into(), time.into()];
            tx.execute_one(&sql::UPDATE_CREATION_METADATA, &values).await?;
            tx.execute(&sql::DELETE_TABLES_USED_BY, &[id.into()]).await?;
            insert_sources(&tx, id, metadata).await
        })
        .await
}

async fn insert_sources(tx: &Tx, id: i64, metadata: &CreationMetadata) -> Result<()> {
    let sources = sources(metadata)?;
    let mut rows = Vec::with_capacity(sources.len());
    for (database, names) in by_database(sources.keys()) {
        let values = [database.catalog.as_str().into(), database.database.as_str().into(), names.as_slice().into()];
        let mut found = BTreeMap::new();
        for row in tx.rows(&sql::TABLE_IDS, &values).await? {
            found.insert(row.get::<Str>(1)?, row.get::<i64>(0)?);
        }
        for name in names {
            let source = database.table(name);
            let table_id = found.get(name).ok_or_else(|| source.not_found())?;
            let [inserted, updated, deleted] = sources.get(&source).copied().unwrap_or_default();
            rows.push([id.into(), (*table_id).into(), inserted.into(), updated.into(), deleted.into()]);
        }
    }
    Ok(tx.insert(&sql::INSERT_TABLES_USED, rows).await?)
}

/// Hive 4 sends tables with counts, Hive 3 names.
fn sources(metadata: &CreationMetadata) -> Result<BTreeMap<TableName, Counts>> {
    let Some(sent) = &metadata.source_tables else {
        return metadata.tables_used.iter().map(|text| Ok((source_name(text)?, Counts::default()))).collect();
    };
    let source = |source: &SourceTable| {
        let Table { cat_name, db_name, table_name, .. } = &source.table;
        let catalog = cat_name.as_deref().unwrap_or(&metadata.cat_name);
        let name = TableName::of(Some(catalog), db_name.as_deref(), table_name.as_deref())?;
        Ok((name, [source.inserted_count, source.updated_count, source.deleted_count]))
    };
    sent.iter().map(source).collect()
}

/// `update_transaction_statistics`: rows that a writer changed in a table, for the views made from it.
/// A table without views has nothing to count them in.
pub async fn count_changes(catalog: &Catalog, changes: &UpdateTransactionalStatsRequest) -> Result<()> {
    if catalog.db.version() < Version::V4_0 {
        let found = catalog.db.version().as_str();
        let text = format!("schema {found} does not count changes for materialized views: 4.0.0 does");
        return Err(Error::Meta(text));
    }
    let UpdateTransactionalStatsRequest { table_id, insert_count, updated_count, deleted_count } = *changes;
    let values = [table_id, insert_count, updated_count, deleted_count];
    catalog
        .db
        .write(|tx| async move {
            tx.execute(&sql::COUNT_CHANGES, &values.map(Into::into)).await?;
            Ok(())
        })
        .await
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
