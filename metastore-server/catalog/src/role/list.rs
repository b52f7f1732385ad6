//! Roles, and who belongs to them. Each listing is one statement.

use super::{PUBLIC, Principal, sql};
use crate::{Catalog, Result};
use skep_sql::{Row, Statement, Value};
use skep_types::{PrincipalType, Role, RolePrincipalGrant, Str};

/// All roles, oldest first.
pub async fn names(catalog: &Catalog) -> Result<Vec<Str>> {
    if !catalog.db.has("ROLES") {
        return Ok(Vec::new());
    }
    let rows = catalog.db.rows(&sql::ROLE_NAMES, &[]).await?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// The roles a principal belongs to directly; a user to `public`, too.
pub async fn of_principal(catalog: &Catalog, principal: Principal<'_>) -> Result<Vec<Role>> {
    let rows = memberships(catalog, &sql::ROLES_OF, &[principal.name.into(), principal.kind.into()]).await?;
    let mut roles: Vec<Role> = rows.iter().map(decode_role).collect::<Result<_>>()?;
    if principal.kind == "USER" {
        roles.push(Role { role_name: Some(PUBLIC.into()), create_time: Some(0), owner_name: Some(PUBLIC.into()) });
    }
    Ok(roles)
}

/// The same with who granted them.
pub async fn grants_of(catalog: &Catalog, principal: Principal<'_>) -> Result<Vec<RolePrincipalGrant>> {
    let rows = memberships(catalog, &sql::ROLES_OF, &[principal.name.into(), principal.kind.into()]).await?;
    let mut grants: Vec<RolePrincipalGrant> = rows.iter().map(decode_grant).collect::<Result<_>>()?;
    if principal.kind == "USER" {
        grants.push(RolePrincipalGrant {
            role_name: Some(PUBLIC.into()),
            principal_name: Some(principal.name.into()),
            principal_type: Some(PrincipalType::USER),
            grant_option: Some(false),
            grant_time: Some(0),
            grantor_name: None,
            grantor_principal_type: None,
        });
    }
    Ok(grants)
}

/// The direct members of a role; one that is not there has none.
pub async fn members(catalog: &Catalog, role: &str) -> Result<Vec<RolePrincipalGrant>> {
    memberships(catalog, &sql::MEMBERS_OF, &[role.into()]).await?.iter().map(decode_grant).collect()
}

async fn memberships(catalog: &Catalog, statement: &'static Statement, values: &[Value<'_>]) -> Result<Vec<Row>> {
    match catalog.db.has("ROLES") && catalog.db.has("ROLE_MAP") {
        true => Ok(catalog.db.rows(statement, values).await?),
        false => Ok(Vec::new()),
    }
}

fn decode_role(row: &Row) -> Result<Role> {
    Ok(Role { role_name: row.get(0)?, create_time: Some(row.get(7)?), owner_name: row.get(8)? })
}

fn decode_grant(row: &Row) -> Result<RolePrincipalGrant> {
    let kind = |text: Option<Str>| text.as_deref().and_then(PrincipalType::from_name);
    Ok(RolePrincipalGrant {
        role_name: row.get(0)?,
        principal_name: row.get(1)?,
        principal_type: kind(row.get(2)?),
        grant_option: Some(row.get::<i64>(3)? != 0),
        grant_time: Some(row.get(4)?),
        grantor_name: row.get(5)?,
        grantor_principal_type: kind(row.get(6)?),
    })
}
