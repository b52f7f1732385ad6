//! The table that partitions belong to, and a partition from Hive to Glue and back.

use skep_catalog::names::{DatabaseName, TableName, normalize};
use skep_catalog::partition::Parent;
use skep_catalog::table::{has_flag, is_external, is_view, location, owns_data};
use skep_catalog::{Error, Result};
use skep_types::{Partition, Str, Table};
use skep_warehouse::Location;

use crate::aws::shapes;
use crate::column::{map, parameters, seconds, strs, texts};
use crate::context::Glue;
use crate::storage;
use crate::table::read;

pub struct Target {
    pub parent: Parent,
    pub table: Table,
}

impl Target {
    pub async fn find(glue: &Glue, name: &TableName) -> Result<Target> {
        let table = read::get(glue, name).await?;
        let keys = table.partition_keys.iter().flatten();
        let keys = keys.map(|key| (key.name.clone().unwrap_or_default(), key.type_.clone().unwrap_or_default()));
        let parent = Parent { id: 0, name: name.clone(), keys: keys.collect() };
        Ok(Target { parent, table })
    }

    pub fn is_view(&self) -> bool {
        is_view(&self.table)
    }

    pub fn owns_data(&self) -> bool {
        owns_data(&self.table)
    }

    /// Whether directories follow renames.
    pub fn moves_data(&self) -> bool {
        !self.is_view() && (!is_external(&self.table) || has_flag(&self.table, "TRANSLATED_TO_EXTERNAL"))
    }

    /// The table's own directory, if it has one.
    pub fn location(&self, glue: &Glue) -> Result<Option<Location>> {
        Ok(location(&self.table).map(|location| glue.warehouse.qualify(location)).transpose()?)
    }

    /// The directory of a partition by its name.
    pub fn partition_location(&self, glue: &Glue, name: &str) -> Result<Location> {
        let Some(table) = self.location(glue)? else {
            return Err(Error::Meta(format!("table {} has no location for its partition {name}", self.parent.name)));
        };
        Ok(glue.warehouse.partition_location(&table, name)?)
    }

    /// The partition says it is of this table, and has its number of values. The name it has then.
    pub fn name_of(&self, partition: &Partition) -> Result<String> {
        let name = &self.parent.name;
        let database = DatabaseName::of(partition.cat_name.as_deref(), partition.db_name.as_deref());
        let same = database.is_ok_and(|database| database == name.database)
            && partition.table_name.as_deref().is_some_and(|table| normalize(table) == name.table);
        if !same {
            return Err(Error::Meta(format!(
                "Partition does not belong to target table {name}: {}.{}",
                partition.db_name.as_deref().unwrap_or("null"),
                partition.table_name.as_deref().unwrap_or("null"),
            )));
        }
        let values = partition.values.as_deref().unwrap_or_default();
        if values.is_empty() {
            return Err(Error::Meta("The partition values cannot be null or empty.".into()));
        }
        self.parent.partition_name(values)
    }

    /// The name of one that Glue holds.
    pub fn name(&self, found: &shapes::Partition) -> Result<Str> {
        Ok(self.parent.partition_name(found.values.as_deref().unwrap_or_default())?.into())
    }
}

pub fn to_hive(table: &TableName, found: &shapes::Partition) -> Partition {
    let sd = found.storage_descriptor.clone().unwrap_or_default();
    Partition {
        values: strs(&found.values),
        cat_name: Some(table.database.catalog.clone()),
        db_name: Some(table.database.database.clone()),
        table_name: Some(table.table.clone()),
        create_time: Some(seconds(found.creation_time).unwrap_or_default()),
        last_access_time: Some(seconds(found.last_access_time).unwrap_or_default()),
        sd: Some(storage::to_hive(&sd)),
        parameters: map(&found.parameters),
        ..Partition::default()
    }
}

pub fn to_glue(partition: &Partition, before: Option<&shapes::Partition>) -> Result<shapes::Partition> {
    let mut sd = partition.sd.as_ref().map(storage::to_glue).transpose()?;
    if let (Some(sd), Some(old)) = (&mut sd, before.and_then(|before| before.storage_descriptor.as_ref())) {
        storage::keep(sd, old);
    }
    Ok(shapes::Partition {
        values: texts(&partition.values),
        last_access_time: partition.last_access_time.filter(|time| *time > 0).map(f64::from),
        last_analyzed_time: before.and_then(|before| before.last_analyzed_time),
        storage_descriptor: sd,
        parameters: Some(parameters(&partition.parameters).unwrap_or_default()),
        ..shapes::Partition::default()
    })
}
