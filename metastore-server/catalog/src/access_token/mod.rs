//! Tokens that let a client prove who it is (SASL DIGEST-MD5), in a table of our own: what a token is good for and a
//! digest of its secret. The secret itself is nowhere but with its holder.
//!
//! Hive's own `DELEGATION_TOKENS` is another thing: a store that HiveServer2 reads and writes by calls.

mod sql;

use crate::{Catalog, Result};
use skep_sql::{Row, Str};

#[cfg(test)]
mod tests;

/// What is kept of a token.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// 32 hexadecimal digits.
    pub id: Str,
    /// `MD5(name:realm:password)` in hexadecimal digits: as secret as a password.
    pub digest: Str,
    /// `user:alice`, as its holder is called.
    pub principal: Str,
    /// Names of the roles it is good for, joined by commas; `None` is all that the principal has.
    pub roles: Option<Str>,
    /// Names of the groups its holder is in, one in a line.
    pub groups: Option<Str>,
    /// `E0` to `E4`.
    pub class: Str,
    /// Unix seconds, as all times here.
    pub created: i64,
    pub expires: i64,
    pub revoked: Option<i64>,
}

impl std::fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AccessToken({} of {})", self.id, self.principal)
    }
}

/// Makes the table if it is missing. Everything else here expects it.
pub async fn prepare(catalog: &Catalog) -> Result<()> {
    if get(catalog, "").await.is_ok() {
        return Ok(());
    }
    let made = catalog.db.write(|tx| async move { tx.execute(&sql::MAKE_TABLE, &[]).await.map(drop) }).await;
    // On PostgreSQL two servers that start together may both try, and one of them is told so.
    match (made, get(catalog, "").await) {
        (_, Ok(_)) => Ok(()),
        (Err(failure), _) => Err(failure.into()),
        (Ok(()), Err(error)) => Err(error),
    }
}

pub async fn add(catalog: &Catalog, token: &AccessToken) -> Result<()> {
    let AccessToken { id, digest, principal, roles, groups, class, created, expires, revoked: _ } = token;
    let added = catalog.db.write(|tx| async move {
        let values = [
            id.as_str().into(),
            digest.as_str().into(),
            principal.as_str().into(),
            roles.as_deref().into(),
            groups.as_deref().into(),
            class.as_str().into(),
            (*created).into(),
            (*expires).into(),
        ];
        tx.execute_one(&sql::ADD, &values).await
    });
    Ok(added.await?)
}

pub async fn get(catalog: &Catalog, id: &str) -> Result<Option<AccessToken>> {
    let rows = catalog.db.rows(&sql::TOKEN, &[id.into()]).await?;
    rows.first().map(read).transpose()
}

/// All that were not purged, the newest first.
pub async fn list(catalog: &Catalog) -> Result<Vec<AccessToken>> {
    catalog.db.rows(&sql::TOKENS, &[]).await?.iter().map(read).collect()
}

/// How many tokens of a principal are good for something.
pub async fn live(catalog: &Catalog, principal: &str) -> Result<u64> {
    let now = catalog.clock.seconds();
    let rows = catalog.db.rows(&sql::LIVE, &[principal.into(), now.into()]).await?;
    let count: i64 = rows.first().map_or(Ok(0), |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Takes a token back, or all of a principal's, named by id or as `user:alice`. How many were still good for something.
pub async fn revoke(catalog: &Catalog, id_or_principal: &str) -> Result<u64> {
    let now = catalog.clock.seconds();
    let revoked =
        catalog.db.write(|tx| async move { tx.execute(&sql::REVOKE, &[id_or_principal.into(), now.into()]).await });
    Ok(revoked.await?)
}

/// Forgets tokens that expired before this time. How many there were.
pub async fn purge(catalog: &Catalog, before: i64) -> Result<u64> {
    let purged = catalog.db.write(|tx| async move { tx.execute(&sql::PURGE, &[before.into()]).await });
    Ok(purged.await?)
}

fn read(row: &Row) -> Result<AccessToken> {
    Ok(AccessToken {
        id: row.get(0)?,
        digest: row.get(1)?,
        principal: row.get(2)?,
        roles: row.get(3)?,
        groups: row.get(4)?,
        class: row.get(5)?,
        created: row.get(6)?,
        expires: row.get(7)?,
        revoked: row.get(8)?,
    })
}
