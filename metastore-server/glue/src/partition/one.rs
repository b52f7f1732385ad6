//! Partitions by their values.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value, json};
use skep_catalog::names::TableName;
use skep_catalog::partition::One;
use skep_catalog::partition::get::missing as no_partition;
use skep_catalog::partition::select::values_of;
use skep_catalog::{Error, Result};
use skep_types::{Partition, Str};

use super::target::{Target, to_hive};
use crate::aws::{Failure, Limits, shapes};
use crate::context::{Glue, missing, refused};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Found {
    partition: shapes::Partition,
}

/// By values it takes one call; a name is read by the keys of the table.
pub async fn get(glue: &Glue, table: &TableName, one: &One) -> Result<Partition> {
    let values = match one {
        One::Values(values) => values.clone(),
        One::Name(name) => values_of(&Target::find(glue, table).await?.parent, name)?,
    };
    Ok(to_hive(table, &find(glue, table, &values).await?))
}

pub async fn find(glue: &Glue, table: &TableName, values: &[Str]) -> Result<shapes::Partition> {
    let arguments = json!({
        "DatabaseName": table.database.database.as_str(), "TableName": table.table.as_str(), "PartitionValues": values.iter().map(|v| v.as_str()).collect::<Vec<_>>(),
    });
    match glue.client.call::<Found>("GetPartition", arguments).await {
        Ok(found) => Ok(found.partition),
        Err(failure) => Err(missing(failure, || no_partition(values))),
    }
}

/// Those that are there, in any order, a thousand a call.
pub async fn get_many(glue: &Glue, table: &TableName, values: &[Vec<Str>]) -> Result<Vec<shapes::Partition>> {
    let mut seen = HashSet::new();
    let distinct: Vec<&Vec<Str>> = values.iter().filter(|values| seen.insert(*values)).collect();
    let get = |chunk: &[&Vec<Str>]| {
        let wanted: Vec<Value> = chunk.iter().map(|values| values_of_json(values)).collect();
        async move { get_chunk(glue, table, wanted).await }
    };
    let found = glue.client.each(distinct.chunks(Limits::GET_PARTITIONS), get).await;
    let found: std::result::Result<Vec<_>, Failure> = found.into_iter().collect();
    let found = found.map_err(|failure| missing(failure, || table.not_found()))?;
    Ok(found.into_iter().flatten().collect())
}

pub fn values_of_json(values: &[impl AsRef<str>]) -> Value {
    json!({ "Values": values.iter().map(AsRef::as_ref).collect::<Vec<&str>>() })
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Many {
    partitions: Option<Vec<shapes::Partition>>,
    unprocessed_keys: Option<Vec<Value>>,
}

/// What Glue left undone is asked for again, as long as it does something.
async fn get_chunk(
    glue: &Glue,
    table: &TableName,
    mut wanted: Vec<Value>,
) -> std::result::Result<Vec<shapes::Partition>, Failure> {
    let mut all = Vec::with_capacity(wanted.len());
    while !wanted.is_empty() {
        let asked = wanted.len();
        let arguments = json!({
            "DatabaseName": table.database.database.as_str(), "TableName": table.table.as_str(), "PartitionsToGet": wanted,
        });
        let answer: Many = glue.client.call("BatchGetPartition", arguments).await?;
        let found = answer.partitions.unwrap_or_default();
        wanted = answer.unprocessed_keys.unwrap_or_default();
        if found.is_empty() && wanted.len() >= asked {
            return Err(glue.client.gave_up("BatchGetPartition", "it processes none of the partitions asked for"));
        }
        all.extend(found);
    }
    Ok(all)
}

/// What a batch says of its items.
#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
pub struct Errors {
    pub errors: Option<Vec<shapes::ItemError>>,
}

/// An item that Glue refused, for a reason that is none of Hive's.
pub fn refused_item(operation: &str, error: &shapes::ItemError) -> Error {
    let detail = error.detail();
    let (code, message) = (detail.error_code.as_deref(), detail.error_message.as_deref());
    let values = error.partition_values.as_ref().or(error.partition_value_list.as_ref());
    let values = values.map(|values| values.join(", ")).unwrap_or_default();
    Error::Meta(format!(
        "Glue refused {operation} of partition [{values}]: {}: {}",
        code.unwrap_or_default(),
        message.unwrap_or_default()
    ))
}

/// Of those, the ones that stand in Glue just as they were to be written: for a try whose answer was lost.
pub async fn as_wanted(
    glue: &Glue,
    table: &TableName,
    wanted: &[shapes::Partition],
) -> std::result::Result<HashSet<Vec<String>>, Error> {
    let values = |one: &shapes::Partition| one.values.iter().flatten().map(|v| Str::from(v.as_str())).collect();
    let there = get_many(glue, table, &wanted.iter().map(values).collect::<Vec<Vec<Str>>>()).await?;
    let location = |one: &shapes::Partition| one.storage_descriptor.as_ref().and_then(|sd| sd.location.clone());
    let same = |found: &shapes::Partition| {
        wanted.iter().any(|one| {
            one.values == found.values && one.parameters == found.parameters && location(one) == location(found)
        })
    };
    Ok(there.into_iter().filter(same).filter_map(|found| found.values).collect())
}

/// Deletes them, 25 a call, and says which of them were not there. Whatever fails is told after all was tried.
pub async fn delete_many(
    glue: &Glue,
    table: &TableName,
    values: &[Vec<String>],
) -> (HashSet<Vec<String>>, Vec<Vec<String>>, Option<Error>) {
    let delete = |chunk: &[Vec<String>]| {
        let chunk = chunk.to_vec();
        async move {
            let doomed: Vec<Value> = chunk.iter().map(|values| values_of_json(values)).collect();
            let arguments = json!({
                "DatabaseName": table.database.database.as_str(), "TableName": table.table.as_str(), "PartitionsToDelete": doomed,
            });
            (chunk, glue.client.call_told::<Errors>("BatchDeletePartition", arguments).await)
        }
    };
    let (mut absent, mut deleted, mut failed) = (HashSet::new(), Vec::new(), None);
    for (chunk, outcome) in glue.client.each(values.chunks(Limits::DELETE_PARTITIONS), delete).await {
        match outcome {
            Err(failure) => failed = Some(refused(failure)),
            Ok((answer, uncertain)) => {
                let mut left: HashSet<Vec<String>> = HashSet::new();
                for error in answer.errors.unwrap_or_default() {
                    let values = error.partition_values.clone().unwrap_or_default();
                    match error.is("EntityNotFoundException") {
                        // By an earlier try of ours.
                        true if uncertain => {}
                        true => drop(absent.insert(values.clone())),
                        false => failed = Some(refused_item("BatchDeletePartition", &error)),
                    }
                    if !(uncertain && error.is("EntityNotFoundException")) {
                        left.insert(values);
                    }
                }
                deleted.extend(chunk.into_iter().filter(|values| !left.contains(values)));
            }
        }
    }
    (absent, deleted, failed)
}
