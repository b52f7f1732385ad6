//! Making a database: the row, its directory, its event.

use super::{owner_type_text, sql, type_text};
use crate::names::{DEFAULT_CATALOG, DatabaseName, is_word};
use crate::{Catalog, Error, Result, connector, event};
use skep_schema::Version;
use skep_sql::{Sequence, Tx};
use skep_types::{Database, DatabaseType, Str};
use skep_warehouse::{Location, Made};

/// Makes the database as the client describes it. `caller` owns it if the client
/// names no owner.
///
/// The directory is made before the transaction and taken away again if that
/// fails, so that a failed call leaves nothing behind.
pub async fn create(catalog: &Catalog, sent: &Database, caller: Option<&str>) -> Result<()> {
    let name = DatabaseName::of(sent.catalog_name.as_deref(), sent.name.as_deref())?;
    if !is_word(&name.database) {
        return Err(Error::InvalidObject(format!("{} is not a valid database name", name.database)));
    }
    let mut database = sent.clone();
    database.name = Some(name.database.clone());
    database.catalog_name = Some(name.catalog.clone());
    database.owner_name = sent.owner_name.clone().or_else(|| caller.map(Str::from));
    database.create_time = Some(i32::try_from(catalog.clock.seconds()).unwrap_or(i32::MAX));
    let location = location(catalog, &name, sent).await?;
    database.location_uri = Some(location.as_str().into());
    database.managed_location_uri = managed_location(catalog, sent)?;

    let made = make_directory(catalog, &name, &database, &location).await?;
    let (database, name, made_) = (&database, &name, &made);
    let insert = |tx: Tx| async move {
        if let Some(made) = made_ {
            tx.signal_commit(made.committing());
        }
        insert(&tx, name, database, catalog.clock.seconds()).await
    };
    catalog.db.write(insert).await?;
    if let Some(made) = made {
        made.keep();
    }
    Ok(())
}

fn managed_location(catalog: &Catalog, sent: &Database) -> Result<Option<Str>> {
    let given = sent.managed_location_uri.as_deref().filter(|l| !l.trim().is_empty());
    Ok(given.map(|l| catalog.warehouse.qualify(l)).transpose()?.map(|l| l.as_str().into()))
}

/// Given, or derived; and the checks that need the database: catalog there, name free.
async fn location(catalog: &Catalog, name: &DatabaseName, sent: &Database) -> Result<Location> {
    let given = sent.location_uri.as_deref().filter(|l| !l.trim().is_empty());
    let root = catalog
        .db
        .read(|tx| async move {
            let root = catalog_root(&tx, name).await?;
            match super::locate(&tx, name).await {
                Err(Error::NotFound(_)) => Ok(root),
                Ok(_) => Err(exists(name)),
                Err(error) => Err(error),
            }
        })
        .await?;
    Ok(match (given, root) {
        (Some(given), _) => catalog.warehouse.qualify(given)?,
        (None, Some(root)) => {
            catalog.warehouse.qualify(&format!("{}/{}.db", root.trim_end_matches('/'), name.database))?
        }
        (None, None) => catalog.warehouse.default_database_location(&name.database),
    })
}

/// The location of a catalog other than Hive's own; an error if there is no such catalog.
async fn catalog_root(tx: &Tx, name: &DatabaseName) -> Result<Option<Str>> {
    if name.catalog == DEFAULT_CATALOG {
        return Ok(None);
    }
    let unknown = || Error::InvalidObject(format!("No such catalog {}", name.catalog));
    if tx.version() < Version::V3_1 {
        return Err(unknown());
    }
    let row = tx.row_opt(&sql::CATALOG_LOCATION, &[name.catalog.as_str().into()]).await?;
    Ok(Some(row.ok_or_else(unknown)?.get(0)?))
}

/// Nothing for a remote database: its tables live elsewhere.
async fn make_directory(
    catalog: &Catalog,
    name: &DatabaseName,
    database: &Database,
    location: &Location,
) -> Result<Option<Made>> {
    if database.type_ == Some(DatabaseType::REMOTE) {
        return Ok(None);
    }
    let made = catalog.warehouse.make_directory(location).await.map_err(|cause| {
        tracing::warn!(location = location.as_str(), %cause, "database directory not made");
        let location = location.as_str();
        Error::Meta(format!("Unable to create database path {location}, failed to create database {}", name.database))
    })?;
    Ok(Some(made))
}

/// Writes the rows and the event.
pub(crate) async fn insert(tx: &Tx, name: &DatabaseName, database: &Database, now: i64) -> Result<()> {
    if database.type_ == Some(DatabaseType::REMOTE) {
        connector::lock_for(tx, database).await?;
    }
    let id = tx.ids(Sequence::Database, 1).await?.start;
    let row = [
        id.into(),
        name.database.as_str().into(),
        database.description.as_deref().into(),
        database.location_uri.as_deref().into(),
        database.owner_name.as_deref().into(),
        owner_type_text(database.owner_type).into(),
        name.catalog.as_str().into(),
        database.create_time.map(i64::from).into(),
        database.managed_location_uri.as_deref().into(),
        type_text(database.type_).into(),
        database.connector_name.as_deref().into(),
        database.remote_dbname.as_deref().into(),
    ];
    tx.insert(&sql::INSERT_DATABASE, [row]).await.map_err(|failure| match failure.is_unique_violation() {
        true => exists(name),
        false => failure.into(),
    })?;
    insert_parameters(tx, id, database).await?;
    tx.emit(event::create_database(database, now));
    Ok(())
}

pub(super) async fn insert_parameters(tx: &Tx, id: i64, database: &Database) -> Result<()> {
    let parameters = database.parameters.iter().flatten();
    let rows = parameters.map(|(key, value)| [id.into(), key.as_str().into(), value.as_str().into()]);
    Ok(tx.insert(&sql::INSERT_DATABASE_PARAMS, rows).await?)
}

fn exists(name: &DatabaseName) -> Error {
    Error::Exists(format!("Database {} already exists", name.database))
}
