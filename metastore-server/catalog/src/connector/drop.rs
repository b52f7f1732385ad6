//! Dropping a data connector.

use super::{TABLE, get, parse, sql};
use crate::{Catalog, Error, Missing, Result};
use skep_sql::Tx;
use skep_types::Str;

/// Whether remote databases that need the connector are in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum References {
    Refuse,
    Ignore,
}

pub async fn drop(catalog: &Catalog, name: Option<&str>, missing: Missing, references: References) -> Result<()> {
    catalog.needs(TABLE)?;
    let name = &parse(name)?;
    match catalog.db.write(|tx| async move { remove(&tx, name, references).await }).await {
        Err(Error::NotFound(_)) if missing == Missing::Ignore => Ok(()),
        other => other,
    }
}

async fn remove(tx: &Tx, name: &Str, references: References) -> Result<()> {
    get::lock(tx, name).await?;
    if references == References::Refuse
        && let Some(row) = tx.row_opt(&sql::REMOTE_DATABASES, &[name.into()]).await?
    {
        let (catalog, database): (Str, Str) = (row.get(0)?, row.get(1)?);
        let text = format!("data connector {name} cannot be dropped: database {catalog}.{database} needs it");
        return Err(Error::InvalidOperation(text));
    }
    if tx.has("DC_PRIVS") {
        tx.execute(&sql::DELETE_CONNECTOR_PRIVILEGES, &[name.into()]).await?;
    }
    tx.execute(&sql::DELETE_CONNECTOR_PARAMS, &[name.into()]).await?;
    Ok(tx.execute_one(&sql::DELETE_CONNECTOR, &[name.into()]).await?)
}
