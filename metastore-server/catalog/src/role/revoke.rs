//! Letting somebody no longer belong to a role, or no longer pass it on.

use super::{PUBLIC, Principal, kept, locate, sql};
use crate::{Catalog, Error, Result};
use skep_sql::Value;

/// What is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    All,
    /// The right to grant on; what was granted stays.
    GrantOption,
}

impl Revoked {
    /// What a request's `grantOption` asks for.
    pub fn of(grant_option: Option<bool>) -> Revoked {
        if grant_option == Some(true) { Revoked::GrantOption } else { Revoked::All }
    }
}

/// A principal that does not belong to the role loses nothing, and Hive says yes to that.
pub async fn revoke(catalog: &Catalog, role: &str, from: Principal<'_>, what: Revoked) -> Result<()> {
    if role == PUBLIC {
        return Err(Error::Meta("public role can't be revoked.".into()));
    }
    kept(catalog)?;
    let revoked = catalog.db.write(|tx| async move {
        let membership: [Value<'_>; 3] = [from.name.into(), from.kind.into(), locate(&tx, role).await?.into()];
        if what == Revoked::All {
            tx.execute(&sql::DELETE_MEMBERSHIP, &membership).await?;
            return Ok(());
        }
        let option = tx.row_opt(&sql::MEMBERSHIP, &membership).await?.map(|row| row.get::<i64>(0)).transpose()?;
        if option.unwrap_or_default() == 0 {
            return Err(Error::Meta(format!("User {} does not have grant option with role {role}", from.name)));
        }
        tx.execute(&sql::CLEAR_ADMIN_OPTION, &membership).await?;
        Ok(())
    });
    revoked.await
}
