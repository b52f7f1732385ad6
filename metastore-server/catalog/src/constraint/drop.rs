//! Removing a constraint by its name.

use super::sql;
use crate::names::{TableName, normalize};
use crate::{Catalog, Error, Result, event, table};
use skep_schema::Version;
use skep_sql::Tx;

/// Removes the constraint of that name, of whatever kind. A foreign key can also be removed from the
/// table that it refers to.
pub async fn drop(catalog: &Catalog, name: &TableName, constraint: &str) -> Result<()> {
    let constraint = &normalize(constraint);
    catalog
        .db
        .write(|tx| async move {
            delete(&tx, name, constraint).await?;
            // Older consumers know no such event.
            if tx.version() >= Version::V3_1 {
                tx.emit(event::drop_constraint(name, constraint, catalog.clock.seconds()));
            }
            Ok(())
        })
        .await
}

async fn delete(tx: &Tx, name: &TableName, constraint: &str) -> Result<()> {
    // Java has an undeclared exception for this; the class it declares says the same.
    let missing = || {
        let TableName { database, table } = name;
        Error::NotFound(format!(
            "The constraint: {constraint} does not exist for the associated table: {}.{table}",
            database.database
        ))
    };
    let id = table::get::lock_id(tx, name).await?.ok_or_else(missing)?;
    match tx.execute(&sql::DELETE_CONSTRAINT, &[id.into(), constraint.into()]).await? {
        0 => Err(missing()),
        _ => Ok(()),
    }
}
