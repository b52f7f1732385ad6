//! Renaming a partition: other values, and for tables that own their data another directory.

use serde_json::{Value, json};
use skep_catalog::names::TableName;
use skep_catalog::{Error, Result};
use skep_types::{Partition, Str};
use skep_warehouse::Moved;

use super::alter::{alter, merge};
use super::one::{find, get_many};
use super::target::Target;
use crate::aws::{Kind, shapes};
use crate::context::{Glue, refused};
use crate::place;

/// Gives the partition with the values `old` the values and everything else of `new`.
pub async fn rename(glue: &Glue, table: &TableName, old: &[Str], new: Partition) -> Result<()> {
    if old.is_empty() {
        return alter(glue, table, vec![new]).await;
    }
    run(glue, table, old, new).await.map_err(Error::as_invalid_operation)
}

async fn run(glue: &Glue, table: &TableName, old: &[Str], new: Partition) -> Result<()> {
    let target = Target::find(glue, table).await?;
    let name = target.name_of(&new)?;
    let values = new.values.clone().unwrap_or_default();
    let before = before(glue, &target, old, &values).await?;
    let mut after = merge(glue, &target, &before, &new, glue.clock.seconds())?;
    let (location, moved) = directory(glue, &target, &before, &name).await?;
    after.storage_descriptor.get_or_insert_default().location = location;
    let outcome = write(glue, table, old, &after).await;
    place::settle(moved, outcome.is_ok()).await;
    outcome
}

/// The old partition; the new name is checked to be free.
async fn before(glue: &Glue, target: &Target, old: &[Str], new: &[Str]) -> Result<shapes::Partition> {
    let table = &target.parent.name;
    target.parent.partition_name(old)?;
    let is = |one: &shapes::Partition, values: &[Str]| {
        one.values.iter().flatten().map(String::as_str).eq(values.iter().map(Str::as_str))
    };
    let there = get_many(glue, table, &[old.to_vec(), new.to_vec()]).await?;
    if old != new && there.iter().any(|one| is(one, new)) {
        let (database, table) = (&table.database.database, &table.table);
        let text = format!("Partition already exists:{database}.{table}.[{}]", new.join(", "));
        return Err(Error::InvalidOperation(text));
    }
    let what = "Unable to rename partition because old partition does not exist";
    there.into_iter().find(|one| is(one, old)).ok_or_else(|| Error::InvalidOperation(what.into()))
}

/// Where the partition lies from now on, with the move that brought it there.
async fn directory(
    glue: &Glue,
    target: &Target,
    before: &shapes::Partition,
    name: &str,
) -> Result<(Option<String>, Option<Moved>)> {
    let old = before.storage_descriptor.as_ref().and_then(|sd| sd.location.clone());
    let Some(from) = old.as_deref().filter(|_| target.moves_data()) else { return Ok((old, None)) };
    let (from, to) = (glue.warehouse.qualify(from)?, target.partition_location(glue, name)?);
    if from == to {
        return Ok((old, None));
    }
    let (place, moved) = place::follow(glue, &from, &to, &target.parent.name.to_string()).await?;
    Ok((place.map(|place| place.as_str().to_owned()).or(old), moved))
}

async fn write(glue: &Glue, table: &TableName, old: &[Str], after: &shapes::Partition) -> Result<()> {
    let old: Vec<&str> = old.iter().map(Str::as_str).collect();
    let arguments = json!({
        "DatabaseName": table.database.database.as_str(),
        "TableName": table.table.as_str(),
        "PartitionValueList": old,
        "PartitionInput": after.input(),
    });
    match glue.client.call::<Value>("UpdatePartition", arguments).await {
        Ok(_) => Ok(()),
        Err(failure) if failure.uncertain && (failure.is(Kind::NotFound) || failure.is(Kind::Exists)) => {
            // By a try of ours whose answer was lost, if it is there under its new values.
            let values: Vec<Str> = after.values.iter().flatten().map(|value| Str::from(value.as_str())).collect();
            find(glue, table, &values).await.map(drop).map_err(|_| refused(failure))
        }
        Err(failure) => Err(refused(failure)),
    }
}
