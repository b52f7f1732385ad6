//! Packages by name, and their names.

use super::{PackageName, TABLE, sql};
use crate::names::normalize;
use crate::{Catalog, Result};
use skep_types::{Package, Str};

pub async fn get(catalog: &Catalog, name: &PackageName) -> Result<Package> {
    catalog.needs(TABLE)?;
    let place = &name.database;
    let values = [(&place.catalog).into(), (&place.database).into(), (&name.package).into()];
    let rows = catalog.db.rows(&sql::PACKAGE, &values).await?;
    let row = rows.first().ok_or_else(|| name.missing())?;
    Ok(Package {
        cat_name: row.get(0)?,
        db_name: row.get(1)?,
        package_name: row.get(2)?,
        owner_name: row.get(3)?,
        header: row.get(4)?,
        body: row.get(5)?,
    })
}

/// The names in a database, or in all of a catalog's.
pub async fn list(catalog: &Catalog, in_catalog: &str, database: Option<&str>) -> Result<Vec<Str>> {
    catalog.needs(TABLE)?;
    let (in_catalog, database) = (normalize(in_catalog), database.map(normalize));
    let rows = catalog.db.rows(&sql::PACKAGES, &[(&in_catalog).into(), database.as_deref().into()]).await?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}
