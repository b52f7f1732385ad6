//! The partitions of a choice, by Hive's rules, and their names.

use std::collections::BTreeMap;

use skep_catalog::filter::PartitionFilter;
use skep_catalog::names::TableName;
use skep_catalog::partition::select::{Choice, Chosen, Limit, values_of};
use skep_catalog::{Error, Result};
use skep_types::{Partition, Str};

use super::expression::expressions;
use super::list::{self, Columns};
use super::one;
use super::target::{Target, to_hive};
use crate::aws::shapes;
use crate::context::Glue;

/// In the order of their names; and whether all of them are meant.
pub async fn partitions(
    glue: &Glue,
    table: &TableName,
    choice: &Choice,
    limit: Limit,
) -> Result<(Vec<Partition>, bool)> {
    let target = Target::find(glue, table).await?;
    let (found, certain) = found(glue, &target, choice, Columns::Yes, limit).await?;
    Ok((found.iter().map(|one| to_hive(table, one)).collect(), certain))
}

pub async fn names(glue: &Glue, table: &TableName, choice: &Choice, limit: Limit) -> Result<Vec<Str>> {
    let target = Target::find(glue, table).await?;
    let (found, certain) = found(glue, &target, choice, Columns::No, limit).await?;
    if !certain {
        return Err(Error::Meta("the partition expression is not understood: its names are not known".into()));
    }
    found.iter().map(|one| target.name(one)).collect()
}

/// As Glue has them, ordered by name.
pub async fn found(
    glue: &Glue,
    target: &Target,
    choice: &Choice,
    columns: Columns,
    limit: Limit,
) -> Result<(Vec<shapes::Partition>, bool)> {
    let chosen = choice.resolve(&target.parent)?;
    let most = usize::try_from(limit.rows()).unwrap_or(usize::MAX);
    // A table without partition keys has no partitions, and Glue need not be asked for them.
    if most == 0 || target.parent.keys.is_empty() {
        return Ok((Vec::new(), chosen.is_certain()));
    }
    let mut named = BTreeMap::new();
    for one in chosen_ones(glue, target, &chosen, columns).await? {
        // One that somebody else left with another number of values has no name.
        if let Ok(name) = target.name(&one) {
            named.insert(name, one);
        }
    }
    Ok((named.into_values().take(most).collect(), chosen.is_certain()))
}

async fn chosen_ones(
    glue: &Glue,
    target: &Target,
    chosen: &Chosen,
    columns: Columns,
) -> Result<Vec<shapes::Partition>> {
    let table = &target.parent.name;
    match chosen {
        Chosen::All => list::all(glue, table, columns).await,
        Chosen::Named(names) => {
            // Names that are none are passed over, as those of partitions that are not there.
            let values: Vec<Vec<Str>> = names.iter().filter_map(|name| values_of(&target.parent, name).ok()).collect();
            one::get_many(glue, table, &values).await
        }
        Chosen::Filtered(filter) => filtered(glue, target, filter, columns).await,
        Chosen::Perhaps(chosen) => Box::pin(chosen_ones(glue, target, chosen, columns)).await,
        Chosen::Visible(..) => Err(Error::Meta("row rules are not enforced over Glue".into())),
    }
}

async fn filtered(
    glue: &Glue,
    target: &Target,
    filter: &PartitionFilter,
    columns: Columns,
) -> Result<Vec<shapes::Partition>> {
    let keys: Vec<(&str, &str)> =
        target.parent.keys.iter().map(|(key, type_)| (key.as_str(), type_.as_str())).collect();
    // All keys pinned to texts: there is one at the most, and Glue has it by its values.
    if let Some(values) = filter.pinned(keys.len()).into_iter().map(|value| value.map(Str::from)).collect() {
        let values: Vec<Str> = values;
        let one = one::get_many(glue, &target.parent.name, &[values]).await?;
        return Ok(one.into_iter().filter(|one| passes(filter, one)).collect());
    }
    let expressions = expressions(filter, &keys);
    let mut found = list::matching(glue, &target.parent.name, columns, &expressions).await?;
    found.retain(|one| passes(filter, one));
    Ok(found)
}

fn passes(filter: &PartitionFilter, one: &shapes::Partition) -> bool {
    filter.matches(one.values.as_deref().unwrap_or_default())
}
