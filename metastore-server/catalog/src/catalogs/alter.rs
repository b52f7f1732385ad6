//! Changing a catalog's description or location.

use super::{TABLE, get, parse, sql};
use crate::names::normalize;
use crate::table::limits::Limits;
use crate::{Catalog, Error, Result, event};
use skep_sql::Tx;
use skep_types as types;
use skep_types::Str;

/// Description and location change if the client gives them, the name never. Databases stay where
/// they are; the location is for those to come.
pub async fn alter(catalog: &Catalog, name: Option<&str>, sent: &types::Catalog) -> Result<()> {
    catalog.needs(TABLE)?;
    let name = &parse(name)?;
    catalog.db.write(|tx| async move { update(catalog, &tx, name, sent).await }).await
}

async fn update(catalog: &Catalog, tx: &Tx, name: &Str, sent: &types::Catalog) -> Result<()> {
    let before = get::lock(tx, name).await?;
    if sent.name.as_deref().map(normalize).as_ref() != Some(name) {
        return Err(Error::InvalidOperation("You cannot change a catalog's name".into()));
    }
    let given = |text: &Option<Str>| text.clone().filter(|t| !t.trim().is_empty());
    let location_uri = match given(&sent.location_uri) {
        Some(location) => Some(catalog.warehouse.qualify(&location)?.as_str().into()),
        None => before.location_uri.clone(),
    };
    let description = given(&sent.description).or_else(|| before.description.clone());
    let after = types::Catalog { description, location_uri, ..before.clone() };
    let limits = Limits::of(&catalog.db);
    limits.one("CTLGS", "DESC", after.description.as_ref())?;
    limits.one("CTLGS", "LOCATION_URI", after.location_uri.as_ref())?;
    let row = [name.into(), after.description.as_deref().into(), after.location_uri.as_deref().into()];
    tx.execute_one(&sql::UPDATE_CATALOG, &row).await?;
    tx.emit(event::alter_catalog(&before, &after, catalog.clock.seconds()));
    Ok(())
}
