//! `PartitionSpec`s: lists of partitions in a compact form, both ways.

use compact_str::CompactString as Str;
use skep_types::{Partition, PartitionListComposingSpec, PartitionSpec, PartitionSpecWithSharedSD, Table};

use super::grouped;
use crate::names::TableName;
use crate::table::has_flag;
use crate::{Error, Result};

/// The partitions that the specs describe, each with its own descriptor.
pub fn expand(specs: Vec<PartitionSpec>) -> Result<Vec<Partition>> {
    let mut partitions = Vec::new();
    for spec in specs {
        match (spec.shared_sd_partition_spec.clone(), spec.partition_list.clone()) {
            (Some(shared), _) => expand_shared(&spec, shared, &mut partitions)?,
            (None, Some(list)) => {
                partitions.extend(list.partitions.unwrap_or_default().into_iter().map(|p| owned(&spec, p)));
            }
            (None, None) => {
                return Err(Error::Meta("a partition spec has neither a list nor a shared descriptor".into()));
            }
        }
    }
    Ok(partitions)
}

/// The database and table that all specs are about, from the first.
pub fn table(specs: &[PartitionSpec]) -> Result<Option<TableName>> {
    let Some(first) = specs.first() else { return Ok(None) };
    TableName::of(first.cat_name.as_deref(), first.db_name.as_deref(), first.table_name.as_deref()).map(Some)
}

fn expand_shared(spec: &PartitionSpec, shared: PartitionSpecWithSharedSD, into: &mut Vec<Partition>) -> Result<()> {
    let Some(root) = spec.root_path.as_deref().filter(|root| !root.is_empty()) else {
        return Err(Error::Meta("a partition spec with a shared descriptor has no root path".into()));
    };
    let sd = shared.sd.unwrap_or_default();
    for one in shared.partitions.unwrap_or_default() {
        let relative = one.relative_path.as_deref().filter(|path| !path.is_empty());
        let Some(relative) = relative else {
            return Err(Error::Meta("a partition of a spec with a shared descriptor has no relative path".into()));
        };
        let location = format!("{}/{}", root.trim_end_matches('/'), relative.trim_start_matches('/'));
        let mut sd = sd.clone();
        sd.location = Some(location.into());
        let partition = Partition {
            values: one.values,
            create_time: one.create_time,
            last_access_time: one.last_access_time,
            parameters: one.parameters,
            privileges: one.privileges,
            sd: Some(sd),
            ..Partition::default()
        };
        into.push(owned(spec, partition));
    }
    Ok(())
}

/// A partition of a spec is of the spec's table, if it does not say otherwise.
fn owned(spec: &PartitionSpec, mut partition: Partition) -> Partition {
    let fill = |field: &mut Option<Str>, from: &Option<Str>| {
        if field.is_none() {
            field.clone_from(from);
        }
    };
    fill(&mut partition.db_name, &spec.db_name);
    fill(&mut partition.table_name, &spec.table_name);
    fill(&mut partition.cat_name, &spec.cat_name);
    partition
}

/// The partitions of a table: as one list, or in groups if the table asks for that with HCatalog's
/// parameter.
pub fn compose(table: &Table, partitions: Vec<Partition>) -> Vec<PartitionSpec> {
    if has_flag(table, "hive.hcatalog.partition.spec.grouping.enabled") {
        return grouped(table, partitions);
    }
    let list = PartitionListComposingSpec { partitions: Some(partitions) };
    vec![PartitionSpec {
        db_name: table.db_name.clone(),
        table_name: table.table_name.clone(),
        cat_name: table.cat_name.clone(),
        root_path: table.sd.as_ref().and_then(|sd| sd.location.clone()),
        partition_list: Some(list),
        ..PartitionSpec::default()
    }]
}
