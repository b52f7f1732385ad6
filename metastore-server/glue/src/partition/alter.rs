//! Changing partitions: a hundred in one of Glue's calls, all or none as far as Glue permits. The values say which
//! partition is meant; everything else is taken from the client's object.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use skep_catalog::names::TableName;
use skep_catalog::table::columns;
use skep_catalog::{Error, Result, storage};
use skep_types::{Partition, Str};

use super::one::{Errors, get_many, refused_item};
use super::target::{Target, to_glue};
use crate::aws::{Limits, shapes};
use crate::context::{Glue, refused};

pub async fn alter(glue: &Glue, table: &TableName, sent: Vec<Partition>) -> Result<()> {
    run(glue, table, sent).await.map_err(Error::as_invalid_operation)
}

async fn run(glue: &Glue, table: &TableName, sent: Vec<Partition>) -> Result<()> {
    if sent.is_empty() {
        let text = "Alter partition operation failed: the list of partitions is empty";
        return Err(Error::InvalidOperation(text.into()));
    }
    let target = Target::find(glue, table).await?;
    let before = find(glue, &target, &sent).await?;
    let now = glue.clock.seconds();
    let mut pairs = Vec::with_capacity(sent.len());
    for (old, new) in before.into_iter().zip(&sent) {
        let after = merge(glue, &target, &old, new, now)?;
        pairs.push((old, after));
    }
    write(glue, table, &pairs).await
}

/// The partitions as they are, in the order sent.
async fn find(glue: &Glue, target: &Target, sent: &[Partition]) -> Result<Vec<shapes::Partition>> {
    let mut values = Vec::with_capacity(sent.len());
    for partition in sent {
        target.name_of(partition)?;
        values.push(partition.values.clone().unwrap_or_default());
    }
    let distinct: HashSet<&Vec<Str>> = values.iter().collect();
    let there = get_many(glue, &target.parent.name, &values).await?;
    if there.len() != values.len() || distinct.len() != values.len() {
        return Err(Error::InvalidOperation(match sent {
            [one] => format!(
                "alter is not possible: partition values=[{}] does not exist",
                one.values.as_deref().unwrap_or_default().join(", ")
            ),
            many => format!(
                "Alter partition operation failed: new parts size {} not matching with old parts size {}",
                many.len(),
                there.len()
            ),
        }));
    }
    let key = |values: &[Str]| values.iter().map(|value| value.to_string()).collect::<Vec<_>>();
    let mut there: HashMap<Vec<String>, shapes::Partition> =
        there.into_iter().map(|one| (one.values.clone().unwrap_or_default(), one)).collect();
    let all: Option<Vec<_>> = values.iter().map(|values| there.remove(&key(values))).collect();
    all.ok_or_else(|| Error::Meta("Glue answered with other partitions than it was asked for".into()))
}

/// The partition as it will be: the client's, where it says something.
pub fn merge(
    glue: &Glue,
    target: &Target,
    before: &shapes::Partition,
    sent: &Partition,
    now: i64,
) -> Result<shapes::Partition> {
    let mut after = sent.clone();
    let parameters = after.parameters.get_or_insert_default();
    let ddl_time = parameters.entry("transient_lastDdlTime".into()).or_default();
    if ddl_time.is_empty() || ddl_time == "0" {
        *ddl_time = now.to_string().into();
    }
    let old = before.storage_descriptor.as_ref();
    match &mut after.sd {
        Some(sd) => {
            if sd.cols.as_ref().is_none_or(Vec::is_empty) {
                sd.cols = Some(columns(&target.table).to_vec());
            }
            let given = sd.location.as_deref().filter(|location| !location.trim().is_empty());
            let given = given.map(|given| glue.warehouse.qualify(given)).transpose()?;
            let given = given.map(|given| Str::from(given.as_str()));
            sd.location = given.or_else(|| old.and_then(|old| old.location.as_deref()).map(Str::from));
            storage::normalized(sd);
        }
        None => after.sd = old.map(crate::storage::to_hive),
    }
    to_glue(&after, Some(before))
}

/// From the first of each pair to the second; if some cannot be written, all are as they were.
async fn write(glue: &Glue, table: &TableName, pairs: &[(shapes::Partition, shapes::Partition)]) -> Result<()> {
    let after: Vec<&shapes::Partition> = pairs.iter().map(|(_, after)| after).collect();
    let Err(failed) = update(glue, table, &after).await else { return Ok(()) };
    let before: Vec<&shapes::Partition> = pairs.iter().map(|(before, _)| before).collect();
    match update(glue, table, &before).await {
        Ok(()) => Err(failed),
        Err(cause) => Err(Error::Meta(format!(
            "{failed}; and some of the {} partitions could not be put back as they were: {cause}",
            before.len()
        ))),
    }
}

async fn update(glue: &Glue, table: &TableName, wanted: &[&shapes::Partition]) -> Result<()> {
    let update = |chunk: &[&shapes::Partition]| {
        let entry =
            |one: &&shapes::Partition| json!({ "PartitionValueList": one.values, "PartitionInput": one.input() });
        let entries: Vec<Value> = chunk.iter().map(entry).collect();
        async move {
            let arguments = json!({
                "DatabaseName": table.database.database.as_str(), "TableName": table.table.as_str(), "Entries": entries,
            });
            let answer: Errors = glue.client.call("BatchUpdatePartition", arguments).await.map_err(refused)?;
            match answer.errors.iter().flatten().next() {
                None => Ok(()),
                Some(error) => Err(refused_item("BatchUpdatePartition", error)),
            }
        }
    };
    glue.client.each(wanted.chunks(Limits::UPDATE_PARTITIONS), update).await.into_iter().collect()
}
