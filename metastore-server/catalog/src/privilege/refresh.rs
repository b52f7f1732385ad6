//! Bringing an object's privileges in line with an authorizer's own books (Ranger's, say).

use super::ask::{self, Ask};
use super::grants::{self, Grant};
use super::object::{ObjectKey, ObjectName, Objects};
use super::{Kind, grant, revoke};
use crate::{Catalog, Error, Result};
use skep_schema::Version;
use skep_sql::Fragment;
use skep_types::{HiveObjectRef, HiveObjectType, PrivilegeBag};
use std::collections::HashSet;

/// Leaves the object with the grants in the bag and no others of this authorizer (of any, if none is
/// named). For columns the object is their table, named without a column. What stays the same
/// keeps its row.
pub async fn refresh(
    catalog: &Catalog,
    object: &HiveObjectRef,
    authorizer: Option<&str>,
    bag: &PrivilegeBag,
) -> Result<()> {
    let object = &subject(object)?;
    catalog.needs(object.kind.table().name)?;
    let asks = &ask::all(catalog, bag)?;
    asks.iter().try_for_each(|ask| ask.check(&catalog.db))?;
    let now = catalog.clock.seconds();
    let refreshed = catalog.db.write(|tx| async move {
        let names: Vec<&ObjectName> = asks.iter().map(|ask| &ask.object).chain([object]).collect();
        let objects = Objects::lock(&tx, &names).await?;
        let keys: Vec<Option<ObjectKey>> = asks.iter().map(|ask| objects.key(&ask.object)).collect::<Result<_>>()?;
        let before = match objects.key(object)? {
            Some(key) => {
                let (ids, names) = ([key.id], [key.name.as_str()]);
                let mut conditions = grants::on(key.kind, &ids, &names);
                condition_on_authorizer(&mut conditions, authorizer, tx.version());
                grants::read(&tx, key.kind, conditions).await?
            }
            None => Vec::new(),
        };
        let wanted: HashSet<_> =
            asks.iter().zip(&keys).filter_map(|(ask, key)| Some(of_ask(ask, key.as_ref()?))).collect();
        let there: HashSet<_> = before.iter().map(of_grant).collect();
        revoke::delete(&tx, object.kind, before.iter().filter(|grant| !wanted.contains(&of_grant(grant)))).await?;
        let mut new = Vec::new();
        let mut seen = HashSet::new();
        for (ask, key) in asks.iter().zip(&keys) {
            let Some(key) = key else { continue };
            let terms = of_ask(ask, key);
            if !there.contains(&terms) && seen.insert(terms) {
                new.push(ask);
            }
        }
        grant::write(&tx, &new, &objects, now).await
    });
    refreshed.await
}

/// The object to refresh: Hive knows four kinds.
fn subject(sent: &HiveObjectRef) -> Result<ObjectName> {
    let unexpected = |what: String| Error::Meta(format!("Unexpected object type {what}"));
    match sent.object_type {
        Some(HiveObjectType::DATABASE | HiveObjectType::DATACONNECTOR | HiveObjectType::TABLE) => {
            ObjectName::parse(sent)
        }
        Some(HiveObjectType::COLUMN) if sent.column_name.is_some() => {
            Err(Error::Meta("columnName must be null".into()))
        }
        Some(HiveObjectType::COLUMN) => {
            let table = HiveObjectRef { object_type: Some(HiveObjectType::TABLE), ..sent.clone() };
            Ok(ObjectName { kind: Kind::TableColumn, ..ObjectName::parse(&table)? })
        }
        Some(other) => Err(unexpected(other.name().map_or_else(|| other.0.to_string(), str::to_owned))),
        None => Err(unexpected("null".into())),
    }
}

fn condition_on_authorizer<'a>(conditions: &mut Fragment<'a>, authorizer: Option<&'a str>, version: Version) {
    if let Some(authorizer) = authorizer.filter(|_| version >= Version::V3_1) {
        conditions.push(r#" and g."AUTHORIZER" = "#).bind(authorizer);
    }
}

/// Everything about a grant but its time.
#[derive(PartialEq, Eq, Hash)]
struct Terms<'a> {
    object: &'a ObjectKey,
    principal: (&'a str, &'a str),
    privilege: &'a str,
    grantor: (Option<&'a str>, Option<&'a str>),
    option: bool,
    authorizer: Option<&'a str>,
}

fn of_ask<'a>(ask: &'a Ask<'_>, object: &'a ObjectKey) -> Terms<'a> {
    Terms {
        object,
        principal: (ask.principal.name, ask.principal.kind),
        privilege: ask.privilege,
        grantor: (ask.grantor, ask.grantor_type),
        option: ask.option,
        authorizer: ask.authorizer,
    }
}

fn of_grant(grant: &Grant) -> Terms<'_> {
    Terms {
        object: &grant.object,
        principal: (&grant.principal, &grant.principal_type),
        privilege: &grant.privilege,
        grantor: (grant.grantor.as_deref(), grant.grantor_type.as_deref()),
        option: grant.option,
        authorizer: grant.authorizer.as_deref(),
    }
}
