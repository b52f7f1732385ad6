//! Changing a function.

use super::rules::Checked;
use super::{FunctionName, get, sql};
use crate::{Catalog, Error, Result, database};
use skep_sql::Tx;
use skep_types::Function;

/// Replaces name, database, owner, class and type; resources and the time of creation stay. The
/// calls declare `MetaException` only, so every refusal is one. Hive logs no event.
pub async fn alter(catalog: &Catalog, name: &FunctionName, sent: &Function) -> Result<()> {
    // An old client's object names no catalog: it means the one of the call.
    let mut sent = sent.clone();
    sent.cat_name.get_or_insert_with(|| name.database.catalog.clone());
    let sent = &sent;
    let changed = catalog.db.write(|tx| async move { update(&tx, name, sent).await });
    changed.await.map_err(|error| match error {
        Error::Sql(_) | Error::Storage(_) => error,
        other => Error::Meta(other.to_string()),
    })
}

async fn update(tx: &Tx, name: &FunctionName, sent: &Function) -> Result<()> {
    let checked = Checked::new(sent)?;
    if checked.name.database.catalog != name.database.catalog {
        return Err(Error::Meta("a function cannot be moved to another catalog".into()));
    }
    let (id, before) = get::row_by_name(tx, name).await?;
    let target = database::locate(tx, &checked.name.database).await?;
    let row = [
        id.into(),
        target.id.into(),
        (&checked.name.function).into(),
        checked.class.into(),
        sent.owner_name.as_deref().or(before.owner_name.as_deref()).into(),
        checked.owner_type.into(),
        checked.function_type.into(),
    ];
    match tx.execute(&sql::UPDATE_FUNCTION, &row).await {
        Ok(0) => Err(name.missing()),
        Ok(_) => Ok(()),
        Err(failure) if failure.is_unique_violation() => Err(checked.name.exists()),
        Err(failure) => Err(failure.into()),
    }
}
