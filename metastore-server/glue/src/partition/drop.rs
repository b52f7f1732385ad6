//! Dropping partitions: twenty-five in one of Glue's calls, directories after it.

use std::collections::{BTreeMap, HashSet};

use skep_catalog::names::TableName;
use skep_catalog::partition::One;
use skep_catalog::partition::drop::{Data, Doomed, Missing};
use skep_catalog::partition::select::{Choice, Limit, values_of};
use skep_catalog::{Error, Result};
use skep_types::{Partition, Str};

use super::add::restore;
use super::list::Columns;
use super::one::{delete_many, get_many};
use super::select;
use super::target::{Target, to_hive};
use crate::aws::shapes;
use crate::context::Glue;

/// Drops and returns the partitions as they were.
pub async fn drop(
    glue: &Glue,
    table: &TableName,
    doomed: &Doomed,
    missing: Missing,
    data: Data,
) -> Result<Vec<Partition>> {
    let target = Target::find(glue, table).await?;
    let found = find(glue, &target, doomed, missing).await?;
    delete(glue, table, &found).await?;
    let dropped: Vec<Partition> = found.iter().map(|one| to_hive(table, one)).collect();
    if data == Data::Delete && target.owns_data() {
        delete_directories(glue, &target, &dropped).await?;
    }
    Ok(dropped)
}

/// Those that were deleted before one could not be are put back.
async fn delete(glue: &Glue, table: &TableName, found: &[shapes::Partition]) -> Result<()> {
    let values: Vec<Vec<String>> = found.iter().filter_map(|one| one.values.clone()).collect();
    let (_, deleted, failed) = delete_many(glue, table, &values).await;
    let Some(failed) = failed else { return Ok(()) };
    let deleted: HashSet<Vec<String>> = deleted.into_iter().collect();
    let gone: Vec<shapes::Partition> =
        found.iter().filter(|one| one.values.as_ref().is_some_and(|v| deleted.contains(v))).cloned().collect();
    match restore(glue, table, &gone).await {
        Ok(()) => Err(failed),
        Err(cause) => Err(Error::Meta(format!(
            "{failed}; and some of the {} partitions that were dropped before could not be put back: {cause}",
            gone.len()
        ))),
    }
}

async fn find(glue: &Glue, target: &Target, doomed: &Doomed, missing: Missing) -> Result<Vec<shapes::Partition>> {
    let (parent, table) = (&target.parent, &target.parent.name);
    match doomed {
        Doomed::One(one) => {
            let values = match one {
                One::Values(values) => values.clone(),
                One::Name(name) => values_of(parent, name)?,
            };
            parent.partition_name(&values)?;
            let found = get_many(glue, table, std::slice::from_ref(&values)).await?;
            match found.is_empty() {
                true => Err(Error::NotFound(format!("Partition doesn't exist. [{}]", values.join(", ")))),
                false => Ok(found),
            }
        }
        Doomed::Named(names) => {
            let values: Vec<Vec<Str>> = names.iter().filter_map(|name| values_of(parent, name).ok()).collect();
            let found = get_many(glue, table, &values).await?;
            let distinct: HashSet<&Str> = names.iter().collect();
            match missing == Missing::Refuse && found.len() < distinct.len() {
                true => Err(some_missing()),
                false => Ok(found),
            }
        }
        Doomed::Filtered(choices) => {
            let mut all = BTreeMap::new();
            for choice in choices {
                let found = certain(glue, target, choice).await?;
                if found.is_empty() && missing == Missing::Refuse {
                    return Err(some_missing());
                }
                all.extend(found.into_iter().map(|one| (one.values.clone(), one)));
            }
            Ok(all.into_values().collect())
        }
        Doomed::Known(_) => Err(Error::Meta("partitions have no ids in Glue".into())),
    }
}

async fn certain(glue: &Glue, target: &Target, choice: &Choice) -> Result<Vec<shapes::Partition>> {
    if !choice.resolve(&target.parent)?.is_certain() {
        return Err(Error::Meta("Unexpected unknown partitions to drop".into()));
    }
    Ok(select::found(glue, target, choice, Columns::Yes, Limit::None).await?.0)
}

fn some_missing() -> Error {
    Error::NotFound("Some partitions to drop are missing".into())
}

/// Glue has forgotten them, so a directory that cannot be deleted is only reported to the log.
async fn delete_directories(glue: &Glue, target: &Target, partitions: &[Partition]) -> Result<()> {
    let Some(top) = target.location(glue)? else { return Ok(()) };
    let delete = |location: &str| {
        let (location, top) = (location.to_owned(), top.clone());
        async move {
            let outcome = async {
                let location = glue.warehouse.qualify(&location)?;
                if location.contains(&top) {
                    tracing::warn!(%location, "not deleted: the directory of a partition holds its whole table");
                    return Ok::<_, skep_warehouse::Error>(());
                }
                glue.warehouse.delete_directory(&location).await?;
                glue.warehouse.remove_empty_parents(&location, &top).await
            };
            if let Err(error) = outcome.await {
                tracing::warn!(location, %error, "the directory of a dropped partition was left behind");
            }
        }
    };
    let locations = partitions.iter().filter_map(|one| one.sd.as_ref()?.location.as_deref());
    glue.client.each(locations, delete).await;
    Ok(())
}
