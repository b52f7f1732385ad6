//! A table as it will be stored, out of what a client sent.

use super::{DDL_TIME, EXTERNAL_TABLE, MANAGED_TABLE, VIRTUAL_VIEW, has_flag};
use crate::names::{TableName, is_table_name, normalize};
use crate::{Error, Result, storage};
use skep_types::{PrincipalType, Str, Table};

/// Parameters that are instructions to the server and never stored: how Spark, Iceberg and Trino
/// switch statistics off, and what Hive 4 says of CREATE TABLE AS and LIKE.
const INSTRUCTIONS: [&str; 3] = [super::statistics::SWITCHED_OFF, "created_with_ctas", "created_with_ctlt"];

/// What the instructions among the parameters said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instructions {
    pub leave_statistics: bool,
}

/// The name of a table that a client describes, checked.
pub fn name(table: &Table) -> Result<TableName> {
    let name = TableName::of(table.cat_name.as_deref(), table.db_name.as_deref(), table.table_name.as_deref())?;
    match is_table_name(&name.table) {
        true => Ok(name),
        false => Err(Error::InvalidObject(format!("{} is not a valid object name", name.table))),
    }
}

/// Normalises what can be, and takes the instructions out. Location, times and statistics are the
/// operation's business.
pub fn prepare(sent: &Table, name: &TableName) -> (Table, Instructions) {
    let mut table = sent.clone();
    table.cat_name = Some(name.database.catalog.clone());
    table.db_name = Some(name.database.database.clone());
    table.table_name = Some(name.table.clone());
    table.owner_type.get_or_insert(PrincipalType::USER);
    for key in table.partition_keys.get_or_insert_default() {
        key.name = key.name.as_deref().map(normalize);
    }
    if let Some(sd) = &mut table.sd {
        storage::normalized(sd);
    }
    table.table_type = Some(kind(&table));
    if !super::is_any_view(&table) {
        (table.view_original_text, table.view_expanded_text) = (None, None);
    }
    // Not part of what is stored; they would only appear in events.
    (table.temporary, table.txn_id, table.dictionary, table.file_metadata) = (None, None, None, None);
    (table.col_stats, table.access_type) = (None, None);
    (table.required_read_capabilities, table.required_write_capabilities) = (None, None);
    let parameters = table.parameters.get_or_insert_default();
    let leave_statistics =
        parameters.get(super::statistics::SWITCHED_OFF).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    for instruction in INSTRUCTIONS {
        parameters.remove(instruction);
    }
    (table, Instructions { leave_statistics })
}

/// Hive reconciles the type with the parameter `EXTERNAL`, which wins.
fn kind(table: &Table) -> Str {
    let external = has_flag(table, "EXTERNAL");
    match table.table_type.as_deref() {
        None if table.view_original_text.is_some() => VIRTUAL_VIEW.into(),
        None | Some(MANAGED_TABLE | EXTERNAL_TABLE) => match external {
            true => EXTERNAL_TABLE.into(),
            false => MANAGED_TABLE.into(),
        },
        Some(other) => other.into(),
    }
}

/// Stamps the time of this change, unless the client brought its own.
pub fn stamp(table: &mut Table, now: i64) {
    let parameters = table.parameters.get_or_insert_default();
    parameters.entry(DDL_TIME.into()).or_insert_with(|| now.to_string().into());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameter_external_decides_the_type() {
        for (sent, external, stored) in [
            (Some("MANAGED_TABLE"), Some("true"), "EXTERNAL_TABLE"),
            (Some("EXTERNAL_TABLE"), Some("TRUE"), "EXTERNAL_TABLE"),
            (Some("EXTERNAL_TABLE"), None, "MANAGED_TABLE"),
            (None, None, "MANAGED_TABLE"),
            (Some("VIRTUAL_VIEW"), Some("TRUE"), "VIRTUAL_VIEW"),
        ] {
            let parameters = external.map(|value| ("EXTERNAL".into(), value.into()));
            let table = Table {
                table_type: sent.map(Str::from),
                parameters: Some(parameters.into_iter().collect()),
                ..Table::default()
            };
            assert_eq!(kind(&table), stored, "{sent:?} with EXTERNAL={external:?}");
        }
    }
}
