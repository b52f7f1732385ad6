//! Roles: names that privileges are granted to, and who belongs to them.
//!
//! Names are taken as sent: it is the clients that lower-case them. `public` has every user
//! without a row that says so.

pub mod create;
pub mod drop;
pub mod grant;
pub mod hierarchy;
pub mod list;
pub mod revoke;
pub mod sql;

pub use create::create;
pub use drop::drop;
pub use grant::grant;
pub use list::{grants_of, members, names, of_principal};
pub use revoke::{Revoked, revoke};

use crate::{Catalog, Error, Result};
use skep_sql::Tx;
use skep_types::PrincipalType;

pub const PUBLIC: &str = "public";
pub const ADMIN: &str = "admin";

/// A user, a group or a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Principal<'a> {
    pub name: &'a str,
    /// As the tables have it.
    pub kind: &'static str,
}

impl<'a> Principal<'a> {
    pub fn new(name: Option<&'a str>, kind: Option<PrincipalType>) -> Result<Principal<'a>> {
        let name = name.ok_or_else(|| Error::Meta("Principal name cannot be null.".into()))?;
        Ok(Principal { name, kind: kind_text(kind, "Principal")? })
    }

    pub fn is_role(&self) -> bool {
        self.kind == "ROLE"
    }
}

/// A principal's type as the tables have it.
pub(crate) fn kind_text(kind: Option<PrincipalType>, whose: &str) -> Result<&'static str> {
    let kind = kind.ok_or_else(|| Error::Meta(format!("{whose} type cannot be null.")))?;
    kind.name().ok_or_else(|| Error::Meta(format!("unknown {} type {}", whose.to_lowercase(), kind.0)))
}

/// The storage id of a role, or Hive's refusal.
async fn locate(tx: &Tx, name: &str) -> Result<i64> {
    let found = tx.row_opt(&sql::ROLE_ID, &[name.into()]).await?;
    let row = found.ok_or_else(|| Error::NotFound(format!("{name} role can not be found.")))?;
    Ok(row.get(0)?)
}

/// Refuses if the tables of roles are missing.
fn kept(catalog: &Catalog) -> Result<()> {
    catalog.needs("ROLES")?;
    catalog.needs("ROLE_MAP")
}

#[cfg(test)]
mod tests;
