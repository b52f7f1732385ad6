//! Partitions that a request names by their values.

use std::collections::BTreeMap;

use compact_str::CompactString as Str;
use skep_sql::Tx;
use skep_types::Partition;

use super::{Parent, existing, get, read};
use crate::Result;
use crate::storage::ColumnCache;

/// Each of them, by its values; the first that is missing is named. Statements do not grow with their number.
pub async fn by_values<'v>(tx: &Tx, parent: &Parent, values: &[&'v [Str]]) -> Result<BTreeMap<&'v [Str], Partition>> {
    if values.is_empty() {
        return Ok(BTreeMap::new());
    }
    let names = values.iter().map(|values| parent.partition_name(values)).collect::<Result<Vec<_>>>()?;
    let found = existing::ids(tx, parent, names.iter().map(String::as_str).collect()).await?;
    let ids: Vec<i64> = found.values().copied().collect();
    let partitions = read::partitions(tx, parent, &ids, &ColumnCache::default()).await?;
    let mut partitions: BTreeMap<Vec<Str>, Partition> =
        partitions.into_iter().map(|partition| (partition.values.clone().unwrap_or_default(), partition)).collect();
    let mut named = BTreeMap::new();
    for values in values {
        if !named.contains_key(values) {
            named.insert(*values, partitions.remove(*values).ok_or_else(|| get::missing(values))?);
        }
    }
    Ok(named)
}
