//! The grants a client sends with a new table: how Hive's owner gets all rights on it.

use crate::privilege::{self, Kind};
use crate::{Result, database};
use skep_sql::Tx;
use skep_types::{PrincipalPrivilegeSet, PrincipalType, PrivilegeGrantInfo, Str};

/// Hive's authorizer; the schema has a place for others.
const AUTHORIZER: &str = "SQL";

/// Writes the grants on a table.
pub async fn insert(tx: &Tx, table_id: i64, privileges: &PrincipalPrivilegeSet, now: i64) -> Result<()> {
    let rows = grants(privileges).map(|(principal, kind, info)| {
        [
            principal.as_str().into(),
            database::owner_type_text(Some(kind)).into(),
            info.privilege.as_deref().into(),
            info.create_time.filter(|time| *time > 0).map_or(now, i64::from).into(),
            i64::from(info.grant_option.unwrap_or_default()).into(),
            info.grantor.as_deref().into(),
            database::owner_type_text(info.grantor_type).into(),
            AUTHORIZER.into(),
            table_id.into(),
            "".into(),
        ]
    });
    privilege::insert(tx, Kind::Table, rows.collect()).await
}

fn grants(all: &PrincipalPrivilegeSet) -> impl Iterator<Item = (&Str, PrincipalType, &PrivilegeGrantInfo)> {
    let maps = [
        (PrincipalType::USER, &all.user_privileges),
        (PrincipalType::GROUP, &all.group_privileges),
        (PrincipalType::ROLE, &all.role_privileges),
    ];
    maps.into_iter().flat_map(|(kind, map)| {
        let each = map.iter().flatten();
        each.flat_map(move |(principal, infos)| infos.iter().map(move |info| (principal, kind, info)))
    })
}
