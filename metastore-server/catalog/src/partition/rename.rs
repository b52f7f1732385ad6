//! Renaming a partition: other values, and for tables that own their data another directory.

use compact_str::CompactString as Str;
use skep_schema::Version;
use skep_sql::{Class, Retry, Tx};
use skep_types::Partition;
use skep_warehouse::{Location, Move, Moved};

use super::add::insert_values;
use super::read::{self, PartitionRow};
use super::{Hold, Target, alter, arrive, existing, sql, statistics};
use crate::names::TableName;
use crate::storage::ColumnCache;
use crate::table::transactional;
use crate::{Catalog, Error, Result, event};

/// Gives the partition with the values `old` the values and everything else of `new`.
///
/// The directory is moved before the transaction and moved back if that fails.
pub async fn rename(catalog: &Catalog, table: &TableName, old: &[Str], new: Partition) -> Result<()> {
    renamed(catalog, table, old, new).await.map_err(Error::as_invalid_operation)
}

async fn renamed(catalog: &Catalog, table: &TableName, old: &[Str], new: Partition) -> Result<()> {
    if old.is_empty() {
        return alter::alter(catalog, table, vec![new], None, alter::Told::Each).await;
    }
    if let Some(pattern) = &catalog.rules.partition_values {
        pattern.check(new.values.as_deref().unwrap_or_default())?;
    }
    // Counted where the client says the files are, which is where they lie until they are moved.
    let counted = statistics::counted(catalog, vec![new], None).await?;
    let Some(new) = counted.into_iter().next() else { return Ok(()) };
    let new_ = &new;
    let found = catalog.db.read(|tx| async move {
        let target = Target::find(&tx, table, Hold::No).await?;
        let before = find(&tx, &target, old, new_).await?;
        Ok::<_, Error>((target, before))
    });
    let (target, before) = found.await?;
    let place = place(catalog, &target, &before, &new).await?;
    let (place_, now) = (&place, catalog.clock.seconds());
    let written = catalog.db.write(|tx| async move {
        if let Some(moved) = &place_.moved {
            tx.signal_commit(moved.committing());
        }
        let target = Target::find(&tx, table, Hold::ForWrite).await?;
        let before = find(&tx, &target, old, new_).await?;
        let mut after = alter::merge(catalog, &target, &before, new_, now)?;
        if let Some(sd) = &mut after.sd {
            sd.location = place_.location.clone();
        }
        write(&tx, &target, before, after, now).await
    });
    match (written.await, place.moved) {
        (Ok(()), None) => Ok(()),
        (Ok(()), Some(moved)) => {
            if let Err(error) = moved.keep().await {
                tracing::warn!(%table, %error, "the old directory of a renamed partition was left behind");
            }
            Ok(())
        }
        (Err(error), None) => Err(error),
        // Nobody knows where the rows say the files are: do not move them a second time.
        (Err(error), Some(moved))
            if error.failure().is_some_and(|failure| failure.class() == Class::UnknownOutcome) =>
        {
            moved.leave();
            Err(error)
        }
        (Err(error), Some(moved)) => {
            if let Err(undo) = moved.undo().await {
                tracing::error!(%table, error = %undo, "the directory of a partition could not be moved back");
            }
            Err(error)
        }
    }
}

/// The old partition; the new name is checked to be free.
async fn find(tx: &Tx, target: &Target, old: &[Str], new: &Partition) -> Result<PartitionRow> {
    arrive::belongs(target, new)?;
    let values = new.values.as_deref().unwrap_or_default();
    let (old_name, new_name) = (target.parent.partition_name(old)?, target.parent.partition_name(values)?);
    let there = existing::ids(tx, &target.parent, vec![old_name.as_str(), new_name.as_str()]).await?;
    let Some(id) = there.get(&old_name) else {
        let what = "Unable to rename partition because old partition does not exist";
        return Err(Error::InvalidOperation(what.into()));
    };
    if old_name != new_name && there.contains_key(&new_name) {
        let (database, table) = (&target.parent.name.database.database, &target.parent.name.table);
        return Err(Error::InvalidOperation(format!(
            "Partition already exists:{database}.{table}.[{}]",
            values.join(", ")
        )));
    }
    let rows = read::rows(tx, &target.parent, &[*id], &ColumnCache::default()).await?;
    rows.into_iter().next().ok_or_else(|| Error::Meta(format!("partition {old_name} vanished while it was read")))
}

/// Where the partition lies from now on, with the move that brought it there.
struct Place {
    location: Option<Str>,
    moved: Option<Moved>,
}

async fn place(catalog: &Catalog, target: &Target, before: &PartitionRow, new: &Partition) -> Result<Place> {
    let old = before.stored.as_ref().and_then(|stored| stored.sd.location.clone());
    let stay = |location| Place { location, moved: None };
    let Some(from) = old.as_deref().filter(|_| target.moves_data()) else { return Ok(stay(old)) };
    let name = target.parent.partition_name(new.values.as_deref().unwrap_or_default())?;
    let (from, to) = (catalog.warehouse.qualify(from)?, target.partition_location(catalog, &name)?);
    if from == to {
        return Ok(stay(old));
    }
    match catalog.warehouse.move_directory(&from, &to).await.map_err(|e| refusal(target, &name, e))? {
        Move::NotOurs => Ok(stay(old)),
        Move::Missing => Ok(stay(Some(text(&to)))),
        Move::Done(moved) => Ok(Place { location: Some(text(&to)), moved: Some(moved) }),
    }
}

fn refusal(target: &Target, partition: &str, error: skep_warehouse::Error) -> Error {
    let name = &target.parent.name;
    let table = format!("{}.{}", name.database.database, name.table);
    Error::InvalidOperation(match error {
        skep_warehouse::Error::Exists(at) => format!("New location for this table {table} already exists : {at}"),
        skep_warehouse::Error::OtherFilesystem { from, to } => format!(
            "table new location {to} is on a different file system than the old location {from}. \
             This operation is not supported"
        ),
        other => {
            tracing::warn!(%table, partition, error = %other, "partition directory not moved");
            format!("Unable to access src or dest location for partition {table} {partition}")
        }
    })
}

fn text(location: &Location) -> Str {
    location.as_str().into()
}

async fn write(tx: &Tx, target: &Target, before: PartitionRow, after: Partition, now: i64) -> Result<()> {
    let id = before.id;
    let name = target.parent.partition_name(after.values.as_deref().unwrap_or_default())?;
    tx.execute_one(&sql::RENAME_PARTITION, &[id.into(), name.as_str().into()]).await?;
    tx.execute(&sql::DELETE_KEY_VALUES, &[[id].as_slice().into()]).await?;
    insert_values(tx, &[(id, &after)]).await?;
    let old = target.parent.partition_name(before.partition.values.as_deref().unwrap_or_default())?;
    transactional::rename_partition(tx, target.table(), &target.parent.name, &old, &name).await?;
    if tx.version() < Version::V4_1 {
        tx.execute(&sql::RENAME_STATISTICS, &[id.into(), name.as_str().into()]).await?;
    }
    let before = [before];
    alter::write(tx, target, &before, std::slice::from_ref(&after)).await?;
    let [before] = before;
    tx.emit(event::alter_partition(target.table(), &before.into_partition(), &after, event::Truncation::No, now));
    Ok(())
}
