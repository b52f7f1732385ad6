//! Adding partitions: any number in one call, a hundred in one of Glue's, all or none as far as Glue permits.

use std::collections::HashSet;

use serde_json::{Value, json};
use skep_catalog::names::TableName;
use skep_catalog::partition::add::Existing;
use skep_catalog::{Error, Result, storage};
use skep_types::{Partition, StorageDescriptor, Str};
use skep_warehouse::{Location, Made};

use super::one::{Errors, as_wanted, delete_many, refused_item};
use super::target::{Target, to_glue};
use crate::aws::{Limits, shapes};
use crate::context::{Glue, refused};

struct New {
    partition: Partition,
    location: Option<Location>,
    wanted: shapes::Partition,
}

/// Adds them and returns those that are new. Directories are made first and taken back if Glue refuses.
pub async fn add(
    glue: &Glue,
    table: &TableName,
    partitions: Vec<Partition>,
    existing: Existing,
) -> Result<Vec<Partition>> {
    if partitions.is_empty() {
        return Ok(Vec::new());
    }
    let target = Target::find(glue, table).await.map_err(|error| missing_table(error, table))?;
    let new = prepare_all(glue, &target, partitions)?;
    let locations: Vec<Location> = new.iter().filter_map(|new| new.location.clone()).collect();
    let made = glue.warehouse.make_directories(&locations).await.map_err(|error| {
        tracing::warn!(%error, "partition directory not made");
        Error::Meta(format!("a partition's directory cannot be made: {error}"))
    })?;
    let wanted: Vec<shapes::Partition> = new.iter().map(|new| new.wanted.clone()).collect();
    let there = put(glue, table, &wanted, existing).await?;
    made.into_iter().for_each(Made::keep);
    let is_new = |new: &New| new.wanted.values.as_ref().is_some_and(|values| !there.contains(values));
    Ok(new.into_iter().filter(is_new).map(|new| new.partition).collect())
}

fn missing_table(error: Error, table: &TableName) -> Error {
    match error {
        Error::NotFound(_) => Error::InvalidObject(format!("Unable to add partitions because {table} does not exist")),
        other => other,
    }
}

/// Checks each partition and fills in what the server decides.
fn prepare_all(glue: &Glue, target: &Target, partitions: Vec<Partition>) -> Result<Vec<New>> {
    let mut names = HashSet::with_capacity(partitions.len());
    let mut new = Vec::with_capacity(partitions.len());
    for mut partition in partitions {
        let name = target.name_of(&partition)?;
        let now = glue.clock.seconds();
        partition.create_time = Some(storage::narrow(now));
        partition.last_access_time.get_or_insert_default();
        let parameters = partition.parameters.get_or_insert_default();
        parameters.entry("transient_lastDdlTime".into()).or_insert_with(|| Str::from(now.to_string()));
        let location = locate(glue, target, &name, partition.sd.as_mut())?;
        if let Some(sd) = &mut partition.sd {
            storage::normalized(sd);
        }
        let wanted = to_glue(&partition, None)?;
        if !names.insert(name) {
            let values = partition.values.unwrap_or_default().join(", ");
            return Err(Error::Meta(format!("Duplicate partitions in the list: [{values}]")));
        }
        new.push(New { partition, location, wanted });
    }
    Ok(new)
}

/// The partition's directory, given or below the table's; put into its descriptor.
fn locate(glue: &Glue, target: &Target, name: &str, sd: Option<&mut StorageDescriptor>) -> Result<Option<Location>> {
    let given = sd.as_deref().and_then(|sd| sd.location.as_deref()).filter(|l| !l.trim().is_empty());
    if target.is_view() {
        return match given {
            Some(_) => Err(Error::Meta("Cannot specify location for a view partition".into())),
            None => Ok(None),
        };
    }
    let location = match given {
        Some(given) => glue.warehouse.qualify(given)?,
        None => target.partition_location(glue, name)?,
    };
    let Some(sd) = sd.filter(|sd| sd.serde_info.is_some()) else {
        return Err(Error::Meta(format!("partition {name} has no serde")));
    };
    sd.location = Some(location.as_str().into());
    Ok(Some(location))
}

/// Writes them and returns the values of those that were there already. If some cannot be written, or none may be
/// there, what was written is deleted again.
async fn put(
    glue: &Glue,
    table: &TableName,
    wanted: &[shapes::Partition],
    existing: Existing,
) -> Result<HashSet<Vec<String>>> {
    let put = |chunk| async move { put_chunk(glue, table, chunk).await };
    let (mut made, mut there, mut failed) = (Vec::new(), HashSet::new(), None);
    for outcome in glue.client.each(wanted.chunks(Limits::CREATE_PARTITIONS), put).await {
        made.extend(outcome.made);
        there.extend(outcome.there);
        failed = failed.or(outcome.failed);
    }
    if existing == Existing::Refuse
        && let Some(values) = there.iter().next()
    {
        failed
            .get_or_insert_with(|| Error::Exists(format!("Partition already exists: {table}[{}]", values.join(", "))));
    }
    let Some(failed) = failed else { return Ok(there) };
    let (_, _, left) = delete_many(glue, table, &made).await;
    match left {
        None => Err(failed),
        Some(left) => Err(Error::Meta(format!(
            "{failed}; and some of the {} partitions that were added before could not be taken back: {left}",
            made.len()
        ))),
    }
}

#[derive(Default)]
struct Outcome {
    made: Vec<Vec<String>>,
    there: Vec<Vec<String>>,
    failed: Option<Error>,
}

async fn put_chunk(glue: &Glue, table: &TableName, chunk: &[shapes::Partition]) -> Outcome {
    let inputs: Vec<Value> = chunk.iter().map(shapes::Partition::input).collect();
    let arguments = json!({
        "DatabaseName": table.database.database.as_str(), "TableName": table.table.as_str(), "PartitionInputList": inputs,
    });
    let mut outcome = Outcome::default();
    let (errors, uncertain) = match glue.client.call_told::<Errors>("BatchCreatePartition", arguments).await {
        Ok((answer, uncertain)) => (answer.errors.unwrap_or_default(), uncertain),
        Err(failure) => {
            // Glue may have done it, or a part of it, all the same.
            if failure.uncertain {
                outcome.made.extend(as_wanted(glue, table, chunk).await.unwrap_or_default());
            }
            outcome.failed = Some(refused(failure));
            return outcome;
        }
    };
    let mut not_made = HashSet::new();
    for error in errors {
        let values = error.partition_values.clone().unwrap_or_default();
        not_made.insert(values.clone());
        match error.is("AlreadyExistsException") {
            true => outcome.there.push(values),
            false => outcome.failed = Some(refused_item("BatchCreatePartition", &error)),
        }
    }
    if uncertain && !outcome.there.is_empty() {
        // By a try of ours whose answer was lost.
        match as_wanted(glue, table, chunk).await {
            Ok(ours) => {
                outcome.there.retain(|values| !ours.contains(values));
                not_made.retain(|values| !ours.contains(values));
            }
            Err(error) => outcome.failed = Some(error),
        }
    }
    let values = chunk.iter().filter_map(|one| one.values.clone());
    outcome.made.extend(values.filter(|values| !not_made.contains(values)));
    outcome
}

/// Gives another table the partitions that were read of one. Those below `from` are below `to` from now on.
pub async fn copy(
    glue: &Glue,
    table: &TableName,
    mut partitions: Vec<shapes::Partition>,
    relocation: Option<(&Location, &Location)>,
) -> Result<()> {
    if let Some((from, to)) = relocation {
        let below = format!("{from}/");
        for sd in partitions.iter_mut().filter_map(|one| one.storage_descriptor.as_mut()) {
            if let Some(rest) = sd.location.as_deref().and_then(|location| location.strip_prefix(&below)) {
                sd.location = Some(format!("{to}/{rest}"));
            }
        }
    }
    put(glue, table, &partitions, Existing::Refuse).await.map(drop)
}

/// Puts back what was deleted.
pub async fn restore(glue: &Glue, table: &TableName, partitions: &[shapes::Partition]) -> Result<()> {
    put(glue, table, partitions, Existing::Skip).await.map(drop)
}
