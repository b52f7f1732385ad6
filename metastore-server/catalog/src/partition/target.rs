//! The table that partitions are written to, whole: its descriptor is the model for theirs, and its
//! object is part of every event.

use skep_sql::Tx;
use skep_types::{FieldSchema, Partition, Table};
use skep_warehouse::Location;

use super::Parent;
use crate::names::TableName;
use crate::storage::Columns;
use crate::table::{self, TableRow};
use crate::{Catalog, Error, Result};

#[derive(Clone, Debug)]
pub struct Target {
    pub parent: Parent,
    row: TableRow,
}

/// Whether a write keeps the table to itself until its transaction ends.
///
/// Every write on partitions holds its table's row first: it keeps concurrent writers of one table in
/// line (on MariaDB they deadlock otherwise) and the table from being dropped meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    No,
    ForWrite,
}

impl Target {
    /// The table, or Hive's "table not found".
    pub async fn find(tx: &Tx, name: &TableName, hold: Hold) -> Result<Target> {
        let row = match hold {
            Hold::No => table::find(tx, name).await?,
            Hold::ForWrite => table::lock(tx, name).await?,
        };
        let keys = row.table.partition_keys.iter().flatten();
        let keys = keys.map(|key| (key.name.clone().unwrap_or_default(), key.type_.clone().unwrap_or_default()));
        Ok(Target { parent: Parent { id: row.id, name: name.clone(), keys: keys.collect() }, row })
    }

    pub fn table(&self) -> &Table {
        &self.row.table
    }

    pub fn is_view(&self) -> bool {
        table::is_view(self.table())
    }

    pub fn owns_data(&self) -> bool {
        table::owns_data(self.table())
    }

    /// Whether directories follow renames.
    pub fn moves_data(&self) -> bool {
        let table = self.table();
        !self.is_view() && (!table::is_external(table) || table::has_flag(table, "TRANSLATED_TO_EXTERNAL"))
    }

    pub fn columns(&self) -> &[FieldSchema] {
        table::columns(self.table())
    }

    pub fn shared_columns(&self) -> Option<Columns<'_>> {
        self.row.shared_columns()
    }

    /// The table's own directory, if it has one.
    pub fn location(&self, catalog: &Catalog) -> Result<Option<Location>> {
        Ok(table::location(self.table()).map(|location| catalog.warehouse.qualify(location)).transpose()?)
    }

    /// The directory of a partition by its name.
    pub fn partition_location(&self, catalog: &Catalog, name: &str) -> Result<Location> {
        let Some(table) = self.location(catalog)? else {
            return Err(Error::Meta(format!("table {} has no location for its partition {name}", self.parent.name)));
        };
        Ok(catalog.warehouse.partition_location(&table, name)?)
    }

    /// Fills in what identifies a partition, whatever the client sent or left out.
    pub fn adopt(&self, partition: &mut Partition) {
        let name = &self.parent.name;
        partition.cat_name = Some(name.database.catalog.clone());
        partition.db_name = Some(name.database.database.clone());
        partition.table_name = Some(name.table.clone());
    }
}
