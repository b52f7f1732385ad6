//! Making a catalog, with its directory and its database `default`.

use super::{TABLE, parse, sql};
use crate::names::{DEFAULT_DATABASE, DatabaseName, is_word};
use crate::table::limits::Limits;
use crate::{Catalog, Error, Result, database, event, storage};
use skep_sql::{Sequence, Tx};
use skep_types as types;
use skep_types::{Database, Str};
use skep_warehouse::Made;

/// Makes the catalog as the client describes it. `caller` owns its database. Parameters are for a
/// table that came with Hive 4.2, and are left out as Hive 4.1 leaves them out.
pub async fn create(catalog: &Catalog, sent: &types::Catalog, caller: Option<&str>) -> Result<()> {
    catalog.needs(TABLE)?;
    let name = parse(sent.name.as_deref())?;
    if !is_word(&name) {
        return Err(Error::InvalidObject(format!("{name} is not a valid catalog name")));
    }
    if !catalog.db.rows(&sql::CATALOG_BY_NAME, &[(&name).into()]).await?.is_empty() {
        return Err(exists(&name));
    }
    let (made_of, made) = prepare(catalog, &name, sent).await?;
    let (made_of, own_default, directory) = (&made_of, &own_default(&made_of, caller), &made);
    let insert = |tx: Tx| async move {
        tx.signal_commit(directory.committing());
        insert(&tx, made_of, own_default, catalog.clock.seconds()).await
    };
    catalog.db.write(insert).await?;
    made.keep();
    Ok(())
}

/// The catalog as it will be stored, and its directory.
async fn prepare(catalog: &Catalog, name: &Str, sent: &types::Catalog) -> Result<(types::Catalog, Made)> {
    let given = sent.location_uri.as_deref().filter(|l| !l.trim().is_empty());
    let given = given.ok_or_else(|| Error::InvalidObject("You must specify a path for the catalog".into()))?;
    let location = catalog.warehouse.qualify(given)?;
    let stored = types::Catalog {
        name: Some(name.clone()),
        location_uri: Some(location.as_str().into()),
        description: sent.description.clone(),
        create_time: Some(storage::narrow(catalog.clock.seconds())),
        parameters: None,
    };
    let limits = Limits::of(&catalog.db);
    limits.one("CTLGS", "NAME", stored.name.as_ref())?;
    limits.one("CTLGS", "DESC", stored.description.as_ref())?;
    limits.one("CTLGS", "LOCATION_URI", stored.location_uri.as_ref())?;
    let made = catalog.warehouse.make_directory(&location).await.map_err(|cause| {
        tracing::warn!(%location, %cause, "catalog directory not made");
        Error::Meta(format!("Unable to create catalog path {location}, failed to create catalog {name}"))
    })?;
    Ok((stored, made))
}

/// The database that every catalog starts with; it lies where the catalog lies.
fn own_default(of: &types::Catalog, caller: Option<&str>) -> Database {
    let name = of.name.as_deref().unwrap_or_default();
    Database {
        name: Some(DEFAULT_DATABASE.into()),
        catalog_name: of.name.clone(),
        description: Some(format!("Default database for catalog {name}").into()),
        location_uri: of.location_uri.clone(),
        parameters: Some(Default::default()),
        owner_name: caller.map(Str::from),
        create_time: of.create_time,
        ..Database::default()
    }
}

async fn insert(tx: &Tx, catalog: &types::Catalog, own_default: &Database, now: i64) -> Result<()> {
    let id = tx.ids(Sequence::Catalog, 1).await?.start;
    let name = catalog.name.clone().unwrap_or_default();
    let row = [
        id.into(),
        (&name).into(),
        catalog.description.as_deref().into(),
        catalog.location_uri.as_deref().into(),
        catalog.create_time.into(),
    ];
    tx.insert(&sql::INSERT_CATALOG, [row]).await.map_err(|failure| match failure.is_unique_violation() {
        true => exists(&name),
        false => failure.into(),
    })?;
    let database = DatabaseName { catalog: name, database: DEFAULT_DATABASE.into() };
    // In this order, as Hive's log has them.
    database::create::insert(tx, &database, own_default, now).await?;
    tx.emit(event::create_catalog(catalog, now));
    Ok(())
}

fn exists(name: &str) -> Error {
    Error::Exists(format!("Catalog {name} already exists"))
}
