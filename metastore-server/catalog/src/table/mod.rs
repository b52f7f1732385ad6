//! Tables and views.

pub mod access;
mod acid;
pub mod alter;
pub mod capability;
pub mod columns;
mod condition;
mod constraints;
pub mod create;
pub mod drop;
pub mod get;
pub mod grants;
pub(crate) mod limits;
pub mod list;
pub mod materialized;
pub mod parameters;
pub mod prepare;
mod projection;
mod rename;
mod rows;
pub mod schema;
pub mod sql;
pub(crate) mod statistics;
pub mod swap;
pub(crate) mod transactional;
pub mod truncate;
mod write;

pub use alter::{Cascade, Change, alter};
pub use create::{create, create_with_constraints};
pub use drop::{drop, drop_rows};
pub use get::{exists, find, get, get_many, lock, objects};
pub use projection::Projection;
pub use swap::Expected;
pub use truncate::truncate;

use crate::names::TableName;
use crate::storage::{Columns, Stored};
use skep_sql::Value;
use skep_types::{EnvironmentContext, FieldSchema, Table};

pub const MANAGED_TABLE: &str = "MANAGED_TABLE";
pub const EXTERNAL_TABLE: &str = "EXTERNAL_TABLE";
pub const VIRTUAL_VIEW: &str = "VIRTUAL_VIEW";
pub const MATERIALIZED_VIEW: &str = "MATERIALIZED_VIEW";

/// Hive's `DDL_TIME`: when a table was last changed, in decimal seconds.
pub const DDL_TIME: &str = "transient_lastDdlTime";

/// A table with its storage ids.
#[derive(Debug, Clone)]
pub struct TableRow {
    pub id: i64,
    pub database_id: i64,
    pub sd_id: Option<i64>,
    pub serde_id: Option<i64>,
    pub cd_id: Option<i64>,
    pub table: Table,
}

impl TableRow {
    /// The descriptor with its ids, as `storage` writes it.
    pub fn stored(&self) -> Option<Stored> {
        let sd = self.table.sd.clone().unwrap_or_default();
        Some(Stored { sd_id: self.sd_id?, serde_id: self.serde_id, cd_id: self.cd_id, sd })
    }

    /// The columns that partitions may share.
    pub fn shared_columns(&self) -> Option<Columns<'_>> {
        Some(Columns { cd_id: self.cd_id?, columns: columns(&self.table) })
    }
}

/// A table's name as the statements take it.
pub(crate) fn arguments(name: &TableName) -> [Value<'_>; 3] {
    [name.database.catalog.as_str().into(), name.database.database.as_str().into(), name.table.as_str().into()]
}

pub fn columns(table: &Table) -> &[FieldSchema] {
    table.sd.as_ref().and_then(|sd| sd.cols.as_deref()).unwrap_or_default()
}

pub fn parameter<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.parameters.as_ref()?.get(key).map(|value| value.as_str())
}

/// Whether a parameter is there and says true, in any case.
pub fn has_flag(table: &Table, key: &str) -> bool {
    parameter(table, key).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// The location, unless it is empty.
pub fn location(table: &Table) -> Option<&str> {
    table.sd.as_ref()?.location.as_deref().filter(|l| !l.trim().is_empty())
}

pub fn is_partitioned(table: &Table) -> bool {
    table.partition_keys.as_ref().is_some_and(|keys| !keys.is_empty())
}

/// A view without data of its own.
pub fn is_view(table: &Table) -> bool {
    table.table_type.as_deref() == Some(VIRTUAL_VIEW)
}

pub fn is_any_view(table: &Table) -> bool {
    is_view(table) || table.table_type.as_deref() == Some(MATERIALIZED_VIEW)
}

pub fn is_external(table: &Table) -> bool {
    table.table_type.as_deref() == Some(EXTERNAL_TABLE) || has_flag(table, "EXTERNAL")
}

/// Whether dropping the table drops the data: managed tables, and external ones that ask for it
/// (which is how Hive 4 stores what older clients call managed).
pub fn owns_data(table: &Table) -> bool {
    !is_view(table) && (!is_external(table) || has_flag(table, "external.table.purge"))
}

fn is_transactional(table: &Table) -> bool {
    has_flag(table, "transactional")
}

fn is_iceberg(table: &Table) -> bool {
    parameter(table, "table_type").is_some_and(|value| value.eq_ignore_ascii_case("iceberg"))
}

/// A property of the request's environment.
pub(crate) fn property<'a>(environment: Option<&'a EnvironmentContext>, key: &str) -> Option<&'a str> {
    environment?.properties.as_ref()?.get(key).map(|value| value.as_str())
}

#[cfg(test)]
mod tests;
