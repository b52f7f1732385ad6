//! Statements as they are found: by object, by the table's id, by principal.

use super::access::Access;
use super::tags::Tags;
use crate::statement::{Database, Filter, Grant, Statement, Table, Target};
use crate::{Caller, Principal};
use std::collections::{BTreeSet, HashMap};

/// A statement in force, as the store hands it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number, which `skep show grants` prints.
    pub id: i64,
    /// The table's stable id, if it is about one table that is in the catalog. Grants and filters hang on
    /// it; restrictions on it and on the name.
    pub table_id: Option<i64>,
    pub statement: Statement,
}

/// All the rules of one epoch. Deciding costs what the caller and the object have to do with each other, not
/// what the policy holds.
#[derive(Debug, Default)]
pub struct Snapshot {
    pub epoch: i64,
    pub(super) records: Vec<Record>,
    pub(super) principals: HashMap<Principal, u32>,
    /// By member: the roles it is in, with the admin option.
    pub(super) roles: HashMap<Principal, Vec<(Principal, bool)>>,
    pub(super) known_roles: BTreeSet<Principal>,
    pub(super) at: HashMap<Target, Rules>,
    pub(super) by_id: HashMap<i64, Rules>,
    pub(super) tagged: Rules,
    pub(super) filters: HashMap<(Table, String), u32>,
    pub(crate) tags: Tags,
    /// Who has a grant on the database or on something in it.
    pub(super) inside: HashMap<Database, HashMap<u32, Vec<u32>>>,
    pub(super) in_catalog: HashMap<String, HashMap<u32, Vec<u32>>>,
    /// Whether there is any deny.
    pub(super) denies: bool,
}

/// The rules at one object. Grants are found by principal, because there may be very many; what holds for
/// everybody with exceptions is gone through.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    pub grants: HashMap<u32, Vec<u32>>,
    pub denies: Vec<u32>,
    pub restrictions: Vec<u32>,
    pub masks: Vec<u32>,
}

impl Snapshot {
    /// Later records win where there can be only one, as with a tag's value.
    pub fn compile(epoch: i64, records: Vec<Record>) -> Snapshot {
        let mut snapshot = Snapshot { epoch, ..Snapshot::default() };
        for (at, record) in (0..).zip(&records) {
            snapshot.take(at, record);
        }
        snapshot.records = records;
        snapshot
    }

    fn take(&mut self, at: u32, record: &Record) {
        match &record.statement {
            Statement::Grant(grant) => self.take_grant(at, record.table_id, grant),
            Statement::Deny(deny) => {
                self.denies = true;
                self.each(&deny.on, record.table_id, Both::IdAndName, |rules| rules.denies.push(at));
            }
            Statement::RestrictRows(restrict) => {
                let on = Target::Table(restrict.on.clone());
                self.each(&on, record.table_id, Both::IdAndName, |rules| rules.restrictions.push(at));
            }
            Statement::Mask(mask) => {
                let on = Target::Table(mask.on.clone());
                self.each(&on, record.table_id, Both::IdAndName, |rules| rules.masks.push(at));
            }
            Statement::CreateRole(role) => {
                self.known_roles.insert(role.clone());
            }
            Statement::GrantRole(grant) => {
                for member in &grant.to {
                    let roles = grant.roles.iter().map(|role| (role.clone(), grant.admin_option));
                    self.roles.entry(member.clone()).or_default().extend(roles);
                }
            }
            Statement::CreateFilter(filter) => {
                self.filters.insert((filter.on.clone(), filter.name.clone()), at);
            }
            Statement::SetTag { key, value, on } => self.tags.set(on, key, value),
            // Definitions without effect on a decision, and changes, which are not rules in force.
            _ => {}
        }
    }

    fn take_grant(&mut self, at: u32, table_id: Option<i64>, grant: &Grant) {
        let grantees: Vec<u32> = grant.to.iter().map(|principal| self.intern(principal)).collect();
        let note = |by: &mut HashMap<u32, Vec<u32>>| {
            for grantee in &grantees {
                by.entry(*grantee).or_default().push(at);
            }
        };
        self.each(&grant.on, table_id, Both::IdOrName, |rules| note(&mut rules.grants));
        if let Some(database) = grant.on.in_database() {
            note(self.in_catalog.entry(database.catalog.clone()).or_default());
            note(self.inside.entry(database).or_default());
        } else if let Target::Catalog(catalog) = &grant.on {
            note(self.in_catalog.entry(catalog.clone()).or_default());
        }
    }

    /// The places where a rule on this target is found.
    fn each(&mut self, on: &Target, table_id: Option<i64>, by: Both, mut put: impl FnMut(&mut Rules)) {
        if let Target::Tagged(_) = on {
            return put(&mut self.tagged);
        }
        if let Some(id) = table_id {
            put(self.by_id.entry(id).or_default());
        }
        // A grant by name is for a table that has no id yet; it is found by name too, for calls that only name it.
        if table_id.is_none() || by == Both::IdAndName || on.table().is_some() {
            put(self.at.entry(on.clone()).or_default());
        }
    }

    fn intern(&mut self, principal: &Principal) -> u32 {
        let next = u32::try_from(self.principals.len()).unwrap_or(u32::MAX);
        *self.principals.entry(principal.clone()).or_insert(next)
    }

    /// The rules as this caller meets them. `now` in seconds since 1970.
    pub fn of<'a>(&'a self, caller: &'a Caller, now: i64) -> Access<'a> {
        Access::new(self, caller, now)
    }

    pub fn records(&self) -> &[Record] {
        &self.records
    }

    pub fn known_roles(&self) -> impl Iterator<Item = &Principal> {
        self.known_roles.iter()
    }

    /// The roles a member is directly in.
    pub fn roles_of(&self, member: &Principal) -> impl Iterator<Item = &Principal> {
        self.roles.get(member).into_iter().flatten().map(|(role, _)| role)
    }

    /// A named filter of a table, with the id of the table it was made for.
    pub fn filter(&self, on: &Table, name: &str) -> Option<(&Filter, Option<i64>)> {
        let at = self.filters.get(&(on.clone(), name.to_owned()))?;
        match self.record(*at) {
            Record { statement: Statement::CreateFilter(filter), table_id, .. } => Some((filter, *table_id)),
            _ => None,
        }
    }

    /// Whether a role would contain itself if this member joined it.
    pub fn makes_a_circle(&self, role: &Principal, member: &Principal) -> bool {
        let mut open = vec![role];
        let mut seen = BTreeSet::new();
        while let Some(next) = open.pop() {
            if next == member {
                return true;
            }
            if seen.insert(next) {
                open.extend(self.roles_of(next));
            }
        }
        false
    }

    pub(crate) fn record(&self, at: u32) -> &Record {
        &self.records[at as usize]
    }
}

/// What a rule on one table is found by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Both {
    IdOrName,
    IdAndName,
}

impl Target {
    /// The database that it is, or is in.
    pub fn in_database(&self) -> Option<Database> {
        match self {
            Target::Database(database) | Target::Tables(database) => Some(database.clone()),
            Target::Table(table) => Some(table.in_database()),
            Target::Function { catalog, database, .. } => {
                Some(Database { catalog: catalog.clone(), database: database.clone() })
            }
            Target::Server | Target::Catalog(_) | Target::Tagged(_) | Target::Location(_) | Target::Tag(_) => None,
        }
    }
}
