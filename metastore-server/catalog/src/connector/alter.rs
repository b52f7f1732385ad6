//! Changing a data connector.

use super::{TABLE, check_limits, get, insert_parameters, owner_type_text, parse, sql};
use crate::{Catalog, Result};
use skep_sql::Tx;
use skep_types::{DataConnector, Str};

/// Parameters and owner are replaced, address, text and type of owner only if given; name, type and
/// time never change.
pub async fn alter(catalog: &Catalog, name: Option<&str>, sent: &DataConnector) -> Result<()> {
    catalog.needs(TABLE)?;
    let name = &parse(name)?;
    catalog.db.write(|tx| async move { update(catalog, &tx, name, sent).await }).await
}

async fn update(catalog: &Catalog, tx: &Tx, name: &Str, sent: &DataConnector) -> Result<()> {
    let before = get::lock(tx, name).await?;
    let given = |text: &Option<Str>| text.clone().filter(|t| !t.trim().is_empty());
    let after = DataConnector {
        url: given(&sent.url).or_else(|| before.url.clone()),
        description: given(&sent.description).or_else(|| before.description.clone()),
        owner_name: sent.owner_name.clone(),
        owner_type: sent.owner_type.or(before.owner_type),
        parameters: sent.parameters.clone(),
        ..before
    };
    check_limits(catalog, &after)?;
    let row = [
        name.into(),
        after.url.as_deref().into(),
        after.description.as_deref().into(),
        after.owner_name.as_deref().into(),
        owner_type_text(after.owner_type)?.into(),
    ];
    tx.execute_one(&sql::UPDATE_CONNECTOR, &row).await?;
    tx.execute(&sql::DELETE_CONNECTOR_PARAMS, &[name.into()]).await?;
    insert_parameters(tx, name, &after).await
}
