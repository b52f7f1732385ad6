//! Master keys by number.

use super::{KEYS, check, sql};
use crate::{Catalog, Error, Result};
use skep_sql::Sequence;
use skep_types::Str;

/// Keeps a new key and returns its number.
pub async fn add_key(catalog: &Catalog, key: &str) -> Result<i32> {
    catalog.needs(KEYS)?;
    check(&catalog.db, KEYS, "MASTER_KEY", key)?;
    let added = catalog.db.write(|tx| async move {
        let id = tx.ids(Sequence::MasterKey, 1).await?.start;
        let number = i32::try_from(id).map_err(|_| Error::Meta("all numbers of master keys are used up".into()))?;
        tx.insert(&sql::INSERT_KEY, [[id.into(), key.into()]]).await?;
        Ok::<_, Error>(number)
    });
    added.await
}

pub async fn update_key(catalog: &Catalog, number: i32, key: &str) -> Result<()> {
    catalog.needs(KEYS)?;
    check(&catalog.db, KEYS, "MASTER_KEY", key)?;
    let updated =
        catalog.db.write(|tx| async move { tx.execute(&sql::UPDATE_KEY, &[number.into(), key.into()]).await });
    match updated.await? {
        0 => Err(Error::NotFound(format!("No key found with keyId: {number}"))),
        _ => Ok(()),
    }
}

/// Whether it was there.
pub async fn remove_key(catalog: &Catalog, number: i32) -> Result<bool> {
    catalog.needs(KEYS)?;
    let removed = catalog.db.write(|tx| async move { tx.execute(&sql::REMOVE_KEY, &[number.into()]).await });
    Ok(removed.await? > 0)
}

/// All keys, oldest first.
pub async fn keys(catalog: &Catalog) -> Result<Vec<Str>> {
    catalog.needs(KEYS)?;
    let rows = catalog.db.rows(&sql::KEYS, &[]).await?;
    rows.iter().map(|row| Ok(row.get::<Option<Str>>(0)?.unwrap_or_default())).collect()
}
