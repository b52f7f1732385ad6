//! Exchanging partitions: those of one table that share values of their first keys become another
//! table's, with the directory that holds them.

use std::collections::BTreeMap;

use compact_str::CompactString as Str;
use skep_sql::{Class, Retry, Tx};
use skep_types::{FieldSchema, Partition, Table};
use skep_warehouse::{Location, Move, Moved};

use super::add::{self, New};
use super::drop_all::delete_rows;
use super::select::{self, Choice, Limit};
use super::{Hold, Target, existing, name, read};
use crate::names::TableName;
use crate::storage::ColumnCache;
use crate::table::transactional;
use crate::{Catalog, Error, Result, event};

/// Moves the partitions of `source` with these values to `destination`, and returns them as they are
/// there. Their statistics, grants and what transactions knew of them stay behind and are gone, as in Hive.
///
/// The directory is moved before the transaction and moved back if that fails.
pub async fn exchange(
    catalog: &Catalog,
    specs: &BTreeMap<Str, Str>,
    source: &TableName,
    destination: &TableName,
) -> Result<Vec<Partition>> {
    if source.database.catalog != destination.database.catalog {
        return Err(Error::Meta("You cannot move a partition across catalogs".into()));
    }
    let (tables, plan) = {
        let read = catalog.db.read(|tx| async move {
            let tables = Tables::find(&tx, source, destination, Hold::No).await?;
            let plan = tables.plan(catalog, &tx, specs).await?;
            Ok::<_, Error>((tables, plan))
        });
        read.await?
    };
    let moved = move_directory(catalog, &tables, &plan).await?;
    let (expected, moved_, now) = (&plan.partitions, &moved, catalog.clock.seconds());
    let written = catalog.db.write(|tx| async move {
        if let Some(moved) = moved_ {
            tx.signal_commit(moved.committing());
        }
        let tables = Tables::find(&tx, source, destination, Hold::ForWrite).await?;
        let plan = tables.plan(catalog, &tx, specs).await?;
        // What came or went meanwhile is not where its row would say.
        if !plan.partitions.iter().map(|n| &n.name).eq(expected.iter().map(|n| &n.name)) {
            return Err(Error::Meta(format!(
                "the partitions of {source} changed while they were exchanged: try again"
            )));
        }
        // Boxed: the futures of an exchange are deep as they are.
        Box::pin(write(&tx, &tables, &plan, now)).await
    });
    settle(source, written.await, moved).await?;
    Ok(plan.partitions.into_iter().map(|new| new.partition).collect())
}

struct Tables {
    source: Target,
    destination: Target,
}

/// What will be done.
struct Plan {
    from: Location,
    to: Location,
    ids: Vec<i64>,
    /// As they are in the source.
    before: Vec<Partition>,
    /// As they will be in the destination.
    partitions: Vec<New>,
}

impl Tables {
    /// Both tables, locked in the order of their names: two exchanges may go opposite ways.
    async fn find(tx: &Tx, source: &TableName, destination: &TableName, hold: Hold) -> Result<Tables> {
        let find_source = Self::one(tx, "source", source, hold);
        let find_destination = Self::one(tx, "destination", destination, hold);
        if source <= destination {
            let source = find_source.await?;
            Ok(Tables { source, destination: find_destination.await? })
        } else {
            let destination = find_destination.await?;
            Ok(Tables { source: find_source.await?, destination })
        }
    }

    async fn one(tx: &Tx, role: &str, name: &TableName, hold: Hold) -> Result<Target> {
        Target::find(tx, name, hold).await.map_err(|error| match error {
            Error::NotFound(_) => Error::Meta(format!("The {role} table {name} not found")),
            other => other,
        })
    }

    async fn plan(&self, catalog: &Catalog, tx: &Tx, specs: &BTreeMap<Str, Str>) -> Result<Plan> {
        let prefix = self.prefix(specs)?;
        let Tables { source, destination } = self;
        let chosen = Choice::Prefix(prefix.clone()).resolve(&source.parent)?;
        let ids = select::ids(tx, &source.parent, &chosen, Limit::None).await?;
        if ids.is_empty() {
            return Err(Error::Meta(format!(
                "No partition is found with the values {} for the table {}",
                shown(specs),
                source.parent.name.table
            )));
        }
        if !same_schema(source.table(), destination.table()) {
            let text = "The tables have different schemas. Their partitions cannot be exchanged.";
            return Err(Error::Meta(text.into()));
        }
        let before = read::partitions(tx, &source.parent, &ids, &ColumnCache::default()).await?;
        let directory = name::make(&source.parent.key_names()[..prefix.len()], &prefix)?;
        let (from, to) =
            (source.partition_location(catalog, &directory)?, destination.partition_location(catalog, &directory)?);
        let partitions: Result<Vec<New>> = before.iter().map(|p| self.moved(catalog, p)).collect();
        let partitions = partitions?;
        self.refuse_existing(tx, &partitions).await?;
        Ok(Plan { from, to, ids, before, partitions })
    }

    /// The values of the first keys. There is one directory to move, so no key may be left out before
    /// another.
    fn prefix(&self, specs: &BTreeMap<Str, Str>) -> Result<Vec<Str>> {
        let keys = self.source.parent.key_names();
        let value = |key: &str| {
            let given = specs.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
            given.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let values: Vec<Str> = keys.into_iter().map(value).collect();
        let set = values.iter().take_while(|value| !value.is_empty()).count();
        if set == 0 || values[set..].iter().any(|value| !value.is_empty()) {
            let text = format!("The partition values {} are not those of the first partition keys", shown(specs));
            return Err(Error::Meta(text));
        }
        Ok(values[..set].to_vec())
    }

    /// The partition in its new table. One that lies elsewhere would be left behind by the move.
    fn moved(&self, catalog: &Catalog, partition: &Partition) -> Result<New> {
        let name = self.source.parent.partition_name(partition.values.as_deref().unwrap_or_default())?;
        let usual = self.source.partition_location(catalog, &name)?;
        let mut partition = partition.clone();
        self.destination.adopt(&mut partition);
        let location = self.destination.partition_location(catalog, &name)?;
        let lies = partition.sd.as_ref().and_then(|sd| sd.location.as_deref());
        if lies.map(|at| catalog.warehouse.qualify(at)).transpose()?.is_none_or(|at| at != usual) {
            let at = lies.unwrap_or("no place of its own");
            return Err(Error::Meta(format!(
                "The partition {name} cannot be exchanged: it lies in {at}, not in {usual}"
            )));
        }
        if let Some(sd) = &mut partition.sd {
            sd.location = Some(location.as_str().into());
        }
        Ok(New { name, partition, location: Some(location) })
    }

    async fn refuse_existing(&self, tx: &Tx, partitions: &[New]) -> Result<()> {
        let names = partitions.iter().map(|new| new.name.as_str()).collect();
        let there = existing::ids(tx, &self.destination.parent, names).await?;
        match there.into_keys().next() {
            None => Ok(()),
            Some(name) => {
                let table = &self.destination.parent.name.table;
                Err(Error::Meta(format!("The partition {name} already exists in the table {table}")))
            }
        }
    }
}

async fn move_directory(catalog: &Catalog, tables: &Tables, plan: &Plan) -> Result<Option<Moved>> {
    let (from, to) = (&plan.from, &plan.to);
    match catalog.warehouse.move_directory(from, to).await {
        Ok(Move::Done(moved)) => Ok(Some(moved)),
        Ok(Move::NotOurs) => Ok(None),
        Ok(Move::Missing) => Err(Error::Meta(format!("Unable to move {from} to {to}: there is no such directory"))),
        Err(error) => {
            tracing::warn!(table = %tables.source.parent.name, %error, "the directory of exchanged partitions not moved");
            Err(Error::Meta(format!("Unable to move {from} to {to}: {error}")))
        }
    }
}

async fn write(tx: &Tx, tables: &Tables, plan: &Plan, now: i64) -> Result<()> {
    // First away, then there: nothing of the old rows is needed any more.
    delete_rows(tx, &plan.ids).await?;
    let names: Vec<&str> = plan.partitions.iter().map(|new| new.name.as_str()).collect();
    transactional::forget_partitions(tx, tables.source.table(), &tables.source.parent.name, &names).await?;
    add::insert(tx, &tables.destination, &plan.partitions.iter().collect::<Vec<_>>(), now).await?;
    let added: Vec<&Partition> = plan.partitions.iter().map(|new| &new.partition).collect();
    tx.emit(event::add_partition(tables.destination.table(), &added, now));
    for gone in &plan.before {
        tx.emit(event::drop_partition(tables.source.table(), &[gone], now));
    }
    Ok(())
}

/// Keeps the move of a transaction that committed, and takes back that of one that did not.
async fn settle(source: &TableName, written: Result<()>, moved: Option<Moved>) -> Result<()> {
    let Some(moved) = moved else { return written };
    let Err(error) = written else {
        if let Err(error) = moved.keep().await {
            tracing::warn!(table = %source, %error, "the old directory of exchanged partitions was left behind");
        }
        return Ok(());
    };
    if error.failure().is_some_and(|failure| failure.class() == Class::UnknownOutcome) {
        // Nobody knows whose the partitions are now: do not move their files a second time.
        moved.leave();
    } else if let Err(undo) = moved.undo().await {
        tracing::error!(table = %source, error = %undo, "the directory of partitions could not be moved back");
    }
    Err(error)
}

/// Columns and keys of the same names and types, in the same order; comments may differ.
fn same_schema(a: &Table, b: &Table) -> bool {
    let columns = |table: &Table| names_and_types(table.sd.as_ref().and_then(|sd| sd.cols.as_deref()));
    let keys = |table: &Table| names_and_types(table.partition_keys.as_deref());
    columns(a) == columns(b) && keys(a) == keys(b)
}

fn names_and_types(fields: Option<&[FieldSchema]>) -> Vec<(Option<Str>, Option<Str>)> {
    fields.unwrap_or_default().iter().map(|field| (field.name.clone(), field.type_.clone())).collect()
}

/// As Java shows a map.
fn shown(specs: &BTreeMap<Str, Str>) -> String {
    let pairs: Vec<String> = specs.iter().map(|(key, value)| format!("{key}={value}")).collect();
    format!("{{{}}}", pairs.join(", "))
}
