//! Granting privileges.

use super::ask::{self, Ask};
use super::grants::{self, ByHolder};
use super::object::{ObjectKey, ObjectName, Objects};
use super::{BATCH, Kind, kind};
use crate::role::{self, grant::no_such_role};
use crate::{Catalog, Error, Result};
use skep_sql::{Tx, Value};
use skep_types::{PrivilegeBag, Str};
use std::collections::{BTreeSet, HashSet};

/// Grants everything in the bag, or nothing. What is asked for on a table or a partition that is
/// not there is passed over, as Hive does: whoever grants has looked at the table before.
pub async fn grant(catalog: &Catalog, bag: &PrivilegeBag) -> Result<()> {
    let asks = &ask::all(catalog, bag)?;
    asks.iter().try_for_each(|ask| ask.check(&catalog.db))?;
    let now = catalog.clock.seconds();
    let granted = catalog.db.write(|tx| async move {
        let names: Vec<&ObjectName> = asks.iter().map(|ask| &ask.object).collect();
        let objects = Objects::lock(&tx, &names).await?;
        write(&tx, &asks.iter().collect::<Vec<_>>(), &objects, now).await
    });
    granted.await
}

/// Checks and writes what is asked for.
pub(super) async fn write(tx: &Tx, asks: &[&Ask<'_>], objects: &Objects, now: i64) -> Result<()> {
    require_roles(tx, asks).await?;
    let mut found = Vec::with_capacity(asks.len());
    for ask in asks {
        if let Some(key) = objects.key(&ask.object)? {
            found.push((*ask, key));
        }
    }
    let pairs: Vec<_> = found.iter().map(|(ask, key)| (key, ask.principal)).collect();
    let held = grants::held(tx, &pairs).await?;
    let mut asked = HashSet::with_capacity(found.len());
    for (ask, key) in &found {
        let grantor = ask.grantor.unwrap_or_default().to_lowercase();
        let first = asked.insert((key, ask.principal, ask.privilege, grantor, ask.authorizer));
        if !first || is_held(&held, ask, key) {
            return Err(granted_already(ask, objects)?);
        }
    }
    for kind in Kind::ALL {
        let rows = found.iter().filter(|(_, key)| key.kind == kind).map(|(ask, key)| row(ask, key, now));
        kind::insert(tx, kind, rows.collect()).await?;
    }
    Ok(())
}

/// Refuses to grant anything to a role that is not there.
async fn require_roles(tx: &Tx, asks: &[&Ask<'_>]) -> Result<()> {
    let wanted = asks.iter().map(|ask| ask.principal).filter(|principal| principal.is_role());
    let wanted: BTreeSet<&str> = wanted.map(|principal| principal.name).collect();
    let wanted: Vec<&str> = wanted.into_iter().collect();
    for wanted in wanted.chunks(BATCH) {
        let rows = tx.rows(&role::sql::ROLES_NAMED, &[wanted.into()]).await?;
        let there: HashSet<Str> = rows.iter().map(|row| row.get(0)).collect::<std::result::Result<_, _>>()?;
        if let Some(missing) = wanted.iter().find(|name| !there.contains(**name)) {
            return Err(no_such_role(missing));
        }
    }
    Ok(())
}

/// Whether the same grantor gave it already, in the books of this authorizer, or of any if the
/// client names none.
fn is_held(held: &ByHolder, ask: &Ask<'_>, key: &ObjectKey) -> bool {
    let holder = (key.clone(), ask.principal.name.into(), ask.principal.kind.into());
    held.get(&holder).into_iter().flatten().any(|grant| {
        let by = grant.grantor.as_deref().unwrap_or_default();
        grant.privilege == ask.privilege
            && by.to_lowercase() == ask.grantor.unwrap_or_default().to_lowercase()
            && ask.authorizer.is_none_or(|authorizer| grant.authorizer.as_deref() == Some(authorizer))
    })
}

fn row<'a>(ask: &'a Ask<'_>, key: &'a ObjectKey, now: i64) -> kind::NewGrant<'a> {
    let name: Value<'a> = key.name.as_str().into();
    [
        ask.principal.name.into(),
        ask.principal.kind.into(),
        ask.privilege.into(),
        now.into(),
        i64::from(ask.option).into(),
        ask.grantor.into(),
        ask.grantor_type.into(),
        ask.authorizer.into(),
        if key.kind == Kind::Connector { name } else { key.id.into() },
        name,
    ]
}

fn granted_already(ask: &Ask<'_>, objects: &Objects) -> Result<Error> {
    let text = |text: &'_ Option<Str>| text.as_deref().unwrap_or("null").to_owned();
    let (database, object, column) =
        (text(&ask.sent.db_name), text(&ask.sent.object_name), text(&ask.sent.column_name));
    let partition = objects.partition_name(&ask.object)?.unwrap_or_default();
    let on = match ask.object.kind {
        Kind::Global => String::new(),
        Kind::Database => format!(" on database {database}"),
        Kind::Connector => format!(" on data connector {object}"),
        Kind::Table => format!(" on table [{database},{object}]"),
        Kind::Partition => format!(" on partition [{database},{object},{partition}]"),
        Kind::TableColumn => format!(" on column {column} [{database},{object}]"),
        Kind::PartitionColumn => format!(" on column {column} [{database},{object},{partition}]"),
    };
    let by = ask.grantor.unwrap_or("null");
    Ok(Error::InvalidObject(format!("{} is already granted{on} by {by}", ask.privilege)))
}
