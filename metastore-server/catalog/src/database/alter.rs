//! Changing a database: description, owner, parameters, locations of tables to come.

use super::{create::insert_parameters, owner_type_text, row_by_name, sql};
use crate::names::DatabaseName;
use crate::{Catalog, Result, event};
use skep_sql::Tx;
use skep_types::{Database, Str};

/// Takes the new state from the client's object by Hive's rules: parameters and
/// owner are replaced, text and locations only if given, name and catalog never.
/// No directory is made or moved; existing tables stay where they are.
pub async fn alter(catalog: &Catalog, name: &DatabaseName, sent: &Database) -> Result<()> {
    let now = catalog.clock.seconds();
    catalog
        .db
        .write(|tx| async move {
            tx.row_opt(&sql::LOCK_DATABASE, &[name.catalog.as_str().into(), name.database.as_str().into()]).await?;
            let before = row_by_name(&tx, name).await?;
            let after = merge(catalog, &before.database, sent)?;
            update(&tx, before.id, &after).await?;
            tx.emit(event::alter_database(&before.database, &after, now));
            Ok(())
        })
        .await
}

fn merge(catalog: &Catalog, before: &Database, sent: &Database) -> Result<Database> {
    let given = |text: &Option<Str>| text.clone().filter(|t| !t.trim().is_empty());
    let place = |text: &Option<Str>, before: &Option<Str>| match given(text) {
        Some(location) => Ok(Some(Str::from(catalog.warehouse.qualify(&location)?.as_str()))),
        None => Result::Ok(before.clone()),
    };
    Ok(Database {
        description: given(&sent.description).or_else(|| before.description.clone()),
        location_uri: place(&sent.location_uri, &before.location_uri)?,
        managed_location_uri: place(&sent.managed_location_uri, &before.managed_location_uri)?,
        owner_name: sent.owner_name.clone(),
        owner_type: sent.owner_type.or(before.owner_type),
        parameters: Some(sent.parameters.clone().unwrap_or_default()),
        ..before.clone()
    })
}

async fn update(tx: &Tx, id: i64, after: &Database) -> Result<()> {
    let row = [
        id.into(),
        after.description.as_deref().into(),
        after.location_uri.as_deref().into(),
        after.owner_name.as_deref().into(),
        owner_type_text(after.owner_type).into(),
        after.managed_location_uri.as_deref().into(),
    ];
    tx.execute_one(&sql::UPDATE_DATABASE, &row).await?;
    tx.execute(&sql::DELETE_DATABASE_PARAMS, &[id.into()]).await?;
    insert_parameters(tx, id, after).await
}
