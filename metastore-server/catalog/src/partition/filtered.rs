//! Partitions by filter: as one statement, or in memory where the filter is so long that a database
//! would spend seconds on it.

use compact_str::CompactString as Str;
use skep_sql::{Fragment, FromColumn, Tx};

use super::select::Limit;
use super::{Parent, name, sql};
use crate::Result;
use crate::filter::PartitionFilter;

/// Filters with more conditions than this are evaluated here. Databases look at every condition for
/// every partition one by one, typed ones through several functions: ten thousand of them took
/// SQLite half a minute for a hundred partitions. (A list of values is one condition.)
const CONDITIONS_IN_SQL_MAX: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Ids,
    Names,
    Count,
}

/// Ids of the partitions that pass, in the order of their names.
pub async fn ids(tx: &Tx, parent: &Parent, filter: &PartitionFilter, limit: Limit) -> Result<Vec<i64>> {
    if filter.conditions() > CONDITIONS_IN_SQL_MAX {
        return Ok(evaluated(tx, parent, filter, limit).await?.into_iter().map(|(id, _)| id).collect());
    }
    found(tx, parent, filter, Wanted::Ids, limit).await
}

/// Their names, in order.
pub async fn names(tx: &Tx, parent: &Parent, filter: &PartitionFilter, limit: Limit) -> Result<Vec<Str>> {
    if filter.conditions() > CONDITIONS_IN_SQL_MAX {
        return Ok(evaluated(tx, parent, filter, limit).await?.into_iter().map(|(_, name)| name).collect());
    }
    found(tx, parent, filter, Wanted::Names, limit).await
}

/// How many there are.
pub async fn count(tx: &Tx, parent: &Parent, filter: &PartitionFilter) -> Result<i64> {
    if filter.conditions() > CONDITIONS_IN_SQL_MAX {
        let found = evaluated(tx, parent, filter, Limit::None).await?;
        return Ok(i64::try_from(found.len()).unwrap_or(i64::MAX));
    }
    let counts: Vec<i64> = found(tx, parent, filter, Wanted::Count, Limit::None).await?;
    Ok(counts.into_iter().sum())
}

/// Reads the values of all partitions and tries the filter on each.
async fn evaluated(tx: &Tx, parent: &Parent, filter: &PartitionFilter, limit: Limit) -> Result<Vec<(i64, Str)>> {
    let most = usize::try_from(limit.rows()).unwrap_or(usize::MAX);
    let rows = tx.rows(&sql::VALUES_OF_TABLE, &[parent.id.into()]).await?;
    let mut found = Vec::new();
    let mut values: Vec<Str> = Vec::with_capacity(parent.keys.len());
    for row in &rows {
        values.push(row.get::<Option<Str>>(2)?.unwrap_or_default());
        if values.len() < parent.keys.len() {
            continue;
        }
        if found.len() < most && filter.matches(&values) {
            found.push((row.get(0)?, row.get(1)?));
        }
        values.clear();
    }
    Ok(found)
}

/// What was wanted of the partitions that pass, ordered by name.
async fn found<T: FromColumn + Send>(
    tx: &Tx,
    parent: &Parent,
    filter: &PartitionFilter,
    wanted: Wanted,
    limit: Limit,
) -> Result<Vec<T>> {
    let spelled = filter.spelled(tx.dialect());
    let operands = spelled.operands();
    let whole_name = whole_name(parent, filter);
    let patterns = if whole_name.is_none() { name_patterns(parent, filter) } else { Vec::new() };
    let mut query = Fragment::new(match wanted {
        Wanted::Ids => r#"select p."PART_ID" from "PARTITIONS" p"#,
        Wanted::Names => r#"select p."PART_NAME" from "PARTITIONS" p"#,
        Wanted::Count => r#"select count(*) from "PARTITIONS" p"#,
    });
    filter.push_joins(&mut query);
    query.push(r#" where p."TBL_ID" = "#).bind(parent.id);
    if let Some(name) = &whole_name {
        query.push(r#" and p."PART_NAME" = "#).bind(name.as_str());
    }
    for pattern in &patterns {
        query.push(r#" and p."PART_NAME" like "#).bind(pattern.as_str()).push(" escape '!'");
    }
    query.push(" and ");
    filter.push_condition(&mut query, &operands);
    if wanted != Wanted::Count {
        query.push(r#" order by p."PART_NAME""#);
    }
    // A limit that limits nothing still changes the plan.
    if let (Limit::AtMost(most), true) = (limit, wanted != Wanted::Count) {
        query.push(" limit ").bind(most);
    }
    tx.collect_of(&query, |row| Ok(row.get(0)?)).await
}

/// A filter that pins every key to a text can only find the one partition of that name, and names
/// are indexed.
fn whole_name(parent: &Parent, filter: &PartitionFilter) -> Option<String> {
    let values: Option<Vec<&str>> = filter.pinned(parent.keys.len()).into_iter().collect();
    name::make(&parent.key_names(), &values?).ok()
}

/// What the name of a partition that passes must look like, for each key that is pinned
/// to a text. The values decide; but they stand in a table of all partitions of all
/// tables without an index on them, while names are found by their table.
fn name_patterns(parent: &Parent, filter: &PartitionFilter) -> Vec<String> {
    let keys = parent.key_names();
    let pinned = filter.pinned(keys.len());
    let last = keys.len().saturating_sub(1);
    // An empty value has the default partition's name.
    let texts = pinned.iter().enumerate().filter_map(|(at, value)| Some((at, value.filter(|v| !v.is_empty())?)));
    let pattern = |(at, value): (usize, &str)| {
        let part = name::make(keys.get(at..=at)?, &[value]).ok()?;
        let part = part.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        Some(format!("{}{part}{}", if at == 0 { "" } else { "%/" }, if at == last { "" } else { "/%" }))
    };
    texts.filter_map(pattern).collect()
}

#[cfg(test)]
mod tests;
