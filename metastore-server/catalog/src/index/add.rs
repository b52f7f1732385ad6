//! Adding an index, with the table that holds it.

use super::{IndexName, get, index_table, require, sql};
use crate::database::drop::Files;
use crate::names::TableName;
use crate::table::{self, DDL_TIME, TableRow, limits::Limits};
use crate::{Catalog, Error, Result, event, storage};
use skep_sql::{Sequence, Tx};
use skep_types::{Index, StorageDescriptor, Table};

/// Adds the index and returns it as it is kept. Its table, if the client sends one, is made before
/// it, and taken away again if the index cannot be added.
pub async fn add(catalog: &Catalog, sent: &Index, table: Option<&Table>) -> Result<Index> {
    require(catalog)?;
    let names = [&sent.db_name, &sent.orig_table_name, &sent.index_name].map(|name| name.as_deref());
    let name = &IndexName::parse(names[0], names[1], names[2])?;
    let held_in = &sent.index_table_name.as_deref().map(|held_in| index_table(&name.table.database, held_in));
    let mut sd = sent.sd.clone().ok_or_else(|| invalid("Storage descriptor is not defined for index."))?;
    storage::normalized(&mut sd);
    check_limits(catalog, sent, &sd)?;
    let brought = &table.map(table_name).transpose()?;
    let checks = |tx: Tx| async move { check(&tx, name, held_in.as_ref(), brought.as_ref()).await };
    catalog.db.read(checks).await?;
    if let Some(table) = table {
        table::create(catalog, table, None).await?;
    }
    let sd = &sd;
    match catalog.db.write(|tx| async move { insert(catalog, &tx, name, held_in.as_ref(), sent, sd).await }).await {
        Err(error) => {
            take_back(catalog, brought.as_ref()).await;
            Err(error)
        }
        added => added,
    }
}

fn table_name(table: &Table) -> Result<TableName> {
    TableName::of(table.cat_name.as_deref(), table.db_name.as_deref(), table.table_name.as_deref())
}

async fn check(tx: &Tx, name: &IndexName, held_in: Option<&TableName>, brought: Option<&TableName>) -> Result<()> {
    refuse_existing(tx, name).await?;
    base_table(name, table::find(tx, &name.table).await)?;
    let Some(brought) = brought else { return Ok(()) };
    if held_in != Some(brought) {
        return Err(invalid("the table sent with the index is not the one that the index says holds it"));
    }
    match table::exists(tx, brought).await? {
        true => Err(invalid("Unable to add index because index table already exists")),
        false => Ok(()),
    }
}

async fn refuse_existing(tx: &Tx, name: &IndexName) -> Result<()> {
    match get::find(tx, name).await {
        Err(Error::NotFound(_)) => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(Error::Exists(format!("Index already exists: {name}"))),
    }
}

/// The table to be indexed, if it was found and can be.
fn base_table(name: &IndexName, found: Result<TableRow>) -> Result<i64> {
    match found {
        Ok(row) if table::is_any_view(&row.table) => {
            Err(Error::Meta(format!("{} is a view and cannot have an index", name.table)))
        }
        Ok(row) => Ok(row.id),
        // Hive's own spelling.
        Err(Error::NotFound(_)) => {
            Err(invalid("Unable to add index because database or the orginal table do not exist"))
        }
        Err(error) => Err(error),
    }
}

async fn insert(
    catalog: &Catalog,
    tx: &Tx,
    name: &IndexName,
    held_in: Option<&TableName>,
    sent: &Index,
    sd: &StorageDescriptor,
) -> Result<Index> {
    let table_id = base_table(name, table::lock(tx, &name.table).await)?;
    refuse_existing(tx, name).await?;
    let held_in_id = match held_in {
        Some(held_in) => Some(table::find(tx, held_in).await.map_err(Error::as_invalid_object)?.id),
        None => None,
    };
    let sd_id = storage::insert(tx, &[sd], None).await?.start;
    let (id, now) = (tx.ids(Sequence::Index, 1).await?.start, catalog.clock.seconds());
    let row = [
        id.into(),
        (&name.index).into(),
        sent.index_handler_class.as_deref().into(),
        now.into(),
        sent.last_access_time.unwrap_or_default().into(),
        sent.deferred_rebuild.unwrap_or_default().into(),
        table_id.into(),
        held_in_id.into(),
        sd_id.into(),
    ];
    tx.insert(&sql::INSERT_INDEX, [row]).await?;
    let stamp = now.to_string();
    let parameters = sent.parameters.iter().flatten().filter(|(key, _)| *key != DDL_TIME);
    let parameters = parameters.map(|(key, value)| (key.as_str(), value.as_str())).chain([(DDL_TIME, stamp.as_str())]);
    tx.insert(&sql::INSERT_INDEX_PARAMS, parameters.map(|(key, value)| [id.into(), key.into(), value.into()])).await?;
    let added = get::find(tx, name).await?.index;
    tx.emit(event::create_index(&added, now));
    Ok(added)
}

/// The table that was made for an index that cannot be added.
async fn take_back(catalog: &Catalog, made: Option<&TableName>) {
    let Some(made) = made else { return };
    if let Err(cause) = table::drop(catalog, made, Files::Keep).await {
        tracing::warn!(table = %made, %cause, "table of an index that was not added is left");
    }
}

fn check_limits(catalog: &Catalog, sent: &Index, sd: &StorageDescriptor) -> Result<()> {
    let limits = Limits::of(&catalog.db);
    limits.one("IDXS", "INDEX_NAME", sent.index_name.as_ref())?;
    limits.one("IDXS", "INDEX_HANDLER_CLASS", sent.index_handler_class.as_ref())?;
    limits.map("INDEX_PARAMS", sent.parameters.as_ref())?;
    limits.storage(Some(sd))
}

fn invalid(text: &str) -> Error {
    Error::InvalidObject(text.into())
}
