//! Letting somebody belong to a role.

use super::{PUBLIC, Principal, hierarchy, kept, kind_text, locate, sql};
use crate::table::limits;
use crate::{Catalog, Error, Result};
use skep_sql::{Sequence, Tx, Value};
use skep_types::PrincipalType;

/// Who grants, and whether the new member may grant on.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    grantor: Option<&'a str>,
    grantor_type: &'static str,
    option: Option<bool>,
}

impl<'a> By<'a> {
    pub fn new(grantor: Option<&'a str>, kind: Option<PrincipalType>, option: Option<bool>) -> Result<By<'a>> {
        Ok(By { grantor, grantor_type: kind_text(kind, "Grantor")?, option })
    }
}

pub async fn grant(catalog: &Catalog, role: &str, to: Principal<'_>, by: By<'_>) -> Result<()> {
    if role == PUBLIC {
        let text = "No user can be added to public. Since all users implicitly belong to public role.";
        return Err(Error::Meta(text.into()));
    }
    kept(catalog)?;
    limits::check_texts(&catalog.db, "ROLE_MAP", &[("PRINCIPAL_NAME", Some(to.name)), ("GRANTOR", by.grantor)])?;
    let now = catalog.clock.seconds();
    catalog.db.write(|tx| async move { insert(&tx, role, to, by, now).await }).await
}

async fn insert(tx: &Tx, role: &str, to: Principal<'_>, by: By<'_>, now: i64) -> Result<()> {
    let role_id = locate(tx, role).await?;
    if to.is_role() {
        tx.rows(&sql::LOCK_HIERARCHY, &[]).await?;
        refuse_circle(tx, role, to.name).await?;
    }
    let membership: [Value<'_>; 3] = [to.name.into(), to.kind.into(), role_id.into()];
    if tx.row_opt(&sql::MEMBERSHIP, &membership).await?.is_some() {
        return Err(belongs_already(role, to));
    }
    if to.is_role() && tx.row_opt(&sql::ROLE_ID, &[to.name.into()]).await?.is_none() {
        return Err(no_such_role(to.name));
    }
    let id = tx.ids(Sequence::RoleMap, 1).await?.start;
    let row = [
        id.into(),
        now.into(),
        i64::from(by.option.unwrap_or_default()).into(),
        by.grantor.into(),
        by.grantor_type.into(),
        to.name.into(),
        to.kind.into(),
        role_id.into(),
    ];
    // The index forgets the principal's type: a user and a group of one name are one to it.
    tx.insert(&sql::INSERT_MEMBERSHIP, [row]).await.map_err(|failure| match failure.is_unique_violation() {
        true => belongs_already(role, to),
        false => failure.into(),
    })
}

async fn refuse_circle(tx: &Tx, role: &str, member: &str) -> Result<()> {
    if role != member && !hierarchy::above(tx, &[], &[], &[role]).await?.iter().any(|above| above == member) {
        return Ok(());
    }
    Err(Error::Meta(format!(
        "Cannot grant role {member} to {role} as {role} already belongs to the role {member}. (no cycles allowed)"
    )))
}

fn belongs_already(role: &str, to: Principal<'_>) -> Error {
    Error::InvalidObject(format!("Principal {} already has the role {role}", to.name))
}

/// What Hive says of a role that something is to be granted to.
pub(crate) fn no_such_role(name: &str) -> Error {
    Error::NotFound(format!("Role {name} does not exist"))
}
