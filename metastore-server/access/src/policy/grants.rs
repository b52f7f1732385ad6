//! Who may change the policy.

use super::Access;
use crate::statement::{Columns, GrantRole, Revoke, Rights, Rows, Statement, Tagged, Target};
use crate::{Principal, Right};

impl Access<'_> {
    /// Whether the caller may say this: ADMIN may say everything; others what they hold with grant option,
    /// unrestricted, and roles that they hold with admin option.
    pub fn may_say(&self, statement: &Statement) -> bool {
        self.is_admin()
            || match statement {
                Statement::Grant(grant) => self.may_pass_on(&grant.rights, &grant.on),
                Statement::Deny(deny) => self.may_pass_on(&all(&deny.on), &deny.on),
                Statement::RestrictRows(restrict) => self.owns(&Target::Table(restrict.on.clone())),
                Statement::Mask(mask) => self.owns(&Target::Table(mask.on.clone())),
                Statement::CreateFilter(filter) | Statement::AlterFilter(filter) => {
                    self.owns(&Target::Table(filter.on.clone()))
                }
                Statement::DropFilter { on, .. } => self.owns(&Target::Table(on.clone())),
                Statement::GrantRole(GrantRole { roles, .. }) => roles.iter().all(|role| self.administers(role)),
                Statement::Revoke(revoke) => self.may_revoke(revoke),
                Statement::SetTag { key, on, .. } | Statement::UnsetTag { key, on } => {
                    self.at(Right::Associate, &Target::Tag(key.clone())) == super::Decision::Allowed
                        && self.owns(&object(on))
                }
                Statement::CreateRole(_)
                | Statement::DropRole(_)
                | Statement::CreateTag { .. }
                | Statement::DropTag(_)
                | Statement::CreateLocation(_)
                | Statement::DropLocation(_) => false,
            }
    }

    fn may_revoke(&self, revoke: &Revoke) -> bool {
        match revoke {
            Revoke::Grant { rights, on, .. } => self.may_pass_on(rights, on),
            Revoke::Deny { on, .. } => self.may_pass_on(&all(on), on),
            Revoke::Rows { on, .. } | Revoke::Mask { on, .. } => self.owns(&Target::Table(on.clone())),
            Revoke::Role { roles, .. } => roles.iter().all(|role| self.administers(role)),
            Revoke::Statement(id) => {
                let of_id = self.snapshot.records.iter().find(|record| record.id == *id);
                of_id.is_some_and(|record| self.may_say(&record.statement))
            }
        }
    }

    fn owns(&self, on: &Target) -> bool {
        self.may_pass_on(&all(on), on)
    }

    /// Holds all these rights with grant option, on the whole object, and none is denied.
    fn may_pass_on(&self, rights: &Rights, on: &Target) -> bool {
        let mut places = vec![on.clone()];
        if let Target::Table(table) = on {
            places.push(Target::Tables(table.in_database()));
        }
        rights.iter().all(|right| {
            let held = places.iter().flat_map(|place| self.grants_at(self.snapshot.at.get(place))).any(|(_, grant)| {
                let whole = grant.columns == Columns::All && grant.rows == Rows::All;
                grant.grant_option && whole && grant.rights.contains(right)
            });
            let denied = match on {
                Target::Table(table) => self.table_denies(table, None).any(|(_, deny)| deny.rights.contains(right)),
                _ => self.at(*right, on) != super::Decision::Allowed,
            };
            held && !denied
        })
    }

    fn administers(&self, role: &Principal) -> bool {
        self.principals()
            .filter_map(|one| self.snapshot.roles.get(one))
            .flatten()
            .any(|(held, admin)| *admin && held == role)
    }
}

fn all(on: &Target) -> Rights {
    on.rights().iter().copied().collect()
}

fn object(on: &Tagged) -> Target {
    match on {
        Tagged::Database(database) => Target::Database(database.clone()),
        Tagged::Table(table) | Tagged::Column(table, _) => Target::Table(table.clone()),
    }
}
