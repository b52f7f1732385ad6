//! The table that partitions are written to, whole: its descriptor is the model for theirs, and its
//! object is part of every event.

use std::collections::BTreeMap;

use compact_str::CompactString as Str;
use skep_sql::Tx;
use skep_types::{FieldSchema, Partition, Table};
use skep_warehouse::Location;

use super::{Parent, parent, sql};
use crate::names::TableName;
use crate::storage::{self, ColumnCache, Columns, Stored};
use crate::{Catalog, Error, Result};

#[derive(Clone, Debug)]
pub struct Target {
    pub parent: Parent,
    /// Columns that partitions may share; a view has none.
    cd_id: Option<i64>,
    pub table: Table,
}

/// Whether a write keeps the table to itself until its transaction ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    No,
    ForWrite,
}

impl Target {
    /// The table, or Hive's "table not found".
    pub async fn find(tx: &Tx, name: &TableName, hold: Hold) -> Result<Target> {
        if hold == Hold::ForWrite {
            tx.rows(&sql::LOCK_PARENT, &parent::arguments(name)).await?;
        }
        let parent = Parent::find(tx, name).await?;
        let row = tx.row_opt(&sql::TARGET, &[parent.id.into()]).await?.ok_or_else(|| name.not_found())?;
        let mut table = Table {
            table_name: Some(name.table.clone()),
            db_name: Some(name.database.database.clone()),
            cat_name: Some(name.database.catalog.clone()),
            owner: row.get(0)?,
            create_time: Some(storage::narrow(row.get(1)?)),
            last_access_time: Some(storage::narrow(row.get(2)?)),
            retention: Some(storage::narrow(row.get(3)?)),
            table_type: row.get(4)?,
            view_original_text: row.get(5)?,
            view_expanded_text: row.get(6)?,
            rewrite_enabled: Some(row.get(7)?),
            id: Some(parent.id),
            partition_keys: Some(Vec::with_capacity(parent.keys.len())),
            parameters: Some(BTreeMap::new()),
            ..Table::default()
        };
        for row in tx.rows(&sql::TARGET_KEYS, &[parent.id.into()]).await? {
            let key = FieldSchema { name: row.get(0)?, type_: row.get(1)?, comment: row.get(2)? };
            table.partition_keys.get_or_insert_default().push(key);
        }
        for row in tx.rows(&sql::TARGET_PARAMETERS, &[parent.id.into()]).await? {
            storage::parameter(&row, table.parameters.get_or_insert_default())?;
        }
        let mut stored = storage::stored(&row, 8)?.unwrap_or_default();
        storage::fill(tx, &mut [&mut stored], &mut ColumnCache::default()).await?;
        let Stored { cd_id, sd, .. } = stored;
        table.sd = Some(sd);
        Ok(Target { parent, cd_id, table })
    }

    pub fn parameter(&self, key: &str) -> Option<&str> {
        self.table.parameters.as_ref()?.get(key).map(Str::as_str)
    }

    fn flag(&self, key: &str) -> bool {
        self.parameter(key).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    pub fn is_view(&self) -> bool {
        self.table.table_type.as_deref() == Some("VIRTUAL_VIEW")
    }

    pub fn is_external(&self) -> bool {
        self.table.table_type.as_deref() == Some("EXTERNAL_TABLE") || self.flag("EXTERNAL")
    }

    /// Whether dropping the data is the metastore's business: managed tables, and external ones that
    /// ask for it (which is how Hive 4 stores what older clients call managed).
    pub fn owns_data(&self) -> bool {
        !self.is_view() && (!self.is_external() || self.flag("external.table.purge"))
    }

    /// Whether directories follow renames.
    pub fn moves_data(&self) -> bool {
        !self.is_view() && (!self.is_external() || self.flag("TRANSLATED_TO_EXTERNAL"))
    }

    pub fn columns(&self) -> &[FieldSchema] {
        self.table.sd.as_ref().and_then(|sd| sd.cols.as_deref()).unwrap_or_default()
    }

    pub fn shared_columns(&self) -> Option<Columns<'_>> {
        Some(Columns { cd_id: self.cd_id?, columns: self.columns() })
    }

    /// The table's own directory, if it has one.
    pub fn location(&self, catalog: &Catalog) -> Result<Option<Location>> {
        let location = self.table.sd.as_ref().and_then(|sd| sd.location.as_deref());
        let location = location.filter(|l| !l.is_empty());
        Ok(location.map(|l| catalog.warehouse.qualify(l)).transpose()?)
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
