//! The objects that privileges are about: as clients name them, and where they are stored.

use super::{BATCH, Kind, sql};
use crate::names::{DatabaseName, TableName, normalize};
use crate::partition::name;
use crate::{Error, Result};
use skep_sql::{Statement, Tx};
use skep_types::{HiveObjectRef, HiveObjectType, Str};
use std::collections::{BTreeSet, HashMap, HashSet};

/// An object as a client names it.
#[derive(Debug, Clone)]
pub(super) struct ObjectName {
    pub kind: Kind,
    pub database: Option<DatabaseName>,
    pub table: Option<TableName>,
    /// Of a partition; `None` where the client left them out.
    pub values: Option<Vec<Str>>,
    /// The column or the data connector; empty for other kinds.
    pub name: Str,
}

impl ObjectName {
    pub fn parse(sent: &HiveObjectRef) -> Result<ObjectName> {
        let values = sent.part_values.clone();
        let kind = match sent.object_type {
            Some(HiveObjectType::GLOBAL) => Kind::Global,
            Some(HiveObjectType::DATABASE) => Kind::Database,
            Some(HiveObjectType::DATACONNECTOR) => Kind::Connector,
            Some(HiveObjectType::TABLE) => Kind::Table,
            Some(HiveObjectType::PARTITION) => Kind::Partition,
            Some(HiveObjectType::COLUMN) if values.as_ref().is_none_or(Vec::is_empty) => Kind::TableColumn,
            Some(HiveObjectType::COLUMN) => Kind::PartitionColumn,
            Some(other) => return Err(Error::Meta(format!("Unexpected object type {}", other.0))),
            None => return Err(Error::Meta("Object type cannot be null.".into())),
        };
        let (mut database, mut table, mut name) = (None, None, Str::default());
        let (catalog, in_database) = (sent.cat_name.as_deref(), sent.db_name.as_deref());
        if kind == Kind::Database {
            database = Some(DatabaseName::of(catalog, in_database)?);
        }
        if kind.in_table() {
            table = Some(TableName::of(catalog, in_database, sent.object_name.as_deref())?);
        }
        if kind.has_column() {
            let column = sent.column_name.as_deref();
            name = normalize(column.ok_or_else(|| Error::Meta("Column name cannot be null.".into()))?);
        }
        if kind == Kind::Connector {
            let connector = sent.object_name.as_deref();
            name = normalize(connector.ok_or_else(|| Error::Meta("Data connector name cannot be null.".into()))?);
        }
        Ok(ObjectName { kind, database, table, values, name })
    }

    fn partition(&self) -> Option<(&TableName, &[Str])> {
        let values = self.values.as_deref().filter(|_| self.kind.in_partition())?;
        Some((self.table.as_ref()?, values))
    }
}

/// An object as the tables of privileges refer to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ObjectKey {
    pub kind: Kind,
    /// 0 for those that have none.
    pub id: i64,
    pub name: Str,
}

/// Where a request's objects are stored.
#[derive(Default)]
pub(super) struct Objects {
    databases: HashMap<DatabaseName, i64>,
    connectors: HashSet<Str>,
    tables: HashMap<TableName, i64>,
    keys: HashMap<i64, Vec<Str>>,
    partitions: HashMap<(i64, Str), i64>,
}

impl Objects {
    /// Looks them all up: a fixed number of statements per hundreds of names.
    pub async fn find(tx: &Tx, names: &[&ObjectName]) -> Result<Objects> {
        let mut objects = Objects::default();
        for names in names.chunks(BATCH) {
            objects.find_databases(tx, names).await?;
            objects.find_connectors(tx, names).await?;
            objects.find_tables(tx, names).await?;
            objects.find_partitions(tx, names).await?;
        }
        Ok(objects)
    }

    /// The same, and keeps databases and tables to this transaction: nobody drops them meanwhile,
    /// and of two who grant the same thing the second one sees it. Those that somebody dropped
    /// before they were ours are not there.
    pub async fn lock(tx: &Tx, names: &[&ObjectName]) -> Result<Objects> {
        let mut objects = Objects::find(tx, names).await?;
        let databases = locked(tx, &sql::LOCK_DATABASES, objects.databases.values()).await?;
        objects.databases.retain(|_, id| databases.contains(id));
        let tables = locked(tx, &sql::LOCK_TABLES, objects.tables.values()).await?;
        objects.tables.retain(|_, id| tables.contains(id));
        Ok(objects)
    }

    /// The object's key, or `None` for a table or partition that is not there. Hive refuses only
    /// databases and connectors that are missing.
    pub fn key(&self, object: &ObjectName) -> Result<Option<ObjectKey>> {
        let id = match object.kind {
            Kind::Global => Some(0),
            Kind::Connector => {
                let missing = || Error::NotFound(format!("There is no dataconnector {}", object.name));
                self.connectors.contains(&object.name).then_some(0).ok_or_else(missing).map(Some)?
            }
            Kind::Database => {
                let name = object.database.as_ref();
                let found = name.and_then(|name| self.databases.get(name)).copied();
                let name = name.map(ToString::to_string).unwrap_or_default();
                Some(found.ok_or_else(|| Error::NotFound(format!("There is no database {name}")))?)
            }
            Kind::Table | Kind::TableColumn => object.table.as_ref().and_then(|t| self.tables.get(t)).copied(),
            Kind::Partition | Kind::PartitionColumn => self.partition_id(object)?,
        };
        Ok(id.map(|id| ObjectKey { kind: object.kind, id, name: object.name.clone() }))
    }

    fn partition_id(&self, object: &ObjectName) -> Result<Option<i64>> {
        let table = object.table.as_ref().and_then(|table| self.tables.get(table));
        let name = self.partition_name(object)?;
        let (Some(table), Some(name)) = (table, name) else { return Ok(None) };
        Ok(self.partitions.get(&(*table, name)).copied())
    }

    /// The name of a partition of a table that is there.
    pub fn partition_name(&self, object: &ObjectName) -> Result<Option<Str>> {
        let Some((table, values)) = object.partition() else { return Ok(None) };
        let Some(table) = self.tables.get(table) else { return Ok(None) };
        let keys = self.keys.get(table).map(Vec::as_slice).unwrap_or_default();
        Ok(Some(name::make(keys, values)?.into()))
    }

    pub fn has_table(&self, table: &TableName) -> bool {
        self.tables.contains_key(table)
    }

    async fn find_databases(&mut self, tx: &Tx, names: &[&ObjectName]) -> Result<()> {
        let wanted = texts(names.iter().filter_map(|object| object.database.as_ref()).map(|name| &name.database));
        if wanted.is_empty() {
            return Ok(());
        }
        for row in tx.rows(&sql::DATABASES_NAMED, &[wanted.as_slice().into()]).await? {
            self.databases.insert(DatabaseName { catalog: row.get(1)?, database: row.get(2)? }, row.get(0)?);
        }
        Ok(())
    }

    async fn find_connectors(&mut self, tx: &Tx, names: &[&ObjectName]) -> Result<()> {
        let connectors = names.iter().filter(|object| object.kind == Kind::Connector);
        let wanted = texts(connectors.map(|object| &object.name));
        if wanted.is_empty() {
            return Ok(());
        }
        for row in tx.rows(&sql::CONNECTORS_NAMED, &[wanted.as_slice().into()]).await? {
            self.connectors.insert(row.get(0)?);
        }
        Ok(())
    }

    async fn find_tables(&mut self, tx: &Tx, names: &[&ObjectName]) -> Result<()> {
        let wanted: HashSet<&TableName> = names.iter().filter_map(|object| object.table.as_ref()).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let databases = texts(wanted.iter().map(|table| &table.database.database));
        let tables = texts(wanted.iter().map(|table| &table.table));
        let arguments = [databases.as_slice().into(), tables.as_slice().into()];
        for row in tx.rows(&sql::TABLES_NAMED, &arguments).await? {
            let database = DatabaseName { catalog: row.get(1)?, database: row.get(2)? };
            let table = TableName { database, table: row.get(3)? };
            if wanted.contains(&table) {
                self.tables.insert(table, row.get(0)?);
            }
        }
        Ok(())
    }

    async fn find_partitions(&mut self, tx: &Tx, names: &[&ObjectName]) -> Result<()> {
        let wanted: Vec<&ObjectName> = names.iter().copied().filter(|object| object.partition().is_some()).collect();
        let ids = wanted.iter().filter_map(|object| self.tables.get(object.table.as_ref()?)).copied();
        let ids: Vec<i64> = ids.collect::<BTreeSet<i64>>().into_iter().collect();
        if ids.is_empty() {
            return Ok(());
        }
        for id in &ids {
            self.keys.insert(*id, Vec::new());
        }
        for row in tx.rows(&sql::KEYS_OF_TABLES, &[ids.as_slice().into()]).await? {
            self.keys.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        let named: Vec<Str> =
            wanted.iter().filter_map(|object| self.partition_name(object).transpose()).collect::<Result<_>>()?;
        let named = texts(named.iter());
        let arguments = [ids.as_slice().into(), named.as_slice().into()];
        for row in tx.rows(&sql::PARTITIONS_NAMED, &arguments).await? {
            self.partitions.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        }
        Ok(())
    }
}

/// Locks the rows with these ids, in order: those that are still there.
async fn locked(tx: &Tx, statement: &'static Statement, ids: impl Iterator<Item = &i64>) -> Result<HashSet<i64>> {
    let ids: Vec<i64> = ids.copied().collect::<BTreeSet<i64>>().into_iter().collect();
    let mut found = HashSet::with_capacity(ids.len());
    for ids in ids.chunks(BATCH) {
        for row in tx.rows(statement, &[ids.into()]).await? {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}

/// Each text once, as a statement takes them.
fn texts<'a>(all: impl Iterator<Item = &'a Str>) -> Vec<&'a str> {
    all.map(Str::as_str).collect::<BTreeSet<&str>>().into_iter().collect()
}
