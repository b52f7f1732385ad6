//! Stored procedures by name, and their names.

use super::{ProcedureName, TABLE, sql};
use crate::names::normalize;
use crate::{Catalog, Result};
use skep_types::{StoredProcedure, Str};

pub async fn get(catalog: &Catalog, name: &ProcedureName) -> Result<StoredProcedure> {
    catalog.needs(TABLE)?;
    let place = &name.database;
    let values = [(&place.catalog).into(), (&place.database).into(), (&name.procedure).into()];
    let rows = catalog.db.rows(&sql::PROCEDURE, &values).await?;
    let row = rows.first().ok_or_else(|| name.missing())?;
    Ok(StoredProcedure {
        name: row.get(0)?,
        db_name: row.get(1)?,
        cat_name: row.get(2)?,
        owner_name: row.get(3)?,
        source: row.get(4)?,
    })
}

/// The names in a database, or in all of a catalog's.
pub async fn list(catalog: &Catalog, in_catalog: &str, database: Option<&str>) -> Result<Vec<Str>> {
    catalog.needs(TABLE)?;
    let (in_catalog, database) = (normalize(in_catalog), database.map(normalize));
    let rows = catalog.db.rows(&sql::PROCEDURES, &[(&in_catalog).into(), database.as_deref().into()]).await?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}
