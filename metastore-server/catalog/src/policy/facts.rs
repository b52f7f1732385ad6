//! What the catalog has of the objects that statements name, in a fixed number of statements.

use super::sql;
use crate::Result;
use skep_access::expr::Column;
use skep_access::statement::{Database, Table};
use skep_sql::{Str, Tx, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Names in one question.
const CHUNK: usize = 500;

/// A table that is there.
#[derive(Debug, Clone)]
pub struct Found {
    pub id: i64,
    pub columns: Vec<Column>,
    pub partition_keys: Vec<Column>,
}

impl Found {
    pub fn all(&self) -> Vec<Column> {
        self.columns.iter().chain(&self.partition_keys).cloned().collect()
    }
}

#[derive(Debug, Default)]
pub struct Facts {
    pub tables: BTreeMap<Table, Found>,
    pub databases: BTreeSet<Database>,
}

impl Facts {
    pub async fn read(tx: &Tx, tables: &BTreeSet<Table>, databases: &BTreeSet<Database>) -> Result<Facts> {
        let mut facts = Facts::default();
        let tables: Vec<&Table> = tables.iter().collect();
        for chunk in tables.chunks(CHUNK) {
            facts.read_tables(tx, chunk).await?;
        }
        let databases: Vec<&str> = databases.iter().map(|database| database.database.as_str()).collect();
        for chunk in databases.chunks(CHUNK) {
            for row in tx.rows(&sql::DATABASES_NAMED, &[Value::Texts(chunk)]).await? {
                let (catalog, database): (Str, Str) = (row.get(0)?, row.get(1)?);
                facts.databases.insert(Database { catalog: catalog.into(), database: database.into() });
            }
        }
        Ok(facts)
    }

    async fn read_tables(&mut self, tx: &Tx, wanted: &[&Table]) -> Result<()> {
        let databases: BTreeSet<&str> = wanted.iter().map(|table| table.database.as_str()).collect();
        let databases: Vec<&str> = databases.into_iter().collect();
        let names: Vec<&str> = wanted.iter().map(|table| table.table.as_str()).collect();
        let mut found = Vec::new();
        for row in tx.rows(&sql::TABLES_NAMED, &[Value::Texts(&databases), Value::Texts(&names)]).await? {
            let (catalog, database, table): (Str, Str, Str) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let name = Table { catalog: catalog.into(), database: database.into(), table: table.into() };
            if wanted.contains(&&name) {
                found.push((name, row.get::<i64>(0)?, row.get::<Option<i64>>(4)?));
            }
        }
        let ids: Vec<i64> = found.iter().map(|(_, id, _)| *id).collect();
        let descriptors: Vec<i64> = found.iter().filter_map(|(_, _, descriptor)| *descriptor).collect();
        let columns = columns(&tx.rows(&sql::COLUMNS_OF, &[Value::I64s(&descriptors)]).await?)?;
        let keys = columns_of_keys(tx, &ids).await?;
        self.tables.extend(found.into_iter().map(|(name, id, descriptor)| {
            let columns = descriptor.and_then(|id| columns.get(&id)).cloned().unwrap_or_default();
            let partition_keys = keys.get(&id).cloned().unwrap_or_default();
            (name, Found { id, columns, partition_keys })
        }));
        Ok(())
    }
}

async fn columns_of_keys(tx: &Tx, ids: &[i64]) -> Result<BTreeMap<i64, Vec<Column>>> {
    columns(&tx.rows(&sql::KEYS_OF, &[Value::I64s(ids)]).await?)
}

/// By the id in front.
fn columns(rows: &[skep_sql::Row]) -> Result<BTreeMap<i64, Vec<Column>>> {
    let mut by_id: BTreeMap<i64, Vec<Column>> = BTreeMap::new();
    for row in rows {
        let (name, kind): (Str, Option<Str>) = (row.get(1)?, row.get(2)?);
        by_id.entry(row.get(0)?).or_default().push(Column::new(&name, kind.as_deref().unwrap_or_default()));
    }
    Ok(by_id)
}
