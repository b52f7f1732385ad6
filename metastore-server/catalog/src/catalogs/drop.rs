//! Dropping a catalog that has nothing in it.

use super::{TABLE, get, parse, sql};
use crate::database::drop::{Cascade, Files};
use crate::names::{DEFAULT_CATALOG, DEFAULT_DATABASE, DatabaseName};
use crate::{Catalog, Error, Missing, Result, database, event};
use skep_sql::Tx;
use skep_types as types;
use skep_types::Str;

/// Drops the catalog and its database `default`, both of which must be empty. The directory goes only
/// if nothing is in it: Hive deletes whatever external tables have left there.
pub async fn drop(catalog: &Catalog, name: Option<&str>, missing: Missing) -> Result<()> {
    let name = &parse(name)?;
    if name == DEFAULT_CATALOG {
        return Err(Error::Meta(format!("Can not drop {DEFAULT_CATALOG} catalog")));
    }
    catalog.needs(TABLE)?;
    let gone = match catalog.db.write(|tx| async move { remove(catalog, &tx, name).await }).await {
        Err(Error::NotFound(_)) if missing == Missing::Ignore => return Ok(()),
        other => other?,
    };
    remove_directory(catalog, gone.location_uri.as_deref().unwrap_or_default()).await;
    Ok(())
}

async fn remove(catalog: &Catalog, tx: &Tx, name: &Str) -> Result<types::Catalog> {
    let found = get::lock(tx, name).await?;
    let mut has_default = false;
    for row in tx.rows(&database::sql::DATABASE_NAMES, &[name.into()]).await? {
        if row.get::<Str>(0)? != DEFAULT_DATABASE {
            let text = format!("There are non-default databases in the catalog {name} so it cannot be dropped.");
            return Err(Error::InvalidOperation(text));
        }
        has_default = true;
    }
    if has_default {
        let own = DatabaseName { catalog: name.clone(), database: DEFAULT_DATABASE.into() };
        let removed = database::drop::remove(catalog, tx, &own, Files::Keep, Cascade::No).await;
        removed.map_err(|error| match error {
            Error::InvalidOperation(_) => {
                Error::InvalidOperation(format!("There are still objects in the default database for catalog {name}"))
            }
            other => other,
        })?;
    }
    tx.execute_one(&sql::DELETE_CATALOG, &[name.into()]).await?;
    tx.emit(event::drop_catalog(&found, catalog.clock.seconds()));
    Ok(found)
}

async fn remove_directory(catalog: &Catalog, location: &str) {
    let removed = async { catalog.warehouse.remove_if_empty(&catalog.warehouse.qualify(location)?).await };
    if let Err(cause) = removed.await {
        tracing::warn!(location, %cause, "directory of a dropped catalog not removed");
    }
}
