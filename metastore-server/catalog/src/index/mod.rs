//! Indexes of tables, which Hive 2.3 was the last to have. On newer schemas there are none: clients
//! of 2.3 ask for them before they drop a table, and hear so.

mod add;
mod alter;
mod drop;
mod get;
pub mod sql;

pub use add::add;
pub use alter::alter;
pub use drop::{drop, drop_of_database, drop_of_table};
pub use get::{get, list, names};

use crate::names::{DatabaseName, TableName, normalize};
use crate::storage::Stored;
use crate::{Catalog, Error, Result};
use skep_schema::Version;
use skep_sql::Tx;
use skep_types::{Index, Str};
use std::fmt;

const TABLE: &str = "IDXS";

/// Whether this is the schema of servers that know indexes. Hive 3.1's still has the tables, but its
/// servers would stumble over rows in them.
fn are_kept(catalog: &Catalog) -> bool {
    catalog.db.version() == Version::V2_3 && catalog.keeps(TABLE)
}

fn require(catalog: &Catalog) -> Result<()> {
    match catalog.db.version() {
        Version::V2_3 => catalog.needs(TABLE),
        version => Err(Error::Meta(format!(
            "the metastore database has the schema of Hive {version}; indexes are kept on that of Hive {} only",
            Version::V2_3
        ))),
    }
}

/// Whether there may be indexes, be it of an older time: they would be in the way of a table's removal.
fn may_be_in(tx: &Tx) -> bool {
    tx.version() < Version::V4_0 && tx.has(TABLE)
}

/// An index, fully named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexName {
    pub table: TableName,
    pub index: Str,
}

impl IndexName {
    pub fn parse(database: Option<&str>, table: Option<&str>, index: Option<&str>) -> Result<IndexName> {
        let index = normalize(index.ok_or_else(|| Error::Meta("Index name cannot be null.".into()))?);
        Ok(IndexName { table: TableName::parse(database, table)?, index })
    }

    fn missing(&self) -> Error {
        let TableName { database, table } = &self.table;
        Error::NotFound(format!("{}.{table} index={} not found", database.database, self.index))
    }
}

impl fmt::Display for IndexName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.index, self.table)
    }
}

/// An index with its storage ids.
#[derive(Debug, Clone)]
struct IndexRow {
    id: i64,
    of_table: i64,
    /// The table that holds the index, if its kind needs one.
    table: Option<(i64, TableName)>,
    stored: Option<Stored>,
    index: Index,
}

/// The table of an index, which may be said to lie in another database: `db.table`.
fn index_table(database: &DatabaseName, name: &str) -> TableName {
    match name.split_once('.') {
        Some((other, table)) => {
            DatabaseName { catalog: database.catalog.clone(), database: normalize(other) }.table(table)
        }
        None => database.table(name),
    }
}

#[cfg(test)]
mod tests;
