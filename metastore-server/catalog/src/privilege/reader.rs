//! What the caller may do with partitions that are listed (`…_with_auth`).

use super::grants;
use super::set::{Holders, held_by, put};
use super::{Kind, sql};
use crate::Result;
use skep_sql::Tx;
use skep_types::{Partition, PrincipalPrivilegeSet, Str};
use std::collections::BTreeMap;

/// Who asks.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    pub user: Option<Str>,
    pub groups: Vec<Str>,
}

/// One with all roles it has.
pub(crate) struct Holder<'a> {
    holders: Holders<'a>,
    roles: Vec<Str>,
}

impl Reader {
    /// Nothing if privileges on partitions do not count: the table says so.
    pub(crate) async fn of_table(&self, tx: &Tx, table: i64) -> Result<Option<Holder<'_>>> {
        let flag = tx.row_opt(&sql::PARTITION_LEVEL_PRIVILEGE, &[table.into()]).await?;
        let flag: Option<Str> = flag.map(|row| row.get(0)).transpose()?.flatten();
        if !flag.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return Ok(None);
        }
        let holders = Holders::of(self.user.as_deref(), &self.groups);
        let roles = holders.roles(tx).await?;
        Ok(Some(Holder { holders, roles }))
    }
}

impl Holder<'_> {
    /// Puts the privileges on each partition into it; the ids are those of the partitions, in their order.
    pub async fn describe(&self, tx: &Tx, ids: &[i64], partitions: &mut [Partition]) -> Result<()> {
        let roles: Vec<&str> = self.roles.iter().map(Str::as_str).collect();
        let users: Vec<&str> = self.holders.user.into_iter().collect();
        let mut conditions = grants::on(Kind::Partition, ids, &[]);
        conditions.append(held_by(&users, &self.holders.groups, &roles));
        let mut of: BTreeMap<i64, Vec<grants::Grant>> = BTreeMap::new();
        for grant in grants::read(tx, Kind::Partition, conditions).await? {
            of.entry(grant.object.id).or_default().push(grant);
        }
        for (id, partition) in ids.iter().zip(partitions) {
            let mut set = PrincipalPrivilegeSet::default();
            self.holders.put_all(&mut set, &self.roles);
            put(&mut set, of.get(id).into_iter().flatten());
            partition.privileges = Some(set);
        }
        Ok(())
    }
}
