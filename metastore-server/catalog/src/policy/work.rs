//! What one statement does to the statements in force.

use super::change::Change;
use super::facts::{Facts, Found};
use super::stored::Stored;
use skep_access::expr::{Column, Expr, Fault, fold};
use skep_access::principal::Kind;
use skep_access::statement::{
    Columns, Database, Filter, Grant, GrantRole, MaskColumn, Revoke, Rights, Rows, Statement, Table, Tagged, Target,
};
use skep_access::{Principal, Right};
use std::collections::BTreeMap;

/// The statements that those to be applied may meet, and what was done to them.
pub(super) struct Work {
    stored: BTreeMap<i64, Stored>,
    facts: Facts,
    next: i64,
    grantor: String,
    now: i64,
    changes: Vec<Change>,
}

type Outcome = Result<(), Fault>;

fn fault(text: impl Into<String>) -> Fault {
    Fault(text.into())
}

impl Work {
    pub fn new(stored: Vec<Stored>, facts: Facts, next: i64, grantor: &Principal, now: i64) -> Work {
        let stored = stored.into_iter().map(|one| (one.id, one)).collect();
        Work { stored, facts, next, grantor: grantor.to_string(), now, changes: Vec::new() }
    }

    pub fn next_id(&self) -> i64 {
        self.next
    }

    pub fn changes(self) -> Vec<Change> {
        self.changes
    }

    pub fn apply(&mut self, statement: &Statement) -> Outcome {
        match statement {
            Statement::Grant(grant) => self.grant(grant),
            Statement::Deny(deny) => {
                self.known_target(&deny.on, &deny.columns)?;
                self.known_roles(deny.to.iter().chain(&deny.except))?;
                for one in &deny.to {
                    let deny = skep_access::statement::Deny { to: vec![one.clone()], ..deny.clone() };
                    let same = |other: &Statement| match other {
                        Statement::Deny(other) => {
                            let rights = other.rights.clone();
                            skep_access::statement::Deny { rights, ..deny.clone() } == *other
                        }
                        _ => false,
                    };
                    self.join_rights(&Statement::Deny(deny.clone()), same);
                }
                Ok(())
            }
            Statement::RestrictRows(restrict) => {
                let found = self.table(&restrict.on)?;
                restrict.using.check(&found.all())?;
                self.known_roles(restrict.to.iter().chain(&restrict.except))?;
                self.add_once(statement.clone(), Some(found.id));
                Ok(())
            }
            Statement::Mask(mask) => self.mask(mask),
            Statement::Revoke(revoke) => self.revoke(revoke),
            Statement::CreateRole(role) => self.create_role(role),
            Statement::DropRole(role) => self.drop_role(role),
            Statement::GrantRole(grant) => self.grant_role(grant),
            Statement::CreateFilter(filter) => self.filter(filter, true),
            Statement::AlterFilter(filter) => self.filter(filter, false),
            Statement::DropFilter { name, on } => self.drop_filter(name, on),
            Statement::CreateTag { key, .. } => match self.tag(key) {
                Some(_) => Err(fault(format!("there is a tag {key} already: drop it first to give it other values"))),
                None => {
                    self.add(statement.clone(), None);
                    Ok(())
                }
            },
            Statement::DropTag(key) => self.drop_tag(key),
            Statement::SetTag { key, value, on } => self.set_tag(key, value, on),
            Statement::UnsetTag { key, on } => {
                let which = |s: &Statement| matches!(s, Statement::SetTag { key: k, on: o, .. } if k == key && o == on);
                self.remove_some(which, || format!("{on} has no tag {key} of its own"))
            }
            Statement::CreateLocation(_) => {
                self.add_once(statement.clone(), None);
                Ok(())
            }
            Statement::DropLocation(uri) => {
                let which = |s: &Statement| matches!(s, Statement::CreateLocation(other) if other == uri);
                self.remove_some(which, || format!("there is no location '{uri}'"))
            }
        }
    }

    fn grant(&mut self, grant: &Grant) -> Outcome {
        let columns = self.known_target(&grant.on, &grant.columns)?;
        match (&grant.rows, &grant.on) {
            (Rows::Where(expr), _) => expr.check(&columns)?,
            (Rows::Filter(name), Target::Table(table)) if self.find_filter(name, table).is_none() => {
                return Err(fault(format!("there is no filter {name} on {table}: make it with CREATE FILTER")));
            }
            _ => {}
        }
        if let Target::Tagged(tags) = &grant.on {
            for (key, values) in tags {
                let known =
                    self.tag(key).ok_or_else(|| fault(format!("there is no tag {key}: make it with CREATE TAG")))?;
                if let Some(value) = values.iter().find(|value| !known.contains(*value)) {
                    return Err(fault(format!("tag {key} has no value {value}: it has {}", known.join(", "))));
                }
            }
        }
        self.known_roles(&grant.to)?;
        for one in &grant.to {
            let grant = Grant { to: vec![one.clone()], ..grant.clone() };
            let same = |other: &Statement| match other {
                Statement::Grant(other) => Grant { rights: other.rights.clone(), ..grant.clone() } == *other,
                _ => false,
            };
            self.join_rights(&Statement::Grant(grant.clone()), same);
        }
        Ok(())
    }

    /// Adds the rights to a statement that differs in nothing else, or the statement.
    fn join_rights(&mut self, statement: &Statement, same: impl Fn(&Statement) -> bool) {
        let found = self.stored.values().find(|stored| same(&stored.statement)).cloned();
        let id =
            target_of(statement).and_then(Target::table).and_then(|table| self.facts.tables.get(table)).map(|t| t.id);
        // What was granted on an earlier table of that name is no grant on this one.
        let found = found.filter(|found| found.table_id == id);
        let Some(found) = found else { return self.add(statement.clone(), id) };
        let mut joined = found.statement.clone();
        if let (Some(mine), Some(more)) = (rights_of(&mut joined), rights_of(&mut statement.clone())) {
            mine.extend(more.iter().copied());
        }
        if joined != found.statement {
            self.replace(&found, joined);
        }
    }

    fn mask(&mut self, mask: &MaskColumn) -> Outcome {
        let found = self.table(&mask.on)?;
        let columns = found.all();
        let column = columns.iter().find(|column| fold(&column.name) == fold(&mask.column));
        let column = column.ok_or_else(|| no_column(&mask.column, &columns))?;
        if !mask.mask.fits(column.class) {
            return Err(fault(format!("{} does not fit the type of {}: NULL fits every type", mask.mask, column.name)));
        }
        self.known_roles(mask.to.iter().chain(&mask.except))?;
        let same = |s: &Statement| match s {
            Statement::Mask(other) => MaskColumn { mask: mask.mask.clone(), ..other.clone() } == *mask,
            _ => false,
        };
        let old = self.stored.values().find(|stored| same(&stored.statement)).cloned();
        match old {
            Some(old) if old.statement == Statement::Mask(mask.clone()) => {}
            Some(old) => self.replace(&old, Statement::Mask(mask.clone())),
            None => self.add(Statement::Mask(mask.clone()), Some(found.id)),
        }
        Ok(())
    }

    fn revoke(&mut self, revoke: &Revoke) -> Outcome {
        match revoke {
            Revoke::Grant { rights, on, columns, from } => self.take_rights(rights, from, on, |s| match s {
                Statement::Grant(g) => g.on == *on && (*columns == Columns::All || g.columns == *columns),
                _ => false,
            }),
            Revoke::Deny { rights, on, columns, from } => self.take_rights(rights, from, on, |s| match s {
                Statement::Deny(d) => d.on == *on && (*columns == Columns::All || d.columns == *columns),
                _ => false,
            }),
            Revoke::Rows { on, to } => {
                let which = |s: &Statement| match s {
                    Statement::RestrictRows(r) => r.on == *on && (to.is_empty() || r.to == *to),
                    _ => false,
                };
                self.remove_some(which, || {
                    format!("there is no such row restriction on {on}: see skep show grants --on {on}")
                })
            }
            Revoke::Mask { column, on, to } => {
                let which = |s: &Statement| match s {
                    Statement::Mask(m) => m.on == *on && m.column == *column && (to.is_empty() || m.to == *to),
                    _ => false,
                };
                self.remove_some(which, || {
                    format!("there is no such mask of {column} on {on}: see skep show grants --on {on}")
                })
            }
            Revoke::Role { roles, from } => {
                for (role, member) in roles.iter().flat_map(|role| from.iter().map(move |member| (role, member))) {
                    let which = |s: &Statement| matches!(s, Statement::GrantRole(g) if g.roles == [role.clone()] && g.to == [member.clone()]);
                    self.remove_some(which, || format!("{member} is not in {role}"))?;
                }
                Ok(())
            }
            Revoke::Statement(number) => match self.stored.get(number).cloned() {
                Some(stored) => match &stored.statement {
                    Statement::CreateRole(role) => self.drop_role(&role.clone()),
                    Statement::CreateFilter(filter) => self.drop_filter(&filter.name.clone(), &filter.on.clone()),
                    Statement::CreateTag { key, .. } => self.drop_tag(&key.clone()),
                    _ => {
                        self.remove(&stored);
                        Ok(())
                    }
                },
                None => Err(fault(format!("there is no statement {number}: see skep show grants"))),
            },
        }
    }

    /// Takes rights from the statements of these principals; one that has none left goes.
    fn take_rights(
        &mut self,
        rights: &Rights,
        from: &[Principal],
        on: &Target,
        which: impl Fn(&Statement) -> bool,
    ) -> Outcome {
        for one in from {
            let of_one = |s: &Statement| match s {
                Statement::Grant(g) => g.to == [one.clone()],
                Statement::Deny(d) => d.to == [one.clone()],
                _ => false,
            };
            let hit: Vec<Stored> =
                self.stored.values().filter(|s| which(&s.statement) && of_one(&s.statement)).cloned().collect();
            let before = self.changes.len();
            for stored in hit {
                let mut less = stored.statement.clone();
                let Some(left) = rights_of(&mut less) else { continue };
                left.retain(|right| !rights.contains(right));
                match left.is_empty() {
                    true => self.remove(&stored),
                    false if less != stored.statement => self.replace(&stored, less),
                    false => {}
                }
            }
            if self.changes.len() == before {
                let words: Vec<&str> = rights.iter().map(|right: &Right| right.word()).collect();
                return Err(fault(format!(
                    "{one} holds nothing of {} on exactly {on}: see skep show grants --to {one}",
                    words.join(", ")
                )));
            }
        }
        Ok(())
    }

    fn create_role(&mut self, role: &Principal) -> Outcome {
        for other in self.roles() {
            if other == role {
                return Err(fault(format!("there is a role {} already", role.name())));
            }
            if other.skeleton() == role.skeleton() {
                return Err(fault(format!(
                    "{} looks like the role {}: choose another name",
                    role.name(),
                    other.name()
                )));
            }
        }
        self.add(Statement::CreateRole(role.clone()), None);
        Ok(())
    }

    /// With its members and all that was granted, or denied, to it alone.
    fn drop_role(&mut self, role: &Principal) -> Outcome {
        self.known_roles([role])?;
        let only = [role.clone()];
        let which = |s: &Statement| match s {
            Statement::CreateRole(other) => other == role,
            Statement::GrantRole(grant) => grant.roles == only || grant.to == only,
            Statement::Grant(grant) => grant.to == only,
            Statement::Deny(deny) => deny.to == only,
            _ => false,
        };
        self.remove_some(which, || format!("there is no role {}", role.name()))
    }

    fn grant_role(&mut self, grant: &GrantRole) -> Outcome {
        self.known_roles(grant.roles.iter().chain(&grant.to))?;
        for (role, member) in grant.roles.iter().flat_map(|role| grant.to.iter().map(move |member| (role, member))) {
            if self.makes_a_circle(role, member) {
                return Err(fault(format!(
                    "{role} is in {member} already, directly or not: roles cannot contain each other"
                )));
            }
            let statement = Statement::GrantRole(GrantRole {
                roles: vec![role.clone()],
                to: vec![member.clone()],
                admin_option: grant.admin_option,
            });
            let same = |s: &Statement| matches!(s, Statement::GrantRole(g) if g.roles == [role.clone()] && g.to == [member.clone()]);
            match self.stored.values().find(|stored| same(&stored.statement)).cloned() {
                Some(old) if old.statement == statement => {}
                Some(old) => self.replace(&old, statement),
                None => self.add(statement, None),
            }
        }
        Ok(())
    }

    /// Whether the member contains the role already.
    fn makes_a_circle(&self, role: &Principal, member: &Principal) -> bool {
        let mut open = vec![role.clone()];
        let mut seen = Vec::new();
        while let Some(next) = open.pop() {
            if next == *member {
                return true;
            }
            if !seen.contains(&next) {
                let around = self.stored.values().filter_map(|stored| match &stored.statement {
                    Statement::GrantRole(grant) if grant.to.contains(&next) => Some(grant.roles.clone()),
                    _ => None,
                });
                open.extend(around.flatten());
                seen.push(next);
            }
        }
        false
    }

    fn filter(&mut self, filter: &Filter, create: bool) -> Outcome {
        let Filter { name, on, .. } = filter;
        let found = self.table(on)?;
        let all = found.all();
        filter.rows.check(&all)?;
        known_columns(&filter.columns, &all)?;
        let statement = Statement::CreateFilter(filter.clone());
        match (self.find_filter(name, on).cloned(), create) {
            (Some(_), true) => {
                Err(fault(format!("there is a filter {name} on {on} already: change it with ALTER FILTER")))
            }
            (None, false) => Err(fault(format!("there is no filter {name} on {on}: make it with CREATE FILTER"))),
            (None, true) => {
                self.add(statement, Some(found.id));
                Ok(())
            }
            (Some(old), false) if old.statement == statement && old.table_id == Some(found.id) => Ok(()),
            (Some(old), false) => {
                self.remove(&old);
                self.put(Stored { table_id: Some(found.id), statement, ..old });
                Ok(())
            }
        }
    }

    fn drop_filter(&mut self, name: &str, on: &Table) -> Outcome {
        let uses = |s: &Statement| matches!(s, Statement::Grant(g) if g.on.table() == Some(on) && matches!(&g.rows, Rows::Filter(f) if f == name));
        let users = self.stored.values().filter(|stored| uses(&stored.statement)).count();
        if users > 0 {
            return Err(fault(format!("{users} grants use the filter {name} on {on}: revoke them first")));
        }
        let which = |s: &Statement| matches!(s, Statement::CreateFilter(f) if f.name == name && f.on == *on);
        self.remove_some(which, || format!("there is no filter {name} on {on}"))
    }

    fn find_filter(&self, name: &str, on: &Table) -> Option<&Stored> {
        self.stored
            .values()
            .find(|stored| matches!(&stored.statement, Statement::CreateFilter(f) if f.name == name && f.on == *on))
    }

    fn set_tag(&mut self, key: &str, value: &str, on: &Tagged) -> Outcome {
        let known = self.tag(key).ok_or_else(|| fault(format!("there is no tag {key}: make it with CREATE TAG")))?;
        if !known.iter().any(|one| one == value) {
            return Err(fault(format!("tag {key} has no value {value}: it has {}", known.join(", "))));
        }
        let table_id = match on {
            Tagged::Database(database) => {
                self.database(database)?;
                None
            }
            Tagged::Table(table) => Some(self.table(table)?.id),
            Tagged::Column(table, column) => {
                let found = self.table(table)?;
                known_columns(&Columns::Only(vec![column.clone()]), &found.all())?;
                Some(found.id)
            }
        };
        let statement = Statement::SetTag { key: key.to_owned(), value: value.to_owned(), on: on.clone() };
        let same = |s: &Statement| matches!(s, Statement::SetTag { key: k, on: o, .. } if k == key && o == on);
        match self.stored.values().find(|stored| same(&stored.statement)).cloned() {
            Some(old) if old.statement == statement => {}
            Some(old) => self.replace(&old, statement),
            None => self.add(statement, table_id),
        }
        Ok(())
    }

    fn drop_tag(&mut self, key: &str) -> Outcome {
        let set = self
            .stored
            .values()
            .filter(|s| matches!(&s.statement, Statement::SetTag { key: k, .. } if k == key))
            .count();
        if set > 0 {
            return Err(fault(format!("{set} objects have the tag {key}: unset it there first")));
        }
        let which = |s: &Statement| matches!(s, Statement::CreateTag { key: k, .. } if k == key);
        self.remove_some(which, || format!("there is no tag {key}"))
    }

    fn tag(&self, key: &str) -> Option<Vec<String>> {
        self.stored.values().find_map(|stored| match &stored.statement {
            Statement::CreateTag { key: k, values } if k == key => Some(values.iter().cloned().collect()),
            _ => None,
        })
    }

    /// The target is in the catalog and has these columns; all its columns.
    fn known_target(&self, on: &Target, columns: &Columns) -> Result<Vec<Column>, Fault> {
        match on {
            Target::Table(table) => {
                let all = self.table(table)?.all();
                known_columns(columns, &all)?;
                Ok(all)
            }
            on => {
                if let Some(database) = on.in_database() {
                    self.database(&database)?;
                }
                Ok(Vec::new())
            }
        }
    }

    fn table(&self, table: &Table) -> Result<Found, Fault> {
        let found = self.facts.tables.get(table).cloned();
        found.ok_or_else(|| {
            fault(format!(
                "there is no table {table}: make it first, or write {}.* for all tables to come",
                table.database
            ))
        })
    }

    fn database(&self, database: &Database) -> Outcome {
        match self.facts.databases.contains(database) {
            true => Ok(()),
            false => Err(fault(format!("there is no database {database}"))),
        }
    }

    fn roles(&self) -> impl Iterator<Item = &Principal> {
        self.stored.values().filter_map(|stored| match &stored.statement {
            Statement::CreateRole(role) => Some(role),
            _ => None,
        })
    }

    fn known_roles<'a>(&self, principals: impl IntoIterator<Item = &'a Principal>) -> Outcome {
        for role in principals.into_iter().filter(|one| one.kind() == Kind::Role) {
            if !self.roles().any(|known| known == role) {
                return Err(fault(format!("there is no role {}: make it with CREATE ROLE", role.name())));
            }
        }
        Ok(())
    }

    fn add(&mut self, statement: Statement, table_id: Option<i64>) {
        let stored = Stored { id: self.next, table_id, statement, grantor: self.grantor.clone(), created: self.now };
        self.next += 1;
        self.put(stored);
    }

    fn add_once(&mut self, statement: Statement, table_id: Option<i64>) {
        if !self.stored.values().any(|stored| stored.statement == statement && stored.table_id == table_id) {
            self.add(statement, table_id);
        }
    }

    fn put(&mut self, stored: Stored) {
        self.changes.push(Change::Added(stored.clone()));
        self.stored.insert(stored.id, stored);
    }

    fn remove(&mut self, stored: &Stored) {
        self.stored.remove(&stored.id);
        self.changes.push(Change::Removed(stored.clone()));
    }

    fn replace(&mut self, old: &Stored, statement: Statement) {
        self.remove(old);
        self.put(Stored { statement, ..old.clone() });
    }

    fn remove_some(&mut self, which: impl Fn(&Statement) -> bool, none: impl Fn() -> String) -> Outcome {
        let hit: Vec<Stored> = self.stored.values().filter(|stored| which(&stored.statement)).cloned().collect();
        hit.iter().for_each(|stored| self.remove(stored));
        if hit.is_empty() { Err(fault(none())) } else { Ok(()) }
    }
}

fn target_of(statement: &Statement) -> Option<&Target> {
    match statement {
        Statement::Grant(grant) => Some(&grant.on),
        Statement::Deny(deny) => Some(&deny.on),
        _ => None,
    }
}

fn rights_of(statement: &mut Statement) -> Option<&mut Rights> {
    match statement {
        Statement::Grant(grant) => Some(&mut grant.rights),
        Statement::Deny(deny) => Some(&mut deny.rights),
        _ => None,
    }
}

fn known_columns(columns: &Columns, all: &[Column]) -> Outcome {
    let (Columns::Only(names) | Columns::Except(names)) = columns else { return Ok(()) };
    match names.iter().find(|name| !all.iter().any(|column| fold(&column.name) == fold(name))) {
        Some(missing) => Err(no_column(missing, all)),
        None => Ok(()),
    }
}

fn no_column(name: &str, all: &[Column]) -> Fault {
    let known = Expr::IsNull { column: name.to_lowercase() }.check(all);
    known.err().unwrap_or_else(|| fault(format!("there is no column {name}")))
}
