//! Catalogs by name.

use super::{TABLE, missing, parse, sql};
use crate::names::DEFAULT_CATALOG;
use crate::{Catalog, Result};
use skep_sql::{Row, Tx};
use skep_types as types;
use skep_types::Str;

/// The catalog, or [`crate::Error::NotFound`].
pub async fn get(catalog: &Catalog, name: Option<&str>) -> Result<types::Catalog> {
    let name = parse(name)?;
    if !catalog.keeps(TABLE) {
        return if name == DEFAULT_CATALOG { Ok(implied(catalog)) } else { Err(missing(&name)) };
    }
    only(&catalog.db.rows(&sql::CATALOG_BY_NAME, &[(&name).into()]).await?, &name)
}

/// All names, ascending.
pub async fn list(catalog: &Catalog) -> Result<Vec<Str>> {
    if !catalog.keeps(TABLE) {
        return Ok(vec![DEFAULT_CATALOG.into()]);
    }
    let rows = catalog.db.rows(&sql::CATALOG_NAMES, &[]).await?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// The same as [`get`] for those who change it, kept to the transaction until it ends.
pub(super) async fn lock(tx: &Tx, name: &str) -> Result<types::Catalog> {
    tx.row_opt(&sql::LOCK_CATALOG, &[name.into()]).await?.ok_or_else(|| missing(name))?;
    only(&tx.rows(&sql::CATALOG_BY_NAME, &[name.into()]).await?, name)
}

/// The catalog of a schema without any. Clients since Hive 3 ask for it.
fn implied(catalog: &Catalog) -> types::Catalog {
    types::Catalog {
        name: Some(DEFAULT_CATALOG.into()),
        description: Some("Default catalog, for Hive".into()),
        location_uri: Some(catalog.warehouse.root().as_str().into()),
        ..types::Catalog::default()
    }
}

fn only(rows: &[Row], name: &str) -> Result<types::Catalog> {
    let row = rows.first().ok_or_else(|| missing(name))?;
    let created: Option<i64> = row.get(3)?;
    Ok(types::Catalog {
        name: row.get(0)?,
        description: row.get(1)?,
        location_uri: row.get(2)?,
        create_time: created.map(crate::storage::narrow),
        ..types::Catalog::default()
    })
}
