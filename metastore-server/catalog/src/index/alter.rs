//! Changing an index.

use super::{IndexName, get, require, sql};
use crate::table::{self, DDL_TIME, limits::Limits};
use crate::{Catalog, Result, event};
use skep_sql::Tx;
use skep_types::Index;

/// Replaces the parameters, which is all that can change, and stamps the time.
pub async fn alter(catalog: &Catalog, name: &IndexName, sent: &Index) -> Result<()> {
    require(catalog)?;
    Limits::of(&catalog.db).map("INDEX_PARAMS", sent.parameters.as_ref())?;
    catalog.db.write(|tx| async move { update(catalog, &tx, name, sent).await }).await
}

async fn update(catalog: &Catalog, tx: &Tx, name: &IndexName, sent: &Index) -> Result<()> {
    table::lock(tx, &name.table).await?;
    let before = get::find(tx, name).await?;
    let now = catalog.clock.seconds();
    let mut parameters = sent.parameters.clone().unwrap_or_default();
    parameters.insert(DDL_TIME.into(), now.to_string().into());
    tx.execute(&sql::DELETE_INDEX_PARAMS, &[[before.id].as_slice().into()]).await?;
    let rows = parameters.iter().map(|(key, value)| [before.id.into(), key.into(), value.into()]);
    tx.insert(&sql::INSERT_INDEX_PARAMS, rows.collect::<Vec<_>>()).await?;
    let after = Index { parameters: Some(parameters.clone()), ..before.index.clone() };
    tx.emit(event::alter_index(&before.index, &after, now));
    Ok(())
}
