//! Serdes with a name of their own.

use super::{TABLE, null, sql};
use crate::table::limits::Limits;
use crate::{Catalog, Error, Result, storage};
use skep_sql::Tx;
use skep_types::{SerDeInfo, SerdeType};

/// Registers a serde. No serde, of a table or not, may have its name.
pub async fn add_serde(catalog: &Catalog, sent: &SerDeInfo) -> Result<()> {
    catalog.needs(TABLE)?;
    let name = sent.name.as_deref().ok_or_else(|| null("serde name"))?;
    if let Some(SerdeType(number)) = sent.serde_type.filter(|t| t.name().is_none()) {
        return Err(Error::Meta(format!("unknown serde type: {number}")));
    }
    Limits::of(&catalog.db).serde(Some(sent))?;
    let insert = |tx: Tx| async move {
        if find(&tx, name).await?.is_some() {
            return Err(Error::Exists(format!("Serde with name {name} already exists")));
        }
        storage::insert_serde(&tx, sent).await.map(|_| ())
    };
    catalog.db.write(insert).await
}

pub async fn get_serde(catalog: &Catalog, name: Option<&str>) -> Result<SerDeInfo> {
    catalog.needs(TABLE)?;
    let name = name.ok_or_else(|| null("serde name"))?;
    let found = catalog.db.read(|tx| async move { find(&tx, name).await }).await?;
    Ok(found.ok_or_else(|| missing(name))?.serde)
}

/// A serde of that name that a schema version may hold on to. That of a table goes with its table,
/// so the version gets a copy of it.
pub(super) async fn of_its_own(tx: &Tx, name: &str) -> Result<i64> {
    let found = find(tx, name).await?.ok_or_else(|| missing(name))?;
    if found.of_table { storage::insert_serde(tx, &found.serde).await } else { Ok(found.id) }
}

struct Found {
    id: i64,
    serde: SerDeInfo,
    of_table: bool,
}

async fn find(tx: &Tx, name: &str) -> Result<Option<Found>> {
    let Some(row) = tx.row_opt(&sql::SERDE_BY_NAME, &[name.into()]).await? else { return Ok(None) };
    let (id, mut serde): (i64, SerDeInfo) = (row.get(0)?, storage::serde(&row, 1)?);
    for parameter in tx.rows(&storage::sql::SERDE_PARAMETERS, &[[id].as_slice().into()]).await? {
        storage::parameter(&parameter, serde.parameters.get_or_insert_default())?;
    }
    Ok(Some(Found { id, serde, of_table: row.get::<i64>(7)? == 1 }))
}

fn missing(name: &str) -> Error {
    Error::NotFound(format!("No SerDe named {name} exists"))
}
