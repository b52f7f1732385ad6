//! The values that partitions have, without the partitions.

use std::collections::HashSet;

use compact_str::CompactString as Str;
use skep_types::{FieldSchema, PartitionValuesRequest, PartitionValuesResponse, PartitionValuesRow};

use super::select::{self, Choice, Limit};
use super::visible::Visible;
use super::{Parent, name};
use crate::names::TableName;
use crate::{Catalog, Error, Result};

/// Rows of values, in the order of the partitions' names. With a filter a row has the values of all
/// keys, without one those of the keys that are asked for, as they stand in the names (`a%3Ab`): so Hive
/// answers, whatever the request says.
pub async fn values(
    catalog: &Catalog,
    table: &TableName,
    request: &PartitionValuesRequest,
    visible: Option<Visible>,
) -> Result<PartitionValuesResponse> {
    let filter = request.filter.clone().unwrap_or_default();
    let (choice, limit, of_all) = if filter.is_empty() {
        (Choice::All, Limit::None, true)
    } else {
        (Choice::Filter(filter), Limit::of(request.max_parts), false)
    };
    let choice = &choice.among(visible);
    let read = catalog.db.read(|tx| async move {
        let parent = Parent::find(&tx, table).await?;
        let wanted = wanted(&parent, &request.partition_keys)?;
        let names = select::names(&tx, &parent, &choice.resolve(&parent)?, limit).await?;
        Ok::<_, Error>((parent, wanted, names))
    });
    let (parent, wanted, mut names) = read.await?;
    if request.ascending == Some(false) {
        names.reverse();
    }
    let keys = parent.key_names();
    let rows = if of_all {
        let keys: Vec<_> = wanted.iter().map(|at| &keys[*at]).collect();
        let rows: Result<_> = names.iter().map(|name| Ok(name::escaped_values(&keys, name)?)).collect();
        reduced(rows?, request)
    } else {
        names.iter().map(|name| Ok(name::values(&keys, name)?)).collect::<Result<_>>()?
    };
    Ok(PartitionValuesResponse { partition_values: rows.into_iter().map(|row| PartitionValuesRow { row }).collect() })
}

/// The positions of the keys asked for.
fn wanted(parent: &Parent, asked: &[FieldSchema]) -> Result<Vec<usize>> {
    let keys = parent.key_names();
    let position = |field: &FieldSchema| {
        let name = field.name.as_deref().unwrap_or("null");
        let at = keys.iter().position(|key| key.eq_ignore_ascii_case(name));
        at.ok_or_else(|| Error::Meta(format!("Error retrieving partition values: {name} is no key of {}", parent.name)))
    };
    if asked.is_empty() {
        return Err(Error::Meta("Error retrieving partition values: no partition keys are asked for".into()));
    }
    asked.iter().map(position).collect()
}

/// Each row once unless asked otherwise, and so many at most; here zero is no limit.
fn reduced(mut rows: Vec<Vec<Str>>, request: &PartitionValuesRequest) -> Vec<Vec<Str>> {
    if request.apply_distinct != Some(false) {
        let mut seen = HashSet::with_capacity(rows.len());
        rows.retain(|row| seen.insert(row.clone()));
    }
    if let Some(most) = request.max_parts.and_then(|most| usize::try_from(most).ok()).filter(|most| *most > 0) {
        rows.truncate(most);
    }
    rows
}
