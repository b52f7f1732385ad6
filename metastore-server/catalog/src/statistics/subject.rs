//! The table that a write of statistics is about.

use super::sql;
use crate::names::{TableName, normalize};
use crate::partition::name;
use crate::{Error, Result};
use skep_sql::{Tx, Value};
use skep_types::{ColumnStatisticsObj, Str};

/// A table, held until the transaction ends.
pub(super) struct Subject {
    pub id: i64,
    pub name: TableName,
    pub accurate: Option<Str>,
    pub transactional: bool,
    columns: Vec<Str>,
    pub keys: Vec<Str>,
}

impl Subject {
    pub async fn lock(tx: &Tx, name: &TableName) -> Result<Subject> {
        let row = tx.row_opt(&sql::LOCK_TABLE, &arguments(name)).await?.ok_or_else(|| name.not_found())?;
        let id: i64 = row.get(0)?;
        let mut subject = Subject {
            id,
            name: name.clone(),
            accurate: None,
            transactional: false,
            columns: Vec::new(),
            keys: Vec::new(),
        };
        for row in tx.rows(&sql::SUBJECT, &[id.into()]).await? {
            let text: Str = row.get(1)?;
            match row.get::<i64>(0)? {
                1 => subject.columns.push(text),
                2 => subject.keys.push(text),
                _ if text == "transactional" => subject.transactional = is_transactional(row.get(2)?),
                _ => subject.accurate = row.get(2)?,
            }
        }
        Ok(subject)
    }

    /// Refuses statistics on columns that the table does not have.
    pub fn check_columns(&self, objects: &[ColumnStatisticsObj]) -> Result<()> {
        let unknown = objects.iter().find(|object| !self.columns.iter().any(|c| *c == normalize(&object.col_name)));
        match unknown {
            None => Ok(()),
            Some(object) => {
                let (table, database) = (&self.name.table, &self.name.database.database);
                let column = &object.col_name;
                Err(Error::Meta(format!("Column {column} doesn't exist in table {table} in database {database}")))
            }
        }
    }

    /// The name under which a partition is stored, from one in which the keys may stand in any order.
    pub fn partition_name(&self, sent: &str) -> Result<Str> {
        let values = self.values(sent)?;
        Ok(name::make(&self.keys, &values).map_err(invalid)?.into())
    }

    /// The values in a partition's name.
    pub fn values(&self, sent: &str) -> Result<Vec<Str>> {
        name::values(&self.keys, sent).map_err(invalid)
    }
}

fn invalid(error: name::NameError) -> Error {
    Error::InvalidObject(error.to_string())
}

/// A table's name as the statements take it.
pub(super) fn arguments(table: &TableName) -> [Value<'_>; 3] {
    [(&table.database.catalog).into(), (&table.database.database).into(), (&table.table).into()]
}

pub(super) fn is_transactional(parameter: Option<Str>) -> bool {
    parameter.is_some_and(|value| value.eq_ignore_ascii_case("true"))
}
