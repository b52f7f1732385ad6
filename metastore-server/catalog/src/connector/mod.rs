//! Data connectors: where the tables of remote databases are (Hive 4). Hive's log has no messages
//! about them.

mod alter;
mod create;
mod drop;
mod get;
pub mod sql;

pub use alter::alter;
pub use create::create;
pub use drop::{References, drop};
pub(crate) use get::lock_for;
pub use get::{get, list};

use crate::names::normalize;
use crate::table::limits::Limits;
use crate::{Catalog, Error, Result};
use skep_sql::Tx;
use skep_types::{DataConnector, PrincipalType, Str};

const TABLE: &str = "DATACONNECTORS";

fn parse(name: Option<&str>) -> Result<Str> {
    name.map(normalize).ok_or_else(|| Error::Meta("Data connector name cannot be null.".into()))
}

fn missing(name: &str) -> Error {
    Error::NotFound(format!("DataConnector {name} doesn't exist"))
}

/// `OWNER_TYPE` as it is stored: `USER` where the client left it out.
fn owner_type_text(owner_type: Option<PrincipalType>) -> Result<&'static str> {
    let owner_type = owner_type.unwrap_or(PrincipalType::USER);
    owner_type.name().ok_or_else(|| Error::Meta(format!("unknown owner type of the data connector: {}", owner_type.0)))
}

/// Refuses what its columns cannot hold.
fn check_limits(catalog: &Catalog, connector: &DataConnector) -> Result<()> {
    let limits = Limits::of(&catalog.db);
    for (column, text) in [
        ("NAME", &connector.name),
        ("TYPE", &connector.type_),
        ("URL", &connector.url),
        ("COMMENT", &connector.description),
        ("OWNER_NAME", &connector.owner_name),
    ] {
        limits.one("DATACONNECTORS", column, text.as_ref())?;
    }
    limits.map("DATACONNECTOR_PARAMS", connector.parameters.as_ref())
}

async fn insert_parameters(tx: &Tx, name: &str, connector: &DataConnector) -> Result<()> {
    let parameters = connector.parameters.iter().flatten();
    let rows = parameters.map(|(key, value)| [name.into(), key.as_str().into(), value.as_str().into()]);
    Ok(tx.insert(&sql::INSERT_CONNECTOR_PARAMS, rows).await?)
}

#[cfg(test)]
mod tests;
