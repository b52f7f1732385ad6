//! Making a data connector.

use super::{TABLE, check_limits, get, insert_parameters, owner_type_text, parse, sql};
use crate::names::is_table_name;
use crate::{Catalog, Error, Result, storage};
use skep_sql::Tx;
use skep_types::{DataConnector, Str};

/// Stores the connector as the client describes it. `caller` owns it if the client names no owner.
pub async fn create(catalog: &Catalog, sent: &DataConnector, caller: Option<&str>) -> Result<()> {
    catalog.needs(TABLE)?;
    let name = &parse(sent.name.as_deref())?;
    match get::get(catalog, Some(name)).await {
        Err(Error::NotFound(_)) => {}
        Ok(_) => return Err(exists(name)),
        Err(error) => return Err(error),
    }
    // Hive 4 takes for connectors what it takes for tables.
    if !is_table_name(name) {
        return Err(Error::InvalidObject(format!("{name} is not a valid dataconnector name")));
    }
    for (what, text) in [("type", &sent.type_), ("url", &sent.url)] {
        text.as_ref().ok_or_else(|| Error::Meta(format!("The {what} of data connector {name} cannot be null.")))?;
    }
    let connector = &DataConnector {
        name: Some(name.clone()),
        owner_name: sent.owner_name.clone().or_else(|| caller.map(Str::from)),
        create_time: Some(storage::narrow(catalog.clock.seconds())),
        ..sent.clone()
    };
    check_limits(catalog, connector)?;
    catalog.db.write(|tx| async move { insert(&tx, name, connector).await }).await
}

async fn insert(tx: &Tx, name: &Str, connector: &DataConnector) -> Result<()> {
    let row = [
        name.into(),
        connector.type_.as_deref().into(),
        connector.url.as_deref().into(),
        connector.description.as_deref().into(),
        connector.owner_name.as_deref().into(),
        owner_type_text(connector.owner_type)?.into(),
        connector.create_time.into(),
    ];
    tx.insert(&sql::INSERT_CONNECTOR, [row]).await.map_err(|failure| match failure.is_unique_violation() {
        true => exists(name),
        false => failure.into(),
    })?;
    insert_parameters(tx, name, connector).await
}

fn exists(name: &str) -> Error {
    Error::Exists(format!("DataConnector {name} already exists"))
}
