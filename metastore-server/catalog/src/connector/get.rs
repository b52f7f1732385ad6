//! Data connectors by name.

use super::{TABLE, missing, parse, sql};
use crate::{Catalog, Error, Result};
use skep_schema::Version;
use skep_sql::{Row, Tx};
use skep_types::{DataConnector, Database, PrincipalType, Str};

/// The connector, or [`Error::NotFound`]. Its parameters hold passwords: who may ask is the door's
/// business.
pub async fn get(catalog: &Catalog, name: Option<&str>) -> Result<DataConnector> {
    let name = parse(name)?;
    if !catalog.keeps(TABLE) {
        return Err(missing(&name));
    }
    assemble(&catalog.db.rows(&sql::CONNECTOR_BY_NAME, &[(&name).into()]).await?)?.ok_or_else(|| missing(&name))
}

/// All names, ascending.
pub async fn list(catalog: &Catalog) -> Result<Vec<Str>> {
    if !catalog.keeps(TABLE) {
        return Ok(Vec::new());
    }
    let rows = catalog.db.rows(&sql::CONNECTOR_NAMES, &[]).await?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// The same as [`get`] for those who change it, kept to the transaction until it ends.
pub(super) async fn lock(tx: &Tx, name: &Str) -> Result<DataConnector> {
    tx.row_opt(&sql::LOCK_CONNECTOR, &[name.into()]).await?.ok_or_else(|| missing(name))?;
    assemble(&tx.rows(&sql::CONNECTOR_BY_NAME, &[name.into()]).await?)?.ok_or_else(|| missing(name))
}

/// The connector that a remote database cannot do without.
pub(crate) async fn lock_for(tx: &Tx, database: &Database) -> Result<()> {
    let name = database.name.as_deref().unwrap_or_default();
    let refusal = |why: &str| Error::InvalidObject(format!("remote database {name} needs a data connector: {why}"));
    if tx.version() < Version::V4_0 || !tx.has(TABLE) {
        return Err(refusal(&format!("the schema of Hive {} keeps none", tx.version())));
    }
    let connector = database.connector_name.as_deref().ok_or_else(|| refusal("none is named"))?;
    match lock(tx, &parse(Some(connector))?).await {
        Err(Error::NotFound(_)) => Err(refusal(&format!("there is no {connector}"))),
        other => other.map(|_| ()),
    }
}

fn assemble(rows: &[Row]) -> Result<Option<DataConnector>> {
    let Some(first) = rows.first() else { return Ok(None) };
    let mut parameters = std::collections::BTreeMap::new();
    for row in rows {
        if let (Some(key), Some(value)) = (row.get::<Option<Str>>(7)?, row.get::<Option<Str>>(8)?) {
            parameters.insert(key, value);
        }
    }
    let owner_type: Option<Str> = first.get(5)?;
    Ok(Some(DataConnector {
        name: first.get(0)?,
        type_: first.get(1)?,
        url: first.get(2)?,
        description: first.get(3)?,
        owner_name: first.get(4)?,
        owner_type: Some(owner_type.and_then(|text| PrincipalType::from_name(&text)).unwrap_or(PrincipalType::USER)),
        create_time: Some(first.get(6)?),
        parameters: Some(parameters),
    }))
}
