//! What a user may do with an object: its own grants, its groups', and those of every role it has.

use super::Kind;
use super::grants::{self, Grant};
use super::list::{in_database, in_table, partition_name};
use super::object::ObjectName;
use crate::role::{PUBLIC, hierarchy};
use crate::{Catalog, Error, Result};
use skep_sql::{Fragment, Tx};
use skep_types::{HiveObjectRef, HiveObjectType, PrincipalPrivilegeSet, PrivilegeGrantInfo, Str};
use std::collections::BTreeMap;

/// The three maps by name. Every name asked about is in them, without grants if it has none; but
/// of privileges on the server only names that have some, and no roles.
pub async fn set(
    catalog: &Catalog,
    object: &HiveObjectRef,
    user: Option<&str>,
    groups: &[Str],
) -> Result<PrincipalPrivilegeSet> {
    let (object, holders) = (&named(object)?, &Holders::of(user, groups));
    if object.kind == Kind::Connector {
        catalog.needs(object.kind.table().name)?;
    }
    let found = catalog.db.read(|tx| async move {
        let roles = match object.kind {
            Kind::Global => Vec::new(),
            _ => holders.roles(&tx).await?,
        };
        let grants = on_object(&tx, object, holders, &roles).await?;
        let mut set = PrincipalPrivilegeSet::default();
        match object.kind {
            Kind::Global => holders.put_empty_groups(&mut set),
            _ => holders.put_all(&mut set, &roles),
        }
        put(&mut set, &grants);
        Ok::<_, Error>(set)
    });
    found.await
}

/// A partition without values is none; Hive looks for it all the same.
fn named(sent: &HiveObjectRef) -> Result<ObjectName> {
    let mut object = ObjectName::parse(sent)?;
    if sent.object_type == Some(HiveObjectType::PARTITION) {
        object.values = object.values.filter(|values| !values.is_empty());
    }
    Ok(object)
}

pub(super) struct Holders<'a> {
    pub user: Option<&'a str>,
    pub groups: Vec<&'a str>,
}

type Infos = BTreeMap<Str, Vec<PrivilegeGrantInfo>>;

impl<'a> Holders<'a> {
    pub fn of(user: Option<&'a str>, groups: &'a [Str]) -> Holders<'a> {
        Holders { user, groups: groups.iter().map(Str::as_str).collect() }
    }

    /// All roles, nested ones too. Every user has `public`, and with it the roles that has.
    pub async fn roles(&self, tx: &Tx) -> Result<Vec<Str>> {
        let public: &[&str] = if self.user.is_some() { &[PUBLIC] } else { &[] };
        let users: Vec<&str> = self.user.into_iter().collect();
        let mut roles = hierarchy::above(tx, &users, &self.groups, public).await?;
        roles.extend(public.iter().copied().map(Str::from));
        roles.sort();
        roles.dedup();
        Ok(roles)
    }

    pub fn put_all(&self, set: &mut PrincipalPrivilegeSet, roles: &[Str]) {
        let empty = |name: &str| (Str::from(name), Vec::new());
        set.user_privileges = self.user.map(|user| Infos::from([empty(user)]));
        if !self.groups.is_empty() {
            set.group_privileges = Some(self.groups.iter().copied().map(empty).collect());
        }
        if !roles.is_empty() {
            set.role_privileges = Some(roles.iter().map(|role| empty(role)).collect());
        }
    }

    fn put_empty_groups(&self, set: &mut PrincipalPrivilegeSet) {
        if !self.groups.is_empty() {
            set.group_privileges = Some(Infos::new());
        }
    }
}

async fn on_object(tx: &Tx, object: &ObjectName, holders: &Holders<'_>, roles: &[Str]) -> Result<Vec<Grant>> {
    let roles: Vec<&str> = roles.iter().map(Str::as_str).collect();
    let users: Vec<&str> = holders.user.into_iter().collect();
    let partition = match (object.kind.in_partition(), &object.values) {
        (false, _) => Str::default(),
        (true, Some(_)) => partition_name(tx, object).await.map_err(as_meta)?,
        (true, None) => return Ok(Vec::new()),
    };
    let mut conditions = held_by(&users, &holders.groups, &roles);
    match (&object.database, &object.table) {
        (Some(database), _) => in_database(&mut conditions, database),
        (None, Some(table)) => in_table(&mut conditions, object, table, &partition),
        (None, None) if object.kind == Kind::Connector => {
            conditions.push(r#" and g."NAME" = "#).bind(&object.name);
        }
        (None, None) => {}
    }
    grants::read(tx, object.kind, conditions).await
}

/// Condition: granted to any of these.
pub(super) fn held_by<'a>(users: &'a [&'a str], groups: &'a [&'a str], roles: &'a [&'a str]) -> Fragment<'a> {
    let mut condition = Fragment::new(r#" and ((g."PRINCIPAL_TYPE" = 'USER' and g."PRINCIPAL_NAME" "#);
    condition.push_in(users).push(r#") or (g."PRINCIPAL_TYPE" = 'GROUP' and g."PRINCIPAL_NAME" "#);
    condition.push_in(groups).push(r#") or (g."PRINCIPAL_TYPE" = 'ROLE' and g."PRINCIPAL_NAME" "#);
    condition.push_in(roles).push("))");
    condition
}

pub(super) fn put<'a>(set: &mut PrincipalPrivilegeSet, grants: impl IntoIterator<Item = &'a Grant>) {
    for grant in grants {
        let map = match grant.principal_type.as_str() {
            "USER" => &mut set.user_privileges,
            "GROUP" => &mut set.group_privileges,
            _ => &mut set.role_privileges,
        };
        map.get_or_insert_default().entry(grant.principal.clone()).or_default().push(grant.info());
    }
}

/// Here a missing table is no more than a metadata error.
fn as_meta(error: Error) -> Error {
    match error {
        Error::NotFound(text) => Error::Meta(text),
        other => other,
    }
}
