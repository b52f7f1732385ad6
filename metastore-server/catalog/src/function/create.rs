//! Registering a function.

use super::rules::Checked;
use super::{TABLE, sql};
use crate::{Catalog, Error, Result, database, event};
use skep_sql::{Sequence, Tx};
use skep_types::Function;

/// Stores the function as the client describes it: Spark names no owner, and then it has none, as in
/// the rows of Hive 2.3 and 3.1.
pub async fn create(catalog: &Catalog, sent: &Function) -> Result<()> {
    let checked = &Checked::new(sent)?;
    let now = catalog.clock.seconds();
    let function = &Function {
        function_name: Some(checked.name.function.clone()),
        db_name: Some(checked.name.database.database.clone()),
        cat_name: Some(checked.name.database.catalog.clone()),
        create_time: Some(i32::try_from(now).unwrap_or(i32::MAX)),
        resource_uris: Some(sent.resource_uris.clone().unwrap_or_default()),
        ..sent.clone()
    };
    catalog
        .db
        .write(|tx| async move {
            if !tx.has(TABLE) {
                return Err(Error::Meta(format!(
                    "this metastore database has no table {TABLE}: it keeps no functions"
                )));
            }
            insert(&tx, checked, function).await?;
            tx.emit(event::create_function(function, now));
            Ok(())
        })
        .await
}

async fn insert(tx: &Tx, checked: &Checked<'_>, function: &Function) -> Result<()> {
    let place = &checked.name.database;
    let found = tx.row_opt(&database::sql::LOCK_DATABASE, &[(&place.catalog).into(), (&place.database).into()]).await?;
    let database_id: i64 = found.ok_or_else(|| place.missing())?.get(0)?;
    let id = tx.ids(Sequence::Function, 1).await?.start;
    let row = [
        id.into(),
        database_id.into(),
        (&checked.name.function).into(),
        checked.class.into(),
        function.owner_name.as_deref().into(),
        checked.owner_type.into(),
        function.create_time.into(),
        checked.function_type.into(),
    ];
    tx.insert(&sql::INSERT_FUNCTION, [row]).await.map_err(|failure| match failure.is_unique_violation() {
        true => checked.name.exists(),
        false => failure.into(),
    })?;
    let resources = (0_i64..).zip(function.resource_uris.iter().flatten());
    let rows = resources.map(|(position, resource)| {
        // Java, too, takes a resource without a type for a jar.
        let kind = resource.resource_type.map_or(1, |kind| kind.0);
        [id.into(), position.into(), kind.into(), resource.uri.as_deref().into()]
    });
    Ok(tx.insert(&sql::INSERT_RESOURCES, rows).await?)
}
