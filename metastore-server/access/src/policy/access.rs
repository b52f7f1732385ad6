//! The policy as one caller meets it.

use super::snapshot::{Record, Rules, Snapshot};
use crate::expr::Facts;
use crate::statement::{Columns, Condition, DEFAULT_CATALOG, Database, Deny, Grant, Rows, Statement, Table, Target};
use crate::{Caller, Need, Principal, Resource, Right, location};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

/// Everything a caller belongs to, for one request.
pub struct Access<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub caller: &'a Caller,
    pub(crate) now: i64,
    /// Whom grants must be made to: the caller, its groups and roles, as far as its token goes.
    reach: HashSet<u32>,
    /// The same principals by name.
    uses: BTreeSet<&'a Principal>,
    /// All that the caller is, even if its token leaves it out: whom restrictions hold for.
    is: BTreeSet<&'a Principal>,
}

/// What the policy says to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Allowed,
    Refused(Refused),
}

/// A right that the caller lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub principal: Principal,
    pub right: Right,
    pub object: String,
    /// The number of the deny that said so; none if nothing was granted.
    pub policy: Option<i64>,
    /// Names that are to be taken for those of nothing, in lower case: the caller does not see what they name. Then
    /// nothing else here depends on whether it is there.
    pub unseen: Vec<String>,
}

impl Refused {
    /// The caller sees nothing of the object.
    pub fn is_hidden(&self) -> bool {
        !self.unseen.is_empty()
    }

    fn hiding(self, unseen: impl IntoIterator<Item = String>) -> Refused {
        Refused { policy: None, unseen: unseen.into_iter().collect(), ..self }
    }
}

/// The word in front stops Trino and Spark from asking again another way.
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Refused { principal, right, object, policy, .. } = self;
        write!(f, "AccessControlException: Permission denied: principal={principal} right={right} object={object} ")?;
        match policy {
            Some(id) => write!(f, "policy={id} (whoever may change the policy can revoke that)"),
            None => write!(f, "policy=none (ADMIN, or who holds {right} there with grant option, can grant it)"),
        }
    }
}

/// What of a table the rules can say without its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Everything of it, and the right.
    Whole,
    /// The right, but perhaps not on every column and row: [`Access::effective`](crate::Effective) knows.
    Partial,
    Refused(Refused),
}

/// The id of a table that is not there: no grant hangs on it.
const NO_TABLE: i64 = -1;

static PUBLIC: std::sync::LazyLock<Principal> = std::sync::LazyLock::new(Principal::public);

impl<'a> Access<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, caller: &'a Caller, now: i64) -> Access<'a> {
        let mut is = BTreeSet::from([&*PUBLIC]);
        let mut open: Vec<&Principal> = std::iter::once(&caller.principal).chain(&caller.groups).collect();
        while let Some(next) = open.pop() {
            if is.insert(next) {
                open.extend(snapshot.roles_of(next));
            }
        }
        let uses: BTreeSet<&Principal> = match &caller.roles {
            None => is.clone(),
            Some(subset) => is
                .iter()
                .copied()
                .filter(|one| {
                    one.is_public() || (one.kind() == crate::principal::Kind::Role && subset.contains(one.name()))
                })
                .collect(),
        };
        let reach = uses.iter().filter_map(|principal| snapshot.principals.get(principal).copied()).collect();
        Access { snapshot, caller, now, reach, uses, is }
    }

    /// Whether all that a call needs is granted. About a table this judges its name alone: once the table is
    /// loaded, [`Access::effective`](crate::Effective) has the last word, by the table's id.
    pub fn decide(&self, need: &Need) -> Decision {
        need.rights()
            .iter()
            .map(|(right, resource)| self.right(*right, resource))
            .find(|decision| *decision != Decision::Allowed)
            .unwrap_or(Decision::Allowed)
    }

    /// One of the rights that a call needs.
    pub fn right(&self, right: Right, resource: &Resource) -> Decision {
        let catalog = |name: &Option<String>| folded(name.as_deref().unwrap_or(DEFAULT_CATALOG));
        match resource {
            Resource::Server => self.at(right, &Target::Server),
            Resource::Catalog(name) => {
                let name = catalog(name);
                let (sees, on) = (self.sees_catalog(&name), Target::Catalog(name.clone()));
                let decision =
                    if right == Right::Visible { self.either(sees, right, &on) } else { self.at(right, &on) };
                hidden_unless(sees, decision, [name])
            }
            Resource::Database { catalog: name, database } => {
                let database = Database { catalog: catalog(name), database: folded(database) };
                let sees = self.sees_database(&database);
                let name = database.database.clone();
                let on = Target::Database(database);
                let decision =
                    if right == Right::Visible { self.either(sees, right, &on) } else { self.at(right, &on) };
                hidden_unless(sees, decision, [name])
            }
            // A table to come is its database's business.
            Resource::Table { catalog, database, .. } if right == Right::CreateTable => {
                let (catalog, database) = (catalog.clone(), database.clone());
                self.right(right, &Resource::Database { catalog, database })
            }
            Resource::Table { catalog: name, database, table } => {
                let table = Table { catalog: catalog(name), database: folded(database), table: folded(table) };
                self.on_table_name(right, &table)
            }
            Resource::Function { catalog: name, database, function } => {
                let database = Database { catalog: catalog(name), database: folded(database) };
                let function = folded(function);
                let sees = self.sees_database(&database);
                let unseen = self.unseen(&database, &function);
                let Database { catalog, database } = database;
                let on = Target::Function { catalog, database, function };
                let decision =
                    if right == Right::Visible { self.either(sees, right, &on) } else { self.at(right, &on) };
                hidden_unless(sees, decision, unseen)
            }
            Resource::Location(uri) => self.location(right, uri),
        }
    }

    /// A right on exactly this object, or refused by a deny on it or around it.
    pub(crate) fn at(&self, right: Right, on: &Target) -> Decision {
        if let Some(deny) = self.denied(right, on) {
            return self.refused(right, on, Some(deny));
        }
        let granted = self.grants_at(self.snapshot.at.get(on)).any(|(_, grant)| grant.rights.contains(&right));
        self.either(granted || self.admin_implies(right), right, on)
    }

    fn on_table_name(&self, right: Right, table: &Table) -> Decision {
        let decision = self.on_table(right, table, None);
        hidden_unless(self.sees_table(table, None), decision, self.unseen(&table.in_database(), &table.table))
    }

    fn on_table(&self, right: Right, table: &Table, id: Option<i64>) -> Decision {
        let on = Target::Table(table.clone());
        if right == Right::Visible {
            return self.either(self.sees_table(table, id), right, &on);
        }
        let mut denies = self.table_denies(table, id);
        let deny = denies.find(|(_, deny)| deny.rights.contains(&right) && deny.columns == Columns::All);
        if let Some((record, _)) = deny {
            return self.refused(right, &on, Some(record.id));
        }
        let granted = self.table_grants(table, id).any(|(_, grant)| {
            // Whoever may read may describe.
            grant.rights.contains(&right) || (right == Right::Describe && grant.rights.contains(&Right::Select))
        });
        self.either(granted || self.admin_implies(right), right, &on)
    }

    /// The same about a table that was looked up: `id` is its own, none if it is not there.
    pub fn standing(&self, right: Right, table: &Table, id: Option<i64>) -> Standing {
        let id = Some(id.unwrap_or(NO_TABLE));
        let decision = self.on_table(right, table, id);
        match hidden_unless(self.sees_table(table, id), decision, self.unseen(&table.in_database(), &table.table)) {
            Decision::Refused(refused) => Standing::Refused(refused),
            Decision::Allowed if right == Right::Visible || self.is_whole(table, id) => Standing::Whole,
            Decision::Allowed => Standing::Partial,
        }
    }

    /// What to say where a right that was granted cannot be used, because the table is restricted.
    pub fn refuses(&self, right: Right, table: &Table) -> Refused {
        self.lacks(right, &Target::Table(table.clone()), None)
    }

    /// The numbers of the grants that a right comes from, for the log.
    pub fn grounds(&self, right: Right, resource: &Resource) -> Vec<i64> {
        let gives = |(record, grant): (&Record, &Grant)| {
            let given = right == Right::Visible
                || grant.rights.contains(&right)
                || (right == Right::Describe && grant.rights.contains(&Right::Select));
            given.then_some(record.id)
        };
        let at = |on: &Target| self.grants_at(self.snapshot.at.get(on)).filter_map(gives).collect();
        let catalog = |name: &Option<String>| folded(name.as_deref().unwrap_or(DEFAULT_CATALOG));
        match resource {
            Resource::Server => at(&Target::Server),
            Resource::Catalog(name) => at(&Target::Catalog(catalog(name))),
            Resource::Database { catalog: name, database } => {
                at(&Target::Database(Database { catalog: catalog(name), database: folded(database) }))
            }
            Resource::Table { catalog: name, database, table } => {
                let table = Table { catalog: catalog(name), database: folded(database), table: folded(table) };
                self.table_grants(&table, None).filter_map(gives).collect()
            }
            Resource::Function { catalog: name, database, function } => {
                let (catalog, database, function) = (catalog(name), folded(database), folded(function));
                at(&Target::Function { catalog, database, function })
            }
            Resource::Location(uri) => match location::canonical(uri) {
                Some(uri) => {
                    location::with_parents(&uri).flat_map(|parent| at(&Target::Location(parent.to_owned()))).collect()
                }
                None => Vec::new(),
            },
        }
    }

    /// Whether every column and row is granted and nothing is taken off, as far as that can be said without
    /// knowing the columns. What is granted by tag may leave columns out.
    pub fn is_whole(&self, table: &Table, id: Option<i64>) -> bool {
        let all = |(_, grant): (_, &Grant)| {
            grant.rights.contains(&Right::Select)
                && grant.columns == Columns::All
                && grant.rows == Rows::All
                && !matches!(grant.on, Target::Tagged(_))
        };
        let less = |(_, deny): (_, &Deny)| deny.rights.contains(&Right::Select);
        let id_or_none = id.unwrap_or(NO_TABLE);
        self.table_grants(table, id).any(all)
            && !self.table_denies(table, id).any(less)
            && !self.tag_denies().any(less)
            && self.table_rules(table, id_or_none, |rules| &rules.restrictions).is_empty()
            && self.table_rules(table, id_or_none, |rules| &rules.masks).is_empty()
    }

    /// What must be taken for nothing, if a thing in a database is not to be seen.
    fn unseen(&self, database: &Database, name: &str) -> Vec<String> {
        let mut unseen = vec![name.to_owned()];
        if !self.sees_database(database) {
            unseen.push(database.database.clone());
        }
        unseen
    }

    fn location(&self, right: Right, uri: &str) -> Decision {
        let Some(uri) = location::canonical(uri) else {
            return self.refused(right, &Target::Location(uri.chars().take(200).collect()), None);
        };
        // A path has few parents; the policy may have many locations.
        let mut granted = false;
        for parent in location::with_parents(&uri) {
            let on = Target::Location(parent.to_owned());
            if let Some(deny) = self.denied(right, &on) {
                return self.refused(right, &on, Some(deny));
            }
            granted |= self.grants_at(self.snapshot.at.get(&on)).any(|(_, grant)| grant.rights.contains(&right));
        }
        self.either(granted, right, &Target::Location(uri))
    }

    /// ADMIN describes everything and reads the policy; it reads no data and changes none.
    fn admin_implies(&self, right: Right) -> bool {
        matches!(right, Right::Describe | Right::Visible | Right::Audit) && self.is_admin()
    }

    pub fn is_admin(&self) -> bool {
        self.denied(Right::Admin, &Target::Server).is_none()
            && self
                .grants_at(self.snapshot.at.get(&Target::Server))
                .any(|(_, grant)| grant.rights.contains(&Right::Admin))
    }

    pub fn sees_catalog(&self, catalog: &str) -> bool {
        self.denied(Right::Describe, &Target::Catalog(catalog.to_owned())).is_none()
            && (self.snapshot.in_catalog.get(catalog).is_some_and(|by| self.any_of(by)) || self.is_admin())
    }

    /// Whether everything in the database shows, so that nobody need look at each table: it is granted as a whole, and
    /// nothing is denied anywhere that could be in it.
    pub fn sees_all_tables(&self, database: &Database) -> bool {
        !self.snapshot.denies
            && (self.is_admin()
                || self.grants_at(self.snapshot.at.get(&Target::Tables(database.clone()))).next().is_some())
    }

    /// Any right on the database or in it shows its name.
    pub fn sees_database(&self, database: &Database) -> bool {
        let inside = || self.snapshot.inside.get(database).is_some_and(|by| self.any_of(by));
        let tagged = || {
            self.grants_at(Some(&self.snapshot.tagged)).any(|(_, grant)| match &grant.on {
                Target::Tagged(wanted) => self.snapshot.tags.touches_database(database, wanted),
                _ => false,
            })
        };
        self.denied(Right::Describe, &Target::Database(database.clone())).is_none()
            && (inside() || tagged() || self.is_admin())
    }

    /// Whether a listing shows the table: a right is left on it when all denies are taken off. Without an id,
    /// by the name alone.
    pub fn sees_table(&self, table: &Table, id: Option<i64>) -> bool {
        let denied: Vec<&Deny> =
            self.table_denies(table, id).map(|(_, deny)| deny).filter(|deny| deny.columns == Columns::All).collect();
        let open = |right: Right| !denied.iter().any(|deny| deny.rights.contains(&right));
        let granted = self.table_grants(table, id).any(|(_, grant)| {
            let touches = match &grant.on {
                Target::Tagged(wanted) => self.snapshot.tags.touches_table(table, wanted),
                _ => true,
            };
            touches && grant.rights.iter().any(|right| open(*right))
        });
        granted || (open(Right::Describe) && self.is_admin())
    }

    /// Grants to this caller that are about the table, whatever the right.
    pub(crate) fn table_grants(
        &self,
        table: &Table,
        id: Option<i64>,
    ) -> impl Iterator<Item = (&'a Record, &'a Grant)> + '_ {
        let named = self.snapshot.at.get(&Target::Table(table.clone()));
        let by_id = id.and_then(|id| self.snapshot.by_id.get(&id));
        // With an id at hand, a grant on the name alone counts only if it was made without an id.
        let named = self.grants_at(named).filter(move |(record, _)| id.is_none() || record.table_id.is_none());
        let in_database = self.snapshot.at.get(&Target::Tables(table.in_database()));
        let tagged = self.grants_at(Some(&self.snapshot.tagged));
        let table = table.clone();
        let tagged = tagged.filter(move |(_, grant)| match &grant.on {
            Target::Tagged(wanted) => self.snapshot.tags.touches_table(&table, wanted),
            _ => false,
        });
        named.chain(self.grants_at(by_id)).chain(self.grants_at(in_database)).chain(tagged)
    }

    /// Denies that hold for this caller and are about the table or what it is in.
    pub(crate) fn table_denies(
        &self,
        table: &Table,
        id: Option<i64>,
    ) -> impl Iterator<Item = (&'a Record, &'a Deny)> + '_ {
        let database = table.in_database();
        let places = [
            self.snapshot.at.get(&Target::Table(table.clone())),
            self.snapshot.at.get(&Target::Tables(database.clone())),
            self.snapshot.at.get(&Target::Catalog(database.catalog.clone())),
            self.snapshot.at.get(&Target::Database(database)),
            self.snapshot.at.get(&Target::Server),
        ];
        let by_id = id.and_then(|id| self.snapshot.by_id.get(&id));
        let mut seen = BTreeSet::new();
        let at = places.into_iter().chain([by_id, Some(&self.snapshot.tagged)]).flatten();
        let table = table.clone();
        at.flat_map(|rules| rules.denies.iter())
            .filter(move |at| seen.insert(**at))
            .filter_map(|at| self.deny(*at))
            // A deny by tag that is about columns is looked at column by column.
            .filter(move |(_, deny)| match &deny.on {
                Target::Tagged(wanted) => self.snapshot.tags.table_has(&table, wanted),
                _ => true,
            })
    }

    /// Row restrictions and masks of the table that hold for this caller.
    pub(crate) fn table_rules(
        &self,
        table: &Table,
        id: i64,
        which: impl Fn(&'a Rules) -> &'a Vec<u32>,
    ) -> BTreeSet<u32> {
        let places = [self.snapshot.at.get(&Target::Table(table.clone())), self.snapshot.by_id.get(&id)];
        places.into_iter().flatten().flat_map(which).copied().collect()
    }

    /// Denies by tag, for one column.
    pub(crate) fn tag_denies(&self) -> impl Iterator<Item = (&'a Record, &'a Deny)> + '_ {
        self.snapshot.tagged.denies.iter().filter_map(|at| self.deny(*at))
    }

    fn deny(&self, at: u32) -> Option<(&'a Record, &'a Deny)> {
        let record = self.snapshot.record(at);
        match &record.statement {
            Statement::Deny(deny) if self.covers(&deny.to, &deny.except) && self.holds(&deny.when) => {
                Some((record, deny))
            }
            _ => None,
        }
    }

    /// Whether a restriction for these, but not for those, is for this caller.
    pub(crate) fn covers(&self, to: &[Principal], except: &[Principal]) -> bool {
        to.iter().any(|one| self.is.contains(one)) && !except.iter().any(|one| self.uses.contains(one))
    }

    fn holds(&self, when: &Condition) -> bool {
        when.is_empty() || when.holds(self.caller, self.now)
    }

    /// A deny of the whole object, on it or on what it is in.
    fn denied(&self, right: Right, on: &Target) -> Option<i64> {
        if let Target::Table(table) = on {
            let mut denies = self.table_denies(table, None);
            let found = denies.find(|(_, deny)| deny.rights.contains(&right) && deny.columns == Columns::All);
            return found.map(|(record, _)| record.id);
        }
        let around = around(on);
        let at = std::iter::once(on).chain(&around).filter_map(|on| self.snapshot.at.get(on));
        let mut denies = at.flat_map(|rules| &rules.denies).filter_map(|at| self.deny(*at));
        denies.find(|(_, deny)| deny.rights.contains(&right)).map(|(record, _)| record.id)
    }

    /// The grants at one place that reach this caller, going through the shorter list.
    pub(crate) fn grants_at(&self, rules: Option<&'a Rules>) -> impl Iterator<Item = (&'a Record, &'a Grant)> + '_ {
        rules.into_iter().flat_map(|rules| self.reached(&rules.grants)).filter_map(|at| {
            let record = self.snapshot.record(at);
            match &record.statement {
                Statement::Grant(grant) if self.holds(&grant.when) => Some((record, grant)),
                _ => None,
            }
        })
    }

    fn reached(&self, by: &'a HashMap<u32, Vec<u32>>) -> Vec<u32> {
        let mut found: Vec<u32> = match by.len() < self.reach.len() {
            true => {
                by.iter().filter(|(who, _)| self.reach.contains(who)).flat_map(|(_, rules)| rules).copied().collect()
            }
            false => self.reach.iter().filter_map(|who| by.get(who)).flatten().copied().collect(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    fn any_of(&self, by: &'a HashMap<u32, Vec<u32>>) -> bool {
        self.reached(by).into_iter().any(|at| match &self.snapshot.record(at).statement {
            Statement::Grant(grant) => self.holds(&grant.when),
            _ => false,
        })
    }

    /// All that the caller is, with what its token leaves out.
    pub fn principals(&self) -> impl Iterator<Item = &'a Principal> + '_ {
        self.is.iter().copied()
    }

    fn either(&self, granted: bool, right: Right, on: &Target) -> Decision {
        if granted { Decision::Allowed } else { self.refused(right, on, None) }
    }

    pub(crate) fn refused(&self, right: Right, on: &Target, policy: Option<i64>) -> Decision {
        Decision::Refused(self.lacks(right, on, policy))
    }

    fn lacks(&self, right: Right, on: &Target, policy: Option<i64>) -> Refused {
        let (principal, object) = (self.caller.principal.clone(), on.to_string());
        Refused { principal, right, object, policy, unseen: Vec::new() }
    }
}

fn hidden_unless(seen: bool, decision: Decision, unseen: impl IntoIterator<Item = String>) -> Decision {
    match decision {
        Decision::Refused(refused) if !seen => Decision::Refused(refused.hiding(unseen)),
        decision => decision,
    }
}

impl Facts for Access<'_> {
    fn attribute(&self, name: &str) -> Option<&BTreeSet<String>> {
        self.caller.attributes.get(name)
    }

    fn uses_role(&self, role: &str) -> bool {
        Principal::role(role).is_ok_and(|role| self.uses.contains(&role))
    }

    fn has_role(&self, role: &str) -> bool {
        Principal::role(role).is_ok_and(|role| self.is.contains(&role))
    }
}

/// What an object is in, up to the server.
fn around(on: &Target) -> Vec<Target> {
    let mut around = Vec::new();
    if let Some(database) = on.in_database() {
        around.push(Target::Catalog(database.catalog.clone()));
        around.push(Target::Database(database));
    }
    around.push(Target::Server);
    around
}

/// Names of requests come as they were sent.
fn folded(name: &str) -> String {
    name.trim_matches(|c| c <= ' ').to_lowercase()
}
