//! One database by name.

use super::{DatabaseRow, database_type, owner_type, sql};
use crate::names::DatabaseName;
use crate::{Catalog, Error, Result};
use skep_sql::{Row, Tx};
use skep_types::{Database, DatabaseType, Str};

/// The database, or [`crate::Error::NotFound`]. One statement.
pub async fn get(catalog: &Catalog, name: &DatabaseName) -> Result<Database> {
    let rows =
        catalog.db.rows(&sql::DATABASE_BY_NAME, &[name.catalog.as_str().into(), name.database.as_str().into()]).await?;
    assemble(&rows)?.map(|row| row.database).ok_or_else(|| name.missing())
}

/// The same inside a transaction, with the storage id.
pub async fn row_by_name(tx: &Tx, name: &DatabaseName) -> Result<DatabaseRow> {
    let rows = tx.rows(&sql::DATABASE_BY_NAME, &[name.catalog.as_str().into(), name.database.as_str().into()]).await?;
    assemble(&rows)?.ok_or_else(|| name.missing())
}

/// Where a database puts its tables.
#[derive(Debug, Clone)]
pub struct Place {
    pub id: i64,
    pub location: String,
    /// Where managed tables go, if Hive 4 was told so.
    pub managed_location: Option<String>,
    /// Remote databases keep their tables behind a data connector.
    pub kind: DatabaseType,
}

impl Place {
    /// No table can be made here in a database whose tables are elsewhere.
    pub fn refuse_remote(&self, name: &DatabaseName) -> Result<()> {
        match self.kind {
            DatabaseType::REMOTE => Err(Error::Meta(format!(
                "database {name} is remote: its tables are made where its data connector leads"
            ))),
            _ => Ok(()),
        }
    }
}

/// Storage id and locations of a database.
pub async fn locate(tx: &Tx, name: &DatabaseName) -> Result<Place> {
    let row = tx.row_opt(&sql::DATABASE_PLACE, &[name.catalog.as_str().into(), name.database.as_str().into()]).await?;
    let row = row.ok_or_else(|| name.missing())?;
    let kind = database_type(&row.get::<Str>(3)?);
    Ok(Place { id: row.get(0)?, location: row.get(1)?, managed_location: row.get(2)?, kind })
}

/// Keeps the database's inventory to this transaction. Returns the storage id.
pub async fn lock(tx: &Tx, name: &DatabaseName) -> Result<i64> {
    let row = tx.row_opt(&sql::LOCK_DATABASE, &[name.catalog.as_str().into(), name.database.as_str().into()]).await?;
    Ok(row.ok_or_else(|| name.missing())?.get(0)?)
}

/// One database from its rows: see [`sql::DATABASE_BY_NAME`].
pub(super) fn assemble(rows: &[Row]) -> Result<Option<DatabaseRow>> {
    let Some(first) = rows.first() else { return Ok(None) };
    let mut found = decode(first)?;
    let parameters = found.database.parameters.get_or_insert_default();
    for row in rows {
        let (key, value): (Option<Str>, Option<Str>) = (row.get(12)?, row.get(13)?);
        if let (Some(key), Some(value)) = (key, value) {
            parameters.insert(key, value);
        }
    }
    Ok(Some(found))
}

fn decode(row: &Row) -> Result<DatabaseRow> {
    let created: i64 = row.get(7)?;
    let database = Database {
        name: row.get(1)?,
        description: row.get(2)?,
        location_uri: row.get(3)?,
        parameters: Some(Default::default()),
        owner_name: row.get(4)?,
        owner_type: Some(owner_type(row.get::<Option<Str>>(5)?.as_deref())),
        catalog_name: row.get(6)?,
        create_time: (created != 0).then(|| i32::try_from(created).unwrap_or(i32::MAX)),
        managed_location_uri: row.get(8)?,
        type_: Some(database_type(&row.get::<Str>(9)?)),
        connector_name: row.get(10)?,
        remote_dbname: row.get(11)?,
        ..Database::default()
    };
    Ok(DatabaseRow { id: row.get(0)?, database })
}
