//! Grants as they are stored.

use super::object::ObjectKey;
use super::{BATCH, Kind};
use crate::Result;
use crate::partition::name;
use crate::role::Principal;
use skep_sql::{Fragment, Row, Tx};
use skep_types::{HiveObjectPrivilege, HiveObjectRef, HiveObjectType, PrincipalType, PrivilegeGrantInfo, Str};
use std::collections::{BTreeSet, HashMap};

/// A row of one of the tables of privileges, with the names of its object.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub id: i64,
    pub principal: Str,
    pub principal_type: Str,
    pub privilege: Str,
    pub create_time: i32,
    pub option: bool,
    pub grantor: Option<Str>,
    pub grantor_type: Option<Str>,
    pub authorizer: Option<Str>,
    pub object: ObjectKey,
    catalog: Option<Str>,
    database: Option<Str>,
    table: Option<Str>,
    partition: Option<Str>,
}

/// The grants of one kind that meet the conditions, oldest first. One statement.
pub(super) async fn read(tx: &Tx, kind: Kind, conditions: Fragment<'_>) -> Result<Vec<Grant>> {
    if !kind.kept(tx) {
        return Ok(Vec::new());
    }
    let mut query = Fragment::of(kind.table().read, []);
    query.append(conditions).push(" order by 1");
    tx.rows_of(&query).await?.iter().map(|row| Grant::decode(kind, row)).collect()
}

/// Condition: about these objects.
pub(super) fn on<'a>(kind: Kind, ids: &'a [i64], names: &'a [&'a str]) -> Fragment<'a> {
    let mut condition = Fragment::new(" and ");
    condition.push(kind.table().object).push(" ");
    match kind {
        Kind::Global => condition.push("= 0"),
        Kind::Connector => condition.push_in(names),
        _ => condition.push_in(ids),
    };
    condition
}

/// All grants of a principal, by object.
pub(super) type ByHolder = HashMap<(ObjectKey, Str, Str), Vec<Grant>>;

/// The grants that these principals have on these objects: a statement per kind and [`BATCH`].
pub(super) async fn held(tx: &Tx, pairs: &[(&ObjectKey, Principal<'_>)]) -> Result<ByHolder> {
    let mut found: HashMap<(Kind, i64), Grant> = HashMap::new();
    for kind in Kind::ALL {
        let pairs: Vec<_> = pairs.iter().filter(|(object, _)| object.kind == kind).collect();
        for pairs in pairs.chunks(BATCH) {
            let ids: Vec<i64> =
                pairs.iter().map(|(object, _)| object.id).collect::<BTreeSet<_>>().into_iter().collect();
            let names: BTreeSet<&str> = pairs.iter().map(|(object, _)| object.name.as_str()).collect();
            let names: Vec<&str> = names.into_iter().collect();
            let holders: BTreeSet<&str> = pairs.iter().map(|(_, principal)| principal.name).collect();
            let holders: Vec<&str> = holders.into_iter().collect();
            let mut conditions = on(kind, &ids, &names);
            conditions.push(r#" and g."PRINCIPAL_NAME" "#).push_in(holders.as_slice());
            found.extend(read(tx, kind, conditions).await?.into_iter().map(|grant| ((kind, grant.id), grant)));
        }
    }
    let mut found: Vec<Grant> = found.into_values().collect();
    found.sort_by_key(|grant| grant.id);
    let mut by_holder = ByHolder::new();
    for grant in found {
        let holder = (grant.object.clone(), grant.principal.clone(), grant.principal_type.clone());
        by_holder.entry(holder).or_default().push(grant);
    }
    Ok(by_holder)
}

impl Grant {
    fn decode(kind: Kind, row: &Row) -> Result<Grant> {
        let text = |at: usize| row.get::<Option<Str>>(at).map(Option::unwrap_or_default);
        let name = if kind == Kind::Connector { 15 } else { 14 };
        Ok(Grant {
            id: row.get(0)?,
            principal: text(1)?,
            principal_type: text(2)?,
            privilege: text(3)?,
            create_time: row.get(4)?,
            option: row.get::<i64>(5)? != 0,
            grantor: row.get(6)?,
            grantor_type: row.get(7)?,
            authorizer: row.get(8)?,
            object: ObjectKey { kind, id: row.get(9)?, name: text(name)? },
            catalog: row.get(10)?,
            database: row.get(11)?,
            table: row.get(12)?,
            partition: row.get(13)?,
        })
    }

    pub fn info(&self) -> PrivilegeGrantInfo {
        PrivilegeGrantInfo {
            privilege: Some(self.privilege.clone()),
            create_time: Some(self.create_time),
            grantor: self.grantor.clone(),
            grantor_type: self.grantor_type.as_deref().and_then(PrincipalType::from_name),
            grant_option: Some(self.option),
        }
    }

    /// As listings show it.
    pub fn into_listed(self) -> Result<HiveObjectPrivilege> {
        let kind = self.object.kind;
        let object_type = match kind {
            Kind::Global => HiveObjectType::GLOBAL,
            Kind::Database => HiveObjectType::DATABASE,
            Kind::Connector => HiveObjectType::DATACONNECTOR,
            Kind::Table => HiveObjectType::TABLE,
            Kind::Partition => HiveObjectType::PARTITION,
            Kind::TableColumn | Kind::PartitionColumn => HiveObjectType::COLUMN,
        };
        let grant_info = Some(self.info());
        let part_values = self.partition.as_deref().map(name::parse).transpose()?;
        Ok(HiveObjectPrivilege {
            hive_object: Some(HiveObjectRef {
                object_type: Some(object_type),
                db_name: self.database,
                part_values: part_values.map(|pairs| pairs.into_iter().map(|(_, value)| value).collect()),
                column_name: kind.has_column().then(|| self.object.name.clone()),
                object_name: if kind == Kind::Connector { Some(self.object.name) } else { self.table },
                cat_name: self.catalog,
            }),
            principal_type: PrincipalType::from_name(&self.principal_type),
            principal_name: Some(self.principal),
            grant_info,
            authorizer: self.authorizer,
        })
    }
}
