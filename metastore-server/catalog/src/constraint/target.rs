//! The tables that constraints are about, kept to the transaction, and where in them columns are.

use super::line::{ColumnName, Kind, Line};
use crate::names::{DatabaseName, TableName};
use crate::table::{self, TableRow, columns};
use crate::{Error, Result};
use skep_schema::Version;
use skep_sql::Tx;
use skep_types::Str;
use std::collections::{BTreeMap, BTreeSet};

pub struct Targets {
    version: Version,
    tables: BTreeMap<TableName, TableRow>,
}

/// A column of a table: its place in the table's descriptor or, without one, among the partition
/// keys.
#[derive(Debug, Clone)]
pub struct Place {
    pub cd_id: Option<i64>,
    pub index: i64,
    pub type_: Option<Str>,
}

impl Place {
    /// What a check of the whole table points to.
    const NOWHERE: Place = Place { cd_id: None, index: -1, type_: None };
}

impl Targets {
    /// Locks every table that the lines name, in the house's order, and reads them.
    pub async fn lock(tx: &Tx, lines: &[Line]) -> Result<Targets> {
        let mut wanted: BTreeMap<DatabaseName, BTreeSet<Str>> = BTreeMap::new();
        for line in lines {
            for TableName { database, table } in [line.table()?, line.parent()?] {
                wanted.entry(database).or_default().insert(table);
            }
        }
        let mut tables = BTreeMap::new();
        for (database, names) in &wanted {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            for row in table::get::lock_many(tx, database, &names).await? {
                tables.insert(database.table(row.table.table_name.as_deref().unwrap_or_default()), row);
            }
        }
        Ok(Targets { version: tx.version(), tables })
    }

    /// The table that is constrained.
    pub fn own(&self, line: &Line) -> Result<&TableRow> {
        let role = if line.kind == Kind::ForeignKey { "Child" } else { "Parent" };
        self.find(&line.table()?, role)
    }

    /// The table that holds the key.
    pub fn parent(&self, line: &Line) -> Result<&TableRow> {
        self.find(&line.parent()?, "Parent")
    }

    fn find(&self, name: &TableName, role: &str) -> Result<&TableRow> {
        self.tables.get(name).ok_or_else(|| Error::NotFound(format!("{role} table not found: {}", name.table)))
    }

    /// The column that is constrained.
    pub fn own_place(&self, line: &Line) -> Result<Place> {
        let role = if line.kind == Kind::ForeignKey { "Child" } else { "Parent" };
        place(self.own(line)?, line, &line.own, role)
    }

    /// The column of the key.
    pub fn parent_place(&self, line: &Line) -> Result<Place> {
        let side = line.referenced.as_ref().unwrap_or(&line.own);
        let place = place(self.parent(line)?, line, side, "Parent")?;
        match place.cd_id {
            None if self.version < Version::V3_1 => Err(Error::Meta(
                "the metastore database has the schema of Hive 2.3.0, which keeps no keys of partition columns: it takes that of Hive 3.1".into(),
            )),
            _ => Ok(place),
        }
    }
}

fn place(row: &TableRow, line: &Line, side: &ColumnName, role: &str) -> Result<Place> {
    let Some(column) = line.column(side)? else { return Ok(Place::NOWHERE) };
    let keys = row.table.partition_keys.as_deref().unwrap_or_default();
    for (cd_id, fields) in [(row.cd_id, columns(&row.table)), (None, keys)] {
        let named = |name: &Str| name.eq_ignore_ascii_case(&column);
        if let Some((field, index)) = fields.iter().zip(0..).find(|(field, _)| field.name.as_ref().is_some_and(named)) {
            return Ok(Place { cd_id, index, type_: field.type_.clone() });
        }
    }
    Err(Error::InvalidObject(format!("{role} column not found: {column}")))
}
