//! Partitions by filter, as one statement.

use skep_sql::{Fragment, Row, Tx};

use super::select::Limit;
use super::{Parent, name};
use crate::Result;
use crate::filter::PartitionFilter;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Ids,
    Names,
    Count,
}

/// The rows of the partitions that pass, ordered by name: one column, what was wanted.
pub async fn rows(
    tx: &Tx,
    parent: &Parent,
    filter: &PartitionFilter,
    wanted: Wanted,
    limit: Limit,
) -> Result<Vec<Row>> {
    let operands = filter.operands(tx.dialect());
    let whole_name = whole_name(parent, filter);
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
    query.push(" and ");
    filter.push_condition(&mut query, &operands);
    if wanted != Wanted::Count {
        query.push(r#" order by p."PART_NAME" limit "#).bind(limit.rows());
    }
    Ok(tx.rows_of(&query).await?)
}

/// A filter that pins every key to a text can only find the one partition of that name, and names
/// are indexed.
fn whole_name(parent: &Parent, filter: &PartitionFilter) -> Option<String> {
    let values: Option<Vec<&str>> = filter.pinned(parent.keys.len()).into_iter().collect();
    name::make(&parent.key_names(), &values?).ok()
}
