//! Emptying a table or some of its partitions. The metadata stays, but for the counts.

use super::{TableRow, get, is_partitioned, is_view, location, sql, statistics, write};
use crate::names::TableName;
use crate::partition::select::{self, Chosen, Limit};
use crate::partition::{Parent, alter::together, read};
use crate::storage::{self, ColumnCache};
use crate::{Catalog, Error, Result, event};
use skep_sql::Tx;
use skep_types::Str;
use skep_warehouse::Location;

/// Deletes the files of the table, or of the named partitions, or of all its partitions if it has
/// some; then sets the counts to zero where there are any.
///
/// Files go first, as in Hive: a failure in between leaves counts that are too high, which readers
/// take as a guess, and not files that nobody counts.
pub async fn truncate(catalog: &Catalog, name: &TableName, partitions: Option<&[Str]>) -> Result<()> {
    let places = catalog.db.read(|tx| async move { places(catalog, &tx, name, partitions).await }).await?;
    for place in &places {
        catalog.warehouse.empty_directory(place).await?;
    }
    catalog.db.write(|tx| async move { reset(catalog, &tx, name, partitions).await }).await
}

/// The directories to empty.
async fn places(catalog: &Catalog, tx: &Tx, name: &TableName, partitions: Option<&[Str]>) -> Result<Vec<Location>> {
    let TableRow { id, table, .. } = get::find(tx, name).await?;
    if is_view(&table) {
        return Err(Error::Meta(format!("{name} is a view, which has no data to truncate")));
    }
    if !is_partitioned(&table) {
        let own = location(&table).map(|l| catalog.warehouse.qualify(l)).transpose()?;
        return Ok(own.into_iter().collect());
    }
    let rows = match partitions {
        None => tx.rows(&sql::PARTITION_LOCATIONS, &[id.into()]).await?,
        Some(names) => {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            tx.rows(&sql::PARTITION_LOCATIONS_NAMED, &[id.into(), names.as_slice().into()]).await?
        }
    };
    rows.iter().map(|row| Ok(catalog.warehouse.qualify(&row.get::<Str>(0)?)?)).collect()
}

async fn reset(catalog: &Catalog, tx: &Tx, name: &TableName, partitions: Option<&[Str]>) -> Result<()> {
    let before = get::lock(tx, name).await?;
    if is_partitioned(&before.table) {
        return reset_partitions(catalog, tx, &before, name, partitions).await;
    }
    let mut after = before.table.clone();
    statistics::truncated(after.parameters.get_or_insert_default());
    write::update(tx, &before, before.database_id, &after).await?;
    tx.emit(event::alter_table(&before.table, &after, event::Truncation::Yes, catalog.clock.seconds()));
    Ok(())
}

/// The same for partitions: counts to zero, and one event a chunk or, before Hive 4.1, each, with the
/// whole partition before and after, as replication wants it.
async fn reset_partitions(
    catalog: &Catalog,
    tx: &Tx,
    row: &TableRow,
    name: &TableName,
    partitions: Option<&[Str]>,
) -> Result<()> {
    let parent = Parent::find(tx, name).await?;
    let chosen = match partitions {
        None => Chosen::All,
        Some(names) => Chosen::Named(names.to_vec()),
    };
    let cache = ColumnCache::default();
    for ids in select::ids(tx, &parent, &chosen, Limit::None).await?.chunks(storage::BATCH) {
        let before = read::partitions(tx, &parent, ids, &cache).await?;
        tx.execute(&sql::ZERO_PARTITION_COUNTS, &[ids.into()]).await?;
        tx.execute(&sql::DELETE_PARTITION_CLAIMS, &[ids.into()]).await?;
        let claims = ids.iter().map(|id| [(*id).into(), statistics::ACCURATE.into(), statistics::ONLY_BASIC.into()]);
        tx.insert(&sql::INSERT_PARTITION_CLAIMS, claims).await?;
        let mut after = before.clone();
        after.iter_mut().for_each(|after| statistics::truncated(after.parameters.get_or_insert_default()));
        let now = catalog.clock.seconds();
        if together(catalog, tx) {
            tx.emit(event::alter_partitions(&row.table, &after, event::Truncation::Yes, now));
            continue;
        }
        for (before, after) in before.iter().zip(&after) {
            tx.emit(event::alter_partition(&row.table, before, after, event::Truncation::Yes, now));
        }
    }
    Ok(())
}
