//! The table that partitions belong to, as far as reading them needs it.

use compact_str::CompactString as Str;
use skep_sql::{Row, Tx};

use super::{name, sql};
use crate::names::TableName;
use crate::table::arguments;
use crate::{Error, Result};

#[derive(Clone, Debug)]
pub struct Parent {
    pub id: i64,
    pub name: TableName,
    /// Name and type of each partition key.
    pub keys: Vec<(Str, Str)>,
}

impl Parent {
    /// The table, or Hive's "table not found".
    pub async fn find(tx: &Tx, table: &TableName) -> Result<Parent> {
        let rows = tx.rows(&sql::PARENT, &arguments(table)).await?;
        Parent::assemble(&rows, table)?.ok_or_else(|| table.not_found())
    }

    fn assemble(rows: &[Row], table: &TableName) -> Result<Option<Parent>> {
        let Some(first) = rows.first() else { return Ok(None) };
        let mut keys = Vec::with_capacity(rows.len());
        for row in rows {
            if let (Some(key), Some(type_)) = (row.get(1)?, row.get(2)?) {
                keys.push((key, type_));
            }
        }
        Ok(Some(Parent { id: first.get(0)?, name: table.clone(), keys }))
    }

    /// Names of the keys, in order.
    pub fn key_names(&self) -> Vec<&str> {
        self.keys.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The name of the partition with these values.
    pub fn partition_name<V: AsRef<str>>(&self, values: &[V]) -> Result<String> {
        Ok(name::make(&self.key_names(), values)?)
    }
}

/// Names are refused as metadata errors unless a call knows better.
impl From<name::NameError> for Error {
    fn from(error: name::NameError) -> Error {
        Error::Meta(error.to_string())
    }
}
