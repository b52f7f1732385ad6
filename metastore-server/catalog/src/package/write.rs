//! Storing and removing packages.

use super::{PackageName, TABLE, sql};
use crate::{Catalog, Error, Result, database};
use skep_sql::Sequence;
use skep_types::AddPackageRequest;

/// Stores the package, over one of the same name if there is one.
pub async fn put(catalog: &Catalog, sent: &AddPackageRequest) -> Result<()> {
    catalog.needs(TABLE)?;
    let name = &PackageName::of(sent.cat_name.as_deref(), sent.db_name.as_deref(), sent.package_name.as_deref())?;
    let null = |what: &str| Error::Meta(format!("The {what} of the package cannot be null"));
    let owner = sent.owner_name.as_deref().ok_or_else(|| null("owner"))?;
    let header = sent.header.as_deref().ok_or_else(|| null("header"))?;
    let body = sent.body.as_deref().ok_or_else(|| null("body"))?;
    let now = catalog.clock.seconds();
    let stored = catalog.db.write(|tx| async move {
        let database = database::get::lock(&tx, &name.database).await?;
        let package = (&name.package).into();
        let changed = [database.into(), package, owner.into(), header.into(), body.into(), now.into()];
        if tx.execute(&sql::UPDATE_PACKAGE, &changed).await? > 0 {
            return Ok(());
        }
        let id = tx.ids(Sequence::Package, 1).await?.start;
        let row = [id.into(), database.into(), package, owner.into(), header.into(), body.into(), now.into()];
        Ok::<_, Error>(tx.insert(&sql::INSERT_PACKAGE, [row]).await?)
    });
    stored.await
}

/// One that is not there is dropped without an error, as in Hive.
pub async fn drop(catalog: &Catalog, name: &PackageName) -> Result<()> {
    catalog.needs(TABLE)?;
    let place = &name.database;
    let values = &[(&place.catalog).into(), (&place.database).into(), (&name.package).into()];
    let dropped = catalog.db.write(|tx| async move {
        tx.execute(&sql::DELETE_PACKAGE, values).await?;
        Ok::<_, Error>(())
    });
    dropped.await
}
