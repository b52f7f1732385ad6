//! Reading a policy, whole or as far as one table is concerned.

use super::facts::{Facts, Found};
use super::stored::{MEMBER, ROLE, Stored, TAG, TAGGED, TAGGED_OBJECT, target};
use super::{exists, not_kept, sql};
use crate::{Error, Result};
use skep_access::Snapshot;
use skep_access::statement::{self as policy, Statement, Table, Tagged, Target};
use skep_sql::{Database, Row, Str, Tx, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Everything in force, of one epoch, and who said it.
pub async fn load(db: &Database) -> Result<(i64, Vec<Stored>)> {
    if !exists(db).await? {
        return Err(not_kept());
    }
    db.read(|tx| async move {
        let epoch = epoch(&tx).await?;
        Ok((epoch, read(&tx.rows(&sql::ALL_STATEMENTS, &[]).await?)?))
    })
    .await
}

/// What concerns one table: the rules on it and around it, roles and tags. Enough to decide about the table, and small
/// however large the policy is.
pub async fn about(db: &Database, table: &Table) -> Result<(Snapshot, Option<Found>)> {
    if !exists(db).await? {
        return Err(not_kept());
    }
    let database = table.in_database();
    let objects = [
        Target::Table(table.clone()),
        Target::Tables(database.clone()),
        Target::Catalog(database.catalog.clone()),
        Target::Database(database),
        Target::Server,
    ];
    let objects: &Vec<String> = &objects.iter().map(target).chain([TAGGED_OBJECT.to_owned()]).collect();
    db.read(|tx| async move {
        let epoch = epoch(&tx).await?;
        let facts = Facts::read(&tx, &[table.clone()].into(), &BTreeSet::new()).await?;
        let found = facts.tables.into_values().next();
        let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
        let mut rules = read(&tx.rows(&sql::AT_OBJECTS, &[Value::Texts(&objects)]).await?)?;
        rules.extend(read(&tx.rows(&sql::OF_KINDS, &[Value::Texts(&[ROLE, MEMBER, TAG, TAGGED])]).await?)?);
        if let Some(found) = &found {
            rules.extend(read(&tx.rows(&sql::OF_TABLE, &[found.id.into()]).await?)?);
        }
        let rules: BTreeMap<i64, Stored> = rules.into_iter().map(|stored| (stored.id, stored)).collect();
        let records = rules.into_values().map(Stored::record).collect();
        Ok::<_, Error>((Snapshot::compile(epoch, records), found))
    })
    .await
}

/// Ids and columns of tables by name; those that are not there are left out.
pub async fn facts_of(db: &Database, tables: &BTreeSet<Table>) -> Result<BTreeMap<Table, Found>> {
    let read = |tx: Tx| async move { Facts::read(&tx, tables, &BTreeSet::new()).await };
    Ok(db.read(read).await?.tables)
}

/// Ids of tables by name, of those that are there; one statement for some hundreds of them.
pub async fn ids(db: &Database, tables: &BTreeSet<Table>) -> Result<BTreeMap<Table, i64>> {
    let tables: Vec<&Table> = tables.iter().collect();
    let mut ids = BTreeMap::new();
    for wanted in tables.chunks(CHUNK) {
        let databases: BTreeSet<&str> = wanted.iter().map(|table| table.database.as_str()).collect();
        let databases: Vec<&str> = databases.into_iter().collect();
        let names: Vec<&str> = wanted.iter().map(|table| table.table.as_str()).collect();
        for row in db.rows(&sql::TABLES_NAMED, &[Value::Texts(&databases), Value::Texts(&names)]).await? {
            let (catalog, database, table): (Str, Str, Str) = (row.get(1)?, row.get(2)?, row.get(3)?);
            ids.insert(Table { catalog: catalog.into(), database: database.into(), table: table.into() }, row.get(0)?);
        }
    }
    Ok(ids)
}

/// Every table that a policy could show to somebody who is no administrator.
pub async fn tables_of(db: &Database, snapshot: &Snapshot) -> Result<BTreeMap<Table, Found>> {
    let databases = snapshot.records().iter().filter_map(|record| match &record.statement {
        Statement::Grant(grant) => grant.on.in_database(),
        Statement::SetTag { on: Tagged::Database(database), .. } => Some(database.clone()),
        Statement::SetTag { on: Tagged::Table(table) | Tagged::Column(table, _), .. } => Some(table.in_database()),
        _ => None,
    });
    facts_of(db, &tables_in(db, &databases.collect()).await?).await
}

/// The tables of these databases.
pub async fn tables_in(db: &Database, databases: &BTreeSet<policy::Database>) -> Result<BTreeSet<Table>> {
    let names: BTreeSet<&str> = databases.iter().map(|database| database.database.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let mut tables = BTreeSet::new();
    for chunk in names.chunks(CHUNK) {
        for row in db.rows(&sql::TABLES_IN, &[Value::Texts(chunk)]).await? {
            let (catalog, database, table): (Str, Str, Str) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let table = Table { catalog: catalog.into(), database: database.into(), table: table.into() };
            if databases.contains(&table.in_database()) {
                tables.insert(table);
            }
        }
    }
    Ok(tables)
}

/// Names in one question.
const CHUNK: usize = 500;

pub(super) async fn epoch(tx: &Tx) -> Result<i64> {
    let row = tx.row_opt(&sql::EPOCH, &[]).await?;
    row.map(|row| row.get(0)).transpose()?.ok_or_else(not_kept)
}

pub(super) fn read(rows: &[Row]) -> Result<Vec<Stored>> {
    rows.iter().map(Stored::of).collect()
}
