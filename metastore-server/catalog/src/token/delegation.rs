//! Delegation tokens by identifier.

use super::{TOKENS, check, sql};
use crate::{Catalog, Result};
use skep_types::Str;

/// Whether the identifier was new; the token of one that was not stays.
pub async fn add(catalog: &Catalog, identifier: &str, token: &str) -> Result<bool> {
    catalog.needs(TOKENS)?;
    check(&catalog.db, TOKENS, "TOKEN_IDENT", identifier)?;
    check(&catalog.db, TOKENS, "TOKEN", token)?;
    let added =
        catalog.db.write(|tx| async move { tx.execute(&sql::ADD_TOKEN, &[identifier.into(), token.into()]).await });
    Ok(added.await? > 0)
}

/// Whether it was there.
pub async fn remove(catalog: &Catalog, identifier: &str) -> Result<bool> {
    catalog.needs(TOKENS)?;
    let removed = catalog.db.write(|tx| async move { tx.execute(&sql::REMOVE_TOKEN, &[identifier.into()]).await });
    Ok(removed.await? > 0)
}

pub async fn get(catalog: &Catalog, identifier: &str) -> Result<Option<Str>> {
    catalog.needs(TOKENS)?;
    let rows = catalog.db.rows(&sql::TOKEN, &[identifier.into()]).await?;
    rows.first().map_or(Ok(None), |row| Ok(row.get(0)?))
}

/// The identifiers of all tokens, ascending.
pub async fn identifiers(catalog: &Catalog) -> Result<Vec<Str>> {
    catalog.needs(TOKENS)?;
    let rows = catalog.db.rows(&sql::TOKEN_IDENTIFIERS, &[]).await?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}
