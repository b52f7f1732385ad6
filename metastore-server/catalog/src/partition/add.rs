//! Adding partitions: any number in one call, all or none.

use std::collections::{BTreeMap, HashSet};

use compact_str::CompactString as Str;
use skep_sql::{Sequence, Tx};
use skep_types::{EnvironmentContext, Partition, StorageDescriptor};
use skep_warehouse::{Location, Made};

use super::{Hold, Target, arrive, existing, sql, statistics};
use crate::names::TableName;
use crate::privilege::inherit;
use crate::storage;
use crate::table::{self, limits};
use crate::{Catalog, Error, Result, event};

/// What to do about partitions that are there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    Refuse,
    Skip,
}

/// A partition about to be written.
pub(super) struct New {
    pub name: String,
    pub partition: Partition,
    pub location: Option<Location>,
}

/// Adds the partitions to the table and returns those that are new, as stored.
///
/// Directories are made before the transaction and taken away again if it fails; rows and the one
/// event for all of them are written in one transaction that holds the table's row.
pub async fn add(
    catalog: &Catalog,
    table: &TableName,
    partitions: Vec<Partition>,
    existing: Existing,
    environment: Option<&EnvironmentContext>,
) -> Result<Vec<Partition>> {
    if partitions.is_empty() {
        return Ok(Vec::new());
    }
    let target = target(catalog, table).await?;
    let new = prepare_all(catalog, &target, partitions)?;
    write(catalog, table, &target, new, existing, environment).await
}

/// The table, in the words of calls that add to it.
pub(super) async fn target(catalog: &Catalog, table: &TableName) -> Result<Target> {
    let found = catalog.db.read(|tx| async move { Target::find(&tx, table, Hold::No).await }).await;
    found.map_err(|error| missing_table(error, table))
}

fn missing_table(error: Error, table: &TableName) -> Error {
    match error {
        Error::NotFound(_) => Error::InvalidObject(format!("Unable to add partitions because {table} does not exist")),
        other => other,
    }
}

/// Checks each partition and fills in what the server decides.
fn prepare_all(catalog: &Catalog, target: &Target, partitions: Vec<Partition>) -> Result<Vec<New>> {
    let mut names = HashSet::with_capacity(partitions.len());
    let mut new = Vec::with_capacity(partitions.len());
    for partition in partitions {
        let prepared = prepare(catalog, target, partition)?;
        if !names.insert(prepared.name.clone()) {
            return Err(Error::Meta(format!("Duplicate partitions in the list: {}", shown(&prepared.partition))));
        }
        new.push(prepared);
    }
    Ok(new)
}

pub(super) fn prepare(catalog: &Catalog, target: &Target, mut partition: Partition) -> Result<New> {
    arrive::belongs(target, &partition)?;
    let values = partition.values.as_deref().unwrap_or_default();
    if values.is_empty() {
        return Err(Error::Meta("The partition values cannot be null or empty.".into()));
    }
    let name = target.parent.partition_name(values)?;
    if let Some(pattern) = &catalog.rules.partition_values {
        pattern.check(values)?;
    }
    target.adopt(&mut partition);
    partition.last_access_time.get_or_insert_default();
    partition.create_time = Some(storage::narrow(catalog.clock.seconds()));
    let parameters = partition.parameters.get_or_insert_default();
    let ddl_time = || Str::from(catalog.clock.seconds().to_string());
    parameters.entry("transient_lastDdlTime".into()).or_insert_with(ddl_time);
    let location = locate(catalog, target, &name, partition.sd.as_mut())?;
    if let Some(sd) = &mut partition.sd {
        storage::normalized(sd);
    }
    limits::check_partition(&catalog.db, &partition, &name)?;
    Ok(New { name, partition, location })
}

/// The partition's directory, given or below the table's; put into its descriptor.
fn locate(
    catalog: &Catalog,
    target: &Target,
    name: &str,
    sd: Option<&mut StorageDescriptor>,
) -> Result<Option<Location>> {
    let given = sd.as_deref().and_then(|sd| sd.location.as_deref()).filter(|l| !l.trim().is_empty());
    if target.is_view() {
        return match given {
            Some(_) => Err(Error::Meta("Cannot specify location for a view partition".into())),
            None => Ok(None),
        };
    }
    let Some(sd) = sd else {
        return Err(Error::Meta(format!("partition {name} has no storage descriptor")));
    };
    if sd.serde_info.is_none() {
        return Err(Error::Meta(format!("partition {name} has no serde")));
    }
    let location = match sd.location.as_deref().filter(|l| !l.trim().is_empty()) {
        Some(given) => catalog.warehouse.qualify(given)?,
        None => target.partition_location(catalog, name)?,
    };
    sd.location = Some(location.as_str().into());
    Ok(Some(location))
}

/// Makes the directories, writes the rows, keeps or takes back the directories.
pub(super) async fn write(
    catalog: &Catalog,
    table: &TableName,
    target: &Target,
    mut new: Vec<New>,
    existing: Existing,
    environment: Option<&EnvironmentContext>,
) -> Result<Vec<Partition>> {
    let (new_, parent) = (&new, &target.parent);
    let there = catalog.db.read(|tx| async move { self::existing::ids(&tx, parent, names(new_)).await }).await?;
    admit(&mut new, &there, existing)?;
    let made = make_directories(catalog, &new).await?;
    statistics::gather(catalog, &mut new, &made, environment).await?;
    let (new_, now) = (&new, catalog.clock.seconds());
    let directories = &made;
    let added = catalog.db.write(|tx| async move {
        if let Some(made) = directories.first() {
            tx.signal_commit(made.committing());
        }
        let target = Target::find(&tx, table, Hold::ForWrite).await.map_err(|error| missing_table(error, table))?;
        insert_absent(&tx, &target, new_, existing, now).await
    });
    let added = added.await?;
    made.into_iter().for_each(Made::keep);
    let added: HashSet<usize> = added.into_iter().collect();
    Ok(new.into_iter().enumerate().filter(|(at, _)| added.contains(at)).map(|(_, n)| n.partition).collect())
}

/// Takes out what exists, or refuses because of it.
fn admit(new: &mut Vec<New>, there: &BTreeMap<String, i64>, existing: Existing) -> Result<()> {
    if existing == Existing::Refuse
        && let Some(double) = new.iter().find(|n| there.contains_key(&n.name))
    {
        return Err(exists(double));
    }
    new.retain(|n| !there.contains_key(&n.name));
    Ok(())
}

async fn make_directories(catalog: &Catalog, new: &[New]) -> Result<Vec<Made>> {
    let locations: Vec<Location> = new.iter().filter_map(|n| n.location.clone()).collect();
    catalog.warehouse.make_directories(&locations).await.map(Made::of_one_commit).map_err(|error| {
        tracing::warn!(%error, "partition directory not made");
        Error::Meta(match error {
            skep_warehouse::Error::Storage { location, .. } | skep_warehouse::Error::NotADirectory(location) => {
                format!("{location} is not a directory or unable to create one")
            }
            other => other.to_string(),
        })
    })
}

/// Writes those that nobody added since the first look, and says which (by position).
async fn insert_absent(tx: &Tx, target: &Target, new: &[New], existing: Existing, now: i64) -> Result<Vec<usize>> {
    let there = self::existing::ids(tx, &target.parent, names(new)).await?;
    let mut absent = Vec::with_capacity(new.len());
    for (at, one) in new.iter().enumerate() {
        match (there.contains_key(&one.name), existing) {
            (false, _) => absent.push(at),
            (true, Existing::Skip) => {}
            (true, Existing::Refuse) => return Err(exists(one)),
        }
    }
    if absent.is_empty() {
        return Ok(absent);
    }
    let rows: Vec<&New> = absent.iter().map(|at| &new[*at]).collect();
    insert(tx, target, &rows, now).await?;
    let partitions: Vec<&Partition> = rows.iter().map(|n| &n.partition).collect();
    tx.emit(event::add_partition(target.table(), &partitions, now));
    Ok(absent)
}

/// Writes the rows of partitions that are not there.
pub(super) async fn insert(tx: &Tx, target: &Target, new: &[&New], now: i64) -> Result<()> {
    let sds: Vec<&StorageDescriptor> = new.iter().filter_map(|n| n.partition.sd.as_ref()).collect();
    let mut sd_ids = storage::insert(tx, &sds, target.shared_columns()).await?;
    let ids = tx.ids(Sequence::Partition, new.len()).await?;
    let mut rows = Vec::with_capacity(new.len());
    for (id, one) in ids.clone().zip(new) {
        let partition = &one.partition;
        rows.push([
            id.into(),
            target.parent.id.into(),
            one.name.as_str().into(),
            partition.sd.as_ref().and_then(|_| sd_ids.next()).into(),
            i64::from(partition.create_time.unwrap_or_default()).into(),
            i64::from(partition.last_access_time.unwrap_or_default()).into(),
            partition.write_id.unwrap_or_default().max(0).into(),
        ]);
    }
    tx.insert(&sql::INSERT_PARTITIONS, rows).await?;
    if table::has_flag(target.table(), inherit::PARTITION_LEVEL_PRIVILEGE) {
        inherit::inherit(tx, target.parent.id, &ids.clone().collect::<Vec<_>>(), now).await?;
    }
    let owned: Vec<(i64, &Partition)> = ids.zip(new.iter().map(|n| &n.partition)).collect();
    insert_values(tx, &owned).await?;
    insert_parameters(tx, &owned).await
}

pub(super) async fn insert_values(tx: &Tx, owned: &[(i64, &Partition)]) -> Result<()> {
    let mut rows = Vec::new();
    for (id, partition) in owned {
        for (at, value) in (0i64..).zip(partition.values.iter().flatten()) {
            rows.push([(*id).into(), at.into(), value.as_str().into()]);
        }
    }
    Ok(tx.insert(&sql::INSERT_KEY_VALUES, rows).await?)
}

pub(super) async fn insert_parameters(tx: &Tx, owned: &[(i64, &Partition)]) -> Result<()> {
    let mut rows = Vec::new();
    for (id, partition) in owned {
        for (key, value) in partition.parameters.iter().flatten() {
            rows.push([(*id).into(), key.as_str().into(), value.as_str().into()]);
        }
    }
    Ok(tx.insert(&sql::INSERT_PARAMETERS, rows).await?)
}

fn names(new: &[New]) -> Vec<&str> {
    new.iter().map(|one| one.name.as_str()).collect()
}

fn exists(new: &New) -> Error {
    Error::Exists(format!("Partition already exists: {}", shown(&new.partition)))
}

/// Enough of Java's rendering to recognise the partition by.
fn shown(partition: &Partition) -> String {
    format!(
        "Partition(values:[{}], dbName:{}, tableName:{})",
        partition.values.as_deref().unwrap_or_default().join(", "),
        partition.db_name.as_deref().unwrap_or("null"),
        partition.table_name.as_deref().unwrap_or("null"),
    )
}
