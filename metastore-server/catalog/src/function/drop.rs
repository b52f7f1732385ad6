//! Removing functions.

use super::{FunctionName, get, list, sql};
use crate::names::DatabaseName;
use crate::{Catalog, Result, event};
use skep_sql::Tx;

/// Removes the function; the files behind its resources are not ours and stay.
pub async fn drop(catalog: &Catalog, name: &FunctionName) -> Result<()> {
    let now = catalog.clock.seconds();
    catalog
        .db
        .write(|tx| async move {
            let (id, _) = get::row_by_name(&tx, name).await?;
            tx.execute(&sql::DELETE_RESOURCES, &[id.into()]).await?;
            // Somebody else was faster if it is gone by now.
            if tx.execute(&sql::DELETE_FUNCTION, &[id.into()]).await? == 0 {
                return Err(name.missing());
            }
            tx.emit(event::drop_function(&name.database, &name.function, now));
            Ok(())
        })
        .await
}

/// Removes all functions of a database that is being dropped, one event each.
pub async fn drop_all(tx: &Tx, name: &DatabaseName, database_id: i64, now: i64) -> Result<()> {
    let functions = list::names_in(tx, database_id).await?;
    if functions.is_empty() {
        return Ok(());
    }
    tx.execute(&sql::DELETE_RESOURCES_IN, &[database_id.into()]).await?;
    tx.execute(&sql::DELETE_FUNCTIONS_IN, &[database_id.into()]).await?;
    for function in &functions {
        tx.emit(event::drop_function(name, function, now));
    }
    Ok(())
}
