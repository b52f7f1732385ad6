//! Storing and removing procedures.

use super::{ProcedureName, TABLE, sql};
use crate::{Catalog, Error, Result, database};
use skep_sql::Sequence;
use skep_types::StoredProcedure;

/// Stores the procedure, over one of the same name if there is one.
pub async fn put(catalog: &Catalog, sent: &StoredProcedure) -> Result<()> {
    catalog.needs(TABLE)?;
    let name = &ProcedureName::of(sent.cat_name.as_deref(), sent.db_name.as_deref(), sent.name.as_deref())?;
    let null = |what: &str| Error::Meta(format!("The {what} of the stored procedure cannot be null"));
    let owner = sent.owner_name.as_deref().ok_or_else(|| null("owner"))?;
    let source = sent.source.as_deref().ok_or_else(|| null("source"))?;
    let now = catalog.clock.seconds();
    let stored = catalog.db.write(|tx| async move {
        let database = database::get::lock(&tx, &name.database).await?;
        let procedure = (&name.procedure).into();
        let changed = [database.into(), procedure, owner.into(), source.into(), now.into()];
        if tx.execute(&sql::UPDATE_PROCEDURE, &changed).await? > 0 {
            return Ok(());
        }
        let id = tx.ids(Sequence::StoredProcedure, 1).await?.start;
        let row = [id.into(), database.into(), procedure, owner.into(), source.into(), now.into()];
        Ok::<_, Error>(tx.insert(&sql::INSERT_PROCEDURE, [row]).await?)
    });
    stored.await
}

/// One that is not there is dropped without an error, as in Hive.
pub async fn drop(catalog: &Catalog, name: &ProcedureName) -> Result<()> {
    catalog.needs(TABLE)?;
    let place = &name.database;
    let values = &[(&place.catalog).into(), (&place.database).into(), (&name.procedure).into()];
    let dropped = catalog.db.write(|tx| async move {
        tx.execute(&sql::DELETE_PROCEDURE, values).await?;
        Ok::<_, Error>(())
    });
    dropped.await
}
