//! Renaming a table, also into another database. The directory of a managed table moves along if it
//! is where the old name put it.

use super::alter::{self, Change};
use super::{TableRow, materialized};
use super::{arguments, get, has_flag, is_external, is_iceberg, is_view, sql, transactional};
use crate::database::get::Place;
use crate::names::TableName;
use crate::{Catalog, Error, Result, database};
use skep_schema::Version;
use skep_sql::{Class, Retry, Tx};
use skep_types::{Str, Table};
use skep_warehouse::{Location, Move, Moved};

/// The rename: directory first, then the rows, then back with the directory if the rows did not.
pub async fn run(
    catalog: &Catalog,
    name: &TableName,
    target: &TableName,
    after: &Table,
    change: &Change<'_>,
) -> Result<()> {
    let plan = &catalog.db.read(|tx| async move { plan(catalog, &tx, name, target, after).await }).await?;
    let (moved, location) = match &plan.directories {
        Some((from, to)) => move_directory(catalog, target, from, to).await?,
        None => (None, None),
    };
    let relocation = &Relocation { target, planned_from: plan.location.as_deref(), location: location.as_ref() };
    let moved_ = &moved;
    let written = catalog.db.write(|tx| async move {
        if let Some(moved) = moved_ {
            tx.signal_commit(moved.committing());
        }
        alter::apply(catalog, &tx, name, after, change, Some(relocation)).await
    });
    let outcome = written.await;
    if let Some(moved) = moved {
        settle(moved, &outcome).await;
    }
    outcome
}

/// What a rename will do, as far as can be said before it begins.
struct Plan {
    /// Where the table is now.
    location: Option<Str>,
    directories: Option<(Location, Location)>,
}

async fn plan(catalog: &Catalog, tx: &Tx, name: &TableName, target: &TableName, after: &Table) -> Result<Plan> {
    if get::exists(tx, target).await? {
        return Err(taken(target));
    }
    let before = get::find(tx, name).await.map_err(|error| alter::gone(error, name))?.table;
    alter::check_location(after)?;
    let old = database::locate(tx, &name.database).await?;
    let new = database::locate(tx, &target.database).await?;
    new.refuse_remote(&target.database)?;
    let location = super::location(&before).map(Str::from);
    let directories = directories(catalog, (&before, &old, name), (after, &new, target))?;
    Ok(Plan { location, directories })
}

/// From where to where, if the metastore is to move the data at all.
fn directories(
    catalog: &Catalog,
    (before, old, name): (&Table, &Place, &TableName),
    (after, new, target): (&Table, &Place, &TableName),
) -> Result<Option<(Location, Location)>> {
    let translated = |table| has_flag(table, "TRANSLATED_TO_EXTERNAL");
    let ours = !is_external(before) || (translated(before) && translated(after));
    let Some(location) = super::location(before) else { return Ok(None) };
    if is_view(before) || is_iceberg(before) || !ours || super::location(after).is_some_and(|l| l != location) {
        return Ok(None);
    }
    let place = |place: &Place, table: &TableName| -> Result<Location> {
        let managed = place.managed_location.as_ref().filter(|_| !is_external(before));
        let database = catalog.warehouse.qualify(managed.unwrap_or(&place.location))?;
        Ok(catalog.warehouse.default_table_location(&database, &table.table))
    };
    let (from, to) = (place(old, name)?, place(new, target)?);
    // Anywhere else it was put by its owner, and stays.
    Ok((catalog.warehouse.qualify(location)? == from).then_some((from, to)))
}

/// The move, and the location the table has afterwards.
async fn move_directory(
    catalog: &Catalog,
    target: &TableName,
    from: &Location,
    to: &Location,
) -> Result<(Option<Moved>, Option<Location>)> {
    let refuse = |error: skep_warehouse::Error| {
        Error::InvalidOperation(match error {
            skep_warehouse::Error::Exists(_) => format!("New location for this table {target} already exists : {to}"),
            skep_warehouse::Error::OtherFilesystem { .. } => format!(
                "table new location {to} is on a different file system than the old location {from}. \
                 This operation is not supported"
            ),
            other => format!(
                "Alter Table operation for {}.{} failed to move data due to: '{other}' \
                 See hive log file for details.",
                target.database.database, target.table
            ),
        })
    };
    match catalog.warehouse.move_directory(from, to).await.map_err(refuse)? {
        Move::Done(moved) => Ok((Some(moved), Some(to.clone()))),
        Move::Missing => Ok((None, Some(to.clone()))),
        Move::NotOurs => Ok((None, None)),
    }
}

/// Keeps the directory where the rows now say it is.
async fn settle(moved: Moved, outcome: &Result<()>) {
    let settled = match outcome {
        Ok(()) => moved.keep().await,
        Err(error) if error.failure().is_some_and(|failure| failure.class() == Class::UnknownOutcome) => {
            moved.leave();
            return;
        }
        Err(_) => moved.undo().await,
    };
    if let Err(cause) = settled {
        tracing::error!(%cause, "directory of a renamed table not settled");
    }
}

fn taken(target: &TableName) -> Error {
    // Iceberg reads this sentence.
    let TableName { database, table } = target;
    Error::InvalidOperation(format!("new table {}.{table} already exists", database.database))
}

/// The rows' part of a rename.
pub struct Relocation<'a> {
    target: &'a TableName,
    /// Where the plan found the table.
    planned_from: Option<&'a str>,
    /// Where its data is now, if it was moved.
    location: Option<&'a Location>,
}

impl Relocation<'_> {
    /// Locks both databases, always in the same order, and looks at the target once more. Returns
    /// the id of the target's database.
    pub async fn lock(&self, tx: &Tx, name: &TableName) -> Result<i64> {
        let (from, to) = (&name.database, &self.target.database);
        let id = if from < to {
            database::lock(tx, from).await?;
            database::lock(tx, to).await?
        } else {
            let id = database::lock(tx, to).await?;
            if from != to {
                database::lock(tx, from).await?;
            }
            id
        };
        match tx.row_opt(&sql::TABLE_EXISTS, &arguments(self.target)).await? {
            Some(_) => Err(taken(self.target)),
            None => Ok(id),
        }
    }

    /// Sets the new location, if the table is still where the plan saw it.
    pub fn apply(&self, before: &Table, after: &mut Table) -> Result<()> {
        if super::location(before) != self.planned_from {
            return Err(Error::InvalidOperation(format!("table {} was moved while it was renamed", self.target)));
        }
        if let (Some(location), Some(sd)) = (self.location, &mut after.sd) {
            sd.location = Some(location.as_str().into());
        }
        Ok(())
    }

    /// Everything that knows the table by its old name or place.
    pub async fn follow(&self, tx: &Tx, before: &TableRow, name: &TableName) -> Result<()> {
        if let (Some(from), Some(to)) = (self.planned_from, self.location) {
            let (from, to) = (format!("{}/", from.trim_end_matches('/')), format!("{to}/"));
            let values = [before.id.into(), from.as_str().into(), to.as_str().into()];
            tx.execute(&sql::MOVE_PARTITION_LOCATIONS, &values).await?;
        }
        let target = self.target;
        let [database, table] = [&target.database.database, &target.table].map(|name| name.as_str().into());
        if tx.version() < Version::V4_1 {
            let values = [before.id.into(), database, table];
            tx.execute(&sql::RENAME_COLUMN_STATS, &values).await?;
            tx.execute(&sql::RENAME_PARTITION_COLUMN_STATS, &values).await?;
        }
        if materialized::has_metadata(tx.version(), &before.table) {
            let [catalog, old_database, old_table] = arguments(name);
            tx.execute(&sql::RENAME_CREATION_METADATA, &[catalog, old_database, old_table, database, table]).await?;
        }
        transactional::rename(tx, &before.table, name, target).await
    }
}
