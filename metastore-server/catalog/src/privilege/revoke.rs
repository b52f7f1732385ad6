//! Revoking privileges.

use super::ask::{self, Ask};
use super::grants::{self, Grant};
use super::object::{ObjectKey, ObjectName, Objects};
use super::{BATCH, Kind};
use crate::role::Revoked;
use crate::{Catalog, Error, Result};
use skep_sql::Tx;
use skep_types::{PrivilegeBag, Str};
use std::collections::BTreeMap;

/// Takes back everything in the bag, or only the right to grant it on; refuses all of it if
/// something was not granted. Whoever granted it: of several grants of one privilege the oldest goes.
pub async fn revoke(catalog: &Catalog, bag: &PrivilegeBag, what: Revoked) -> Result<()> {
    let asks = ask::all(catalog, bag)?;
    // Hive passes over what names no privilege.
    let asks: &Vec<Ask<'_>> = &asks.into_iter().filter(|ask| !ask.privilege.trim().is_empty()).collect();
    let revoked = catalog.db.write(|tx| async move {
        let names: Vec<&ObjectName> = asks.iter().map(|ask| &ask.object).collect();
        let objects = Objects::lock(&tx, &names).await?;
        let granted = find(&tx, asks, &objects, what).await?;
        remove(&tx, granted, what).await
    });
    revoked.await
}

/// The ids of the grants, by kind.
async fn find(tx: &Tx, asks: &[Ask<'_>], objects: &Objects, what: Revoked) -> Result<BTreeMap<Kind, Vec<i64>>> {
    let keys: Vec<Option<ObjectKey>> = asks.iter().map(|ask| locate(ask, objects)).collect::<Result<_>>()?;
    let found = asks.iter().zip(&keys).filter_map(|(ask, key)| Some((key.as_ref()?, ask.principal)));
    let held = grants::held(tx, &found.collect::<Vec<_>>()).await?;
    let mut granted: BTreeMap<Kind, Vec<i64>> = BTreeMap::new();
    for (ask, key) in asks.iter().zip(keys) {
        let holder = key.map(|key| (key, Str::from(ask.principal.name), Str::from(ask.principal.kind)));
        let mut grants = holder.and_then(|holder| held.get(&holder)).into_iter().flatten();
        match grants.find(|grant| ask.means(&grant.privilege)) {
            Some(grant) if what == Revoked::GrantOption && !grant.option => return Err(no_option(ask)),
            Some(grant) => granted.entry(ask.object.kind).or_default().push(grant.id),
            None => return Err(not_granted(ask, objects)?),
        }
    }
    Ok(granted)
}

/// A table is asked for by its grants alone; for those on partitions and columns Hive reads it.
fn locate(ask: &Ask<'_>, objects: &Objects) -> Result<Option<ObjectKey>> {
    match &ask.object.table {
        Some(table) if ask.object.kind != Kind::Table && !objects.has_table(table) => Err(table.not_found()),
        _ => objects.key(&ask.object),
    }
}

async fn remove(tx: &Tx, granted: BTreeMap<Kind, Vec<i64>>, what: Revoked) -> Result<()> {
    for (kind, ids) in granted {
        let statement = match what {
            Revoked::All => kind.table().delete,
            Revoked::GrantOption => kind.table().clear_option,
        };
        for ids in ids.chunks(BATCH) {
            tx.execute(statement, &[ids.into()]).await?;
        }
    }
    Ok(())
}

/// Removes these grants.
pub(super) async fn delete(tx: &Tx, kind: Kind, grants: impl Iterator<Item = &Grant>) -> Result<()> {
    remove(tx, BTreeMap::from([(kind, grants.map(|grant| grant.id).collect())]), Revoked::All).await
}

fn no_option(ask: &Ask<'_>) -> Error {
    let (who, what) = (ask.principal.name, ask.privilege);
    Error::Meta(format!("User {who} does not have grant option with privilege {what}"))
}

fn not_granted(ask: &Ask<'_>, objects: &Objects) -> Result<Error> {
    let (privilege, column) = (ask.privilege, &ask.object.name);
    let sent = |text: &'_ Option<Str>| text.as_deref().unwrap_or("null").to_owned();
    let (database, table) = match &ask.object.table {
        Some(name) if ask.object.kind != Kind::Table => (name.database.database.to_string(), name.table.to_string()),
        _ => (sent(&ask.sent.db_name), sent(&ask.sent.object_name)),
    };
    let partition = objects.partition_name(&ask.object)?.unwrap_or_else(|| "null".into());
    // Two spaces, as in Hive.
    let none = format!("No grant ({privilege}) found  on table {table}");
    Ok(Error::InvalidObject(match ask.object.kind {
        Kind::Global => format!("No user grant found for privileges {privilege}"),
        Kind::Database => format!("No database grant found for privileges {privilege} on database {database}"),
        Kind::Connector => {
            format!("No dataconnector grant found for privileges {privilege} on data connector {table}")
        }
        Kind::Table => format!("{none}, database is {database}"),
        Kind::Partition => format!("{none}, partition is {partition}, database is {database}"),
        Kind::TableColumn => format!("{none}, column name = {column}, database is {database}"),
        Kind::PartitionColumn => {
            format!("{none}, partition is {partition}, column name = {column}, database is {database}")
        }
    }))
}
