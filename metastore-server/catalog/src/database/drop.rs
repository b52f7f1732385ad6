//! Dropping a database, alone or with everything in it.

use super::{DatabaseRow, get, sql};
use crate::function;
use crate::names::DatabaseName;
use crate::table::{self, TableRow};
use crate::{Catalog, Error, Result, event, index, registry};
use skep_schema::Version;
use skep_sql::{Statement, Tx};
use skep_types::Str;
use skep_warehouse::Location;

/// What becomes of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    Delete,
    Keep,
}

impl Files {
    /// Thrift's `deleteData`.
    pub fn deleted_if(wanted: bool) -> Files {
        if wanted { Files::Delete } else { Files::Keep }
    }
}

/// Whether what is in the database goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cascade {
    Yes,
    No,
}

impl Cascade {
    /// Thrift's `cascade`.
    pub fn if_(wanted: bool) -> Cascade {
        if wanted { Cascade::Yes } else { Cascade::No }
    }
}

/// How many tables are read and deleted at a time.
const BATCH: usize = 500;

/// Drops the database. Directories go after the commit, and only if asked: the database's own with
/// all that is in it, external tables too, as in Hive.
pub async fn drop(catalog: &Catalog, name: &DatabaseName, files: Files, cascade: Cascade) -> Result<()> {
    if name.is_default() {
        return Err(Error::Meta(format!("Can not drop default database in catalog {}", name.catalog)));
    }
    let left = catalog.db.write(|tx| async move { remove(catalog, &tx, name, files, cascade).await }).await?;
    table::drop::delete_directories(catalog, &left).await;
    Ok(())
}

/// Removes the rows and returns the directories to delete.
pub(crate) async fn remove(
    catalog: &Catalog,
    tx: &Tx,
    name: &DatabaseName,
    files: Files,
    cascade: Cascade,
) -> Result<Vec<Location>> {
    get::lock(tx, name).await?;
    let found = get::row_by_name(tx, name).await?;
    if found.database.parameters.as_ref().is_some_and(|p| p.contains_key("repl.source.for")) {
        let text = format!("database {} is the source of a replication and cannot be dropped", name.database);
        return Err(Error::InvalidOperation(text));
    }
    if cascade == Cascade::No {
        refuse_contents(tx, name, found.id).await?;
    }
    let own = own_directories(catalog, &found);
    let mut left = index::drop_of_database(catalog, tx, found.id).await?;
    if files == Files::Keep {
        left.clear();
    }
    drop_tables(catalog, tx, name, &found, files, own.first(), &mut left).await?;
    function::drop_all(tx, name, found.id, catalog.clock.seconds()).await?;
    registry::drop_all(tx, found.id).await?;
    table::transactional::forget_database(tx, name).await?;
    for (statement, since) in DELETES {
        if tx.version() >= since {
            tx.execute(statement, &[found.id.into()]).await?;
        }
    }
    tx.execute_one(&sql::DELETE_DATABASE, &[found.id.into()]).await?;
    tx.emit(event::drop_database(&found.database, catalog.clock.seconds()));
    if files == Files::Delete {
        left.extend(own);
    }
    Ok(left)
}

/// What a database holds beside tables and functions, with the first version that has it.
const DELETES: [(&Statement, Version); 4] = [
    (&sql::DELETE_PROCEDURES, Version::V4_0),
    (&sql::DELETE_PACKAGES, Version::V4_0),
    (&sql::DELETE_DATABASE_PRIVILEGES, Version::V2_3),
    (&sql::DELETE_DATABASE_PARAMS, Version::V2_3),
];

/// Spark looks for `is not empty`; Iceberg and PyIceberg for the class.
async fn refuse_contents(tx: &Tx, name: &DatabaseName, id: i64) -> Result<()> {
    let kinds: [(&Statement, Version, &str); 4] = [
        (&sql::ANY_TABLE, Version::V2_3, "tables"),
        (&sql::ANY_FUNCTION, Version::V2_3, "functions"),
        (&sql::ANY_PROCEDURE, Version::V4_0, "stored procedures"),
        (&sql::ANY_PACKAGE, Version::V4_0, "packages"),
    ];
    for (statement, since, what) in kinds {
        if tx.version() >= since && tx.row_opt(statement, &[id.into()]).await?.is_some() {
            let text = format!("Database {} is not empty. One or more {what} exist.", name.database);
            return Err(Error::InvalidOperation(text));
        }
    }
    if registry::any_in(tx, id).await? {
        let text = format!("Database {} is not empty. One or more schemas exist.", name.database);
        return Err(Error::InvalidOperation(text));
    }
    Ok(())
}

/// Where the database keeps its tables. One that cannot be read is none that we made.
fn own_directories(catalog: &Catalog, found: &DatabaseRow) -> Vec<Location> {
    let both = [&found.database.location_uri, &found.database.managed_location_uri];
    let both = both.into_iter().flatten().filter(|location| !location.is_empty());
    both.filter_map(|location| catalog.warehouse.qualify(location).ok()).collect()
}

/// All tables, batch by batch, each with its event; materialized views before what they are made of.
async fn drop_tables(
    catalog: &Catalog,
    tx: &Tx,
    name: &DatabaseName,
    found: &DatabaseRow,
    files: Files,
    own: Option<&Location>,
    left: &mut Vec<Location>,
) -> Result<()> {
    let (mut views, mut others): (Vec<Str>, Vec<Str>) = (Vec::new(), Vec::new());
    for row in tx.rows(&table::sql::LOCK_TABLES_OF_DATABASE, &[found.id.into()]).await? {
        let kind: Option<Str> = row.get(1)?;
        let list = if kind.as_deref() == Some(table::MATERIALIZED_VIEW) { &mut views } else { &mut others };
        list.push(row.get(0)?);
    }
    for names in views.chunks(BATCH).chain(others.chunks(BATCH)) {
        let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
        let tables = table::get_many(tx, name, &names).await?;
        // Views of other databases over these tables are in the way, as in Hive.
        table::drop::refuse_sources_of_views(tx, &tables).await?;
        if files == Files::Delete {
            left.extend(stray_directories(catalog, tx, &tables, own).await?);
        }
        table::drop_rows(tx, name, &tables).await?;
        for row in &tables {
            tx.emit(event::drop_table(&row.table, catalog.clock.seconds()));
        }
    }
    Ok(())
}

/// Directories of tables and partitions that lie outside the database's own.
async fn stray_directories(
    catalog: &Catalog,
    tx: &Tx,
    tables: &[TableRow],
    own: Option<&Location>,
) -> Result<Vec<Location>> {
    let ours: Vec<&TableRow> = tables.iter().filter(|row| table::owns_data(&row.table)).collect();
    let ids: Vec<i64> = ours.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut stray = table::drop::stray_partitions(catalog, tx, &ids, own).await?;
    let locations = ours.iter().filter_map(|row| catalog.warehouse.qualify(table::location(&row.table)?).ok());
    stray.extend(locations.filter(|location| own.is_none_or(|own| !own.contains(location))));
    Ok(stray)
}
