//! What a caller gets of one table: the columns, the rows, the cells, and why.
//!
//! ```text
//! deny wins; without a grant of SELECT there is DESCRIBE at most
//! columns  = union of the grants' columns, less the denied ones
//! rows     = (one grant with a visible column admits the row) and every restriction admits it
//! cell     = one grant of this column admits the row      (left out where the row condition says so already)
//! ```
//!
//! Tested against a brute-force oracle that decides cell by cell.

mod columns;
mod masks;
mod trino;

pub use columns::ColumnView;
pub use trino::NO_ROW;

use crate::expr::{Column, Expr};
use crate::policy::Access;
use crate::statement::{Columns, Grant, Rows, Statement, Table, Target};
use crate::{Principal, Right};
use std::collections::BTreeSet;

/// What the decision needs to know about a table.
#[derive(Debug, Clone, Copy)]
pub struct TableFacts<'a> {
    pub name: &'a Table,
    /// `TBL_ID`.
    pub id: i64,
    /// Of the storage descriptor.
    pub columns: &'a [Column],
    pub partition_keys: &'a [Column],
}

/// How much of a table a caller gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Not even its name: as if it were not there.
    Hidden,
    /// A right is held, but none that shows what is inside. Reading is refused.
    NameOnly,
    /// Names and types of the columns of [`Effective::columns`]. Reading is refused.
    Describe,
    /// What [`Effective`] says.
    Select,
}

/// The whole answer about one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Effective {
    pub verdict: Verdict,
    /// Everything granted on the table and not denied. Write rights are good for nothing on a table that is
    /// [`restricted`](Effective::restricted): ask [`Effective::may`].
    pub rights: BTreeSet<Right>,
    /// Visible columns in the table's order, partition keys last.
    pub columns: Vec<ColumnView>,
    /// Columns that are not shown, partition keys included.
    pub hidden: Vec<String>,
    /// A partition key is among them.
    pub hidden_keys: bool,
    /// A row is shown where this is true. Nothing in it asks for the caller any more.
    pub rows: Expr,
    /// What [`rows`](Effective::rows) implies about partition keys: partitions where it is not true can be
    /// left out.
    pub partitions: Expr,
    /// Whether partition keys alone decide about the rows.
    pub decided_by_partition: bool,
    /// Anything is withheld: then the caller's copy of the record must never be written back.
    pub restricted: bool,
    pub reasons: Reasons,
}

/// Numbers of the statements that mattered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons {
    pub grants: BTreeSet<i64>,
    pub denies: BTreeSet<i64>,
    pub restrictions: BTreeSet<i64>,
    pub masks: BTreeSet<i64>,
    /// Statements that do not fit the table any more, and why: grants that give nothing, restrictions that
    /// admit nothing. To be reported, loudly.
    pub broken: Vec<(i64, String)>,
}

impl Effective {
    /// Whether a right can be used: what writes needs the whole table in sight.
    pub fn may(&self, right: Right) -> bool {
        let whole = self.verdict == Verdict::Select && !self.restricted;
        match right {
            Right::Visible => self.verdict > Verdict::Hidden,
            Right::Describe => self.verdict >= Verdict::Describe,
            Right::Select => self.verdict == Verdict::Select,
            Right::Insert | Right::Delete | Right::Alter | Right::Drop => whole && self.rights.contains(&right),
            other => self.rights.contains(&other),
        }
    }

    /// Columns that a row or cell condition looks at and that are not shown.
    pub fn hidden_in_conditions(&self) -> BTreeSet<&str> {
        let conditions = self.columns.iter().filter_map(|column| column.when.as_ref()).chain([&self.rows]);
        let looked_at: BTreeSet<&str> = conditions.flat_map(Expr::columns).collect();
        self.hidden.iter().map(String::as_str).filter(|name| looked_at.contains(name)).collect()
    }

    pub fn column(&self, name: &str) -> Option<&ColumnView> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// A grant of SELECT as it is for this caller and table.
struct Reading {
    id: i64,
    columns: BTreeSet<String>,
    rows: Expr,
}

impl Access<'_> {
    /// Decides about one table.
    pub fn effective(&self, table: &TableFacts<'_>) -> Effective {
        let all: Vec<Column> = table.columns.iter().chain(table.partition_keys).cloned().collect();
        let mut reasons = Reasons::default();
        let rights = self.table_rights(table, &mut reasons);
        let denied = self.denied_columns(table, &all, &mut reasons);
        let readings = match rights.contains(&Right::Select) {
            true => self.readings(table, &all, &mut reasons),
            false => Vec::new(),
        };
        let shown: BTreeSet<&str> = readings
            .iter()
            .flat_map(|reading| &reading.columns)
            .map(String::as_str)
            .filter(|name| !denied.contains(*name))
            .collect();
        if shown.is_empty() {
            return nothing_to_read(rights, &all, &denied, table, reasons);
        }
        let useful: Vec<&Reading> = readings
            .iter()
            .filter(|reading| reading.columns.iter().any(|name| shown.contains(name.as_str())))
            .collect();
        reasons.grants.extend(useful.iter().map(|reading| reading.id));
        let admitted = Expr::Or(useful.iter().map(|reading| reading.rows.clone()).collect()).simplify();
        let restrictions = self.row_restrictions(table, &all, &mut reasons);
        let rows = Expr::And([admitted.clone()].into_iter().chain(restrictions).collect()).simplify();
        let mut columns = columns::views(table, &shown, &useful, &admitted);
        self.put_masks(table, &all, &mut columns, &mut reasons);
        let keys = table.partition_keys.iter().map(|key| key.name.as_str()).collect();
        let (partitions, decided_by_partition) = rows.implied_on(&keys);
        let hidden: Vec<String> = all
            .iter()
            .filter(|column| !shown.contains(column.name.as_str()))
            .map(|column| column.name.clone())
            .collect();
        let hidden_keys = table.partition_keys.iter().any(|key| hidden.contains(&key.name));
        let partial = columns.iter().any(|column| column.mask.is_some() || column.when.is_some());
        let restricted = !hidden.is_empty() || !rows.is_true() || partial;
        let verdict = Verdict::Select;
        Effective {
            verdict,
            rights,
            columns,
            hidden,
            hidden_keys,
            rows,
            partitions,
            decided_by_partition,
            restricted,
            reasons,
        }
    }

    /// What is granted on the table less what is denied on it or around it.
    fn table_rights(&self, table: &TableFacts<'_>, reasons: &mut Reasons) -> BTreeSet<Right> {
        let mut rights: BTreeSet<Right> =
            self.table_grants(table.name, Some(table.id)).flat_map(|(_, grant)| grant.rights.iter().copied()).collect();
        if self.is_admin() {
            rights.insert(Right::Describe);
        }
        for (record, deny) in self.table_denies(table.name, Some(table.id)) {
            if deny.columns == Columns::All {
                let before = rights.len();
                rights.retain(|right| !deny.rights.contains(right));
                if rights.len() < before {
                    reasons.denies.insert(record.id);
                }
            }
        }
        rights
    }

    fn readings(&self, table: &TableFacts<'_>, all: &[Column], reasons: &mut Reasons) -> Vec<Reading> {
        let mut readings = Vec::new();
        for (record, grant) in self.table_grants(table.name, Some(table.id)) {
            if !grant.rights.contains(&Right::Select) {
                continue;
            }
            match self.reading(record.id, grant, table, all) {
                Ok(reading) => readings.push(reading),
                Err(fault) => reasons.broken.push((record.id, fault)),
            }
        }
        readings
    }

    /// A grant whose filter is gone or does not fit gives nothing.
    fn reading(&self, id: i64, grant: &Grant, table: &TableFacts<'_>, all: &[Column]) -> Result<Reading, String> {
        let (columns, rows) = match &grant.rows {
            Rows::All => (&grant.columns, &Expr::TRUE),
            Rows::Where(expr) => (&grant.columns, expr),
            Rows::Filter(name) => {
                let on = grant.on.table().unwrap_or(table.name);
                match self.snapshot.filter(on, name) {
                    Some((filter, of)) if of.is_none_or(|of| of == table.id) => (&filter.columns, &filter.rows),
                    _ => return Err(format!("there is no filter {name} on {on}")),
                }
            }
        };
        rows.check(all).map_err(|fault| fault.to_string())?;
        let tagged = |name: &str| match &grant.on {
            Target::Tagged(wanted) => self.snapshot.tags.column_has(table.name, name, wanted),
            _ => true,
        };
        let names = all.iter().map(|column| column.name.clone());
        let columns = names.filter(|name| columns::contains(columns, name) && tagged(name)).collect();
        Ok(Reading { id, columns, rows: rows.resolve(self, all) })
    }

    /// A restriction that does not fit the table any more admits no row.
    fn row_restrictions(&self, table: &TableFacts<'_>, all: &[Column], reasons: &mut Reasons) -> Vec<Expr> {
        let mut conditions = Vec::new();
        for at in self.table_rules(table.name, table.id, |rules| &rules.restrictions) {
            let record = self.snapshot.record(at);
            let Statement::RestrictRows(restrict) = &record.statement else { continue };
            if !self.covers(&restrict.to, &restrict.except) {
                continue;
            }
            reasons.restrictions.insert(record.id);
            match restrict.using.check(all) {
                Ok(()) => conditions.push(restrict.using.resolve(self, all)),
                Err(fault) => {
                    reasons.broken.push((record.id, fault.to_string()));
                    conditions.push(Expr::FALSE);
                }
            }
        }
        conditions
    }
}

fn nothing_to_read(
    rights: BTreeSet<Right>,
    all: &[Column],
    denied: &BTreeSet<String>,
    table: &TableFacts<'_>,
    reasons: Reasons,
) -> Effective {
    let verdict = match (rights.is_empty(), rights.contains(&Right::Describe)) {
        (true, _) => Verdict::Hidden,
        (false, true) => Verdict::Describe,
        (false, false) => Verdict::NameOnly,
    };
    let described: BTreeSet<&str> = match verdict {
        Verdict::Describe => all.iter().map(|c| c.name.as_str()).filter(|name| !denied.contains(*name)).collect(),
        _ => BTreeSet::new(),
    };
    let hidden: Vec<String> =
        all.iter().map(|c| c.name.clone()).filter(|name| !described.contains(name.as_str())).collect();
    let hidden_keys = table.partition_keys.iter().any(|key| hidden.contains(&key.name));
    Effective {
        verdict,
        rights,
        columns: columns::views(table, &described, &[], &Expr::TRUE),
        hidden,
        hidden_keys,
        rows: Expr::FALSE,
        partitions: Expr::FALSE,
        decided_by_partition: true,
        restricted: true,
        reasons,
    }
}

/// Everybody to whom something on the table is granted, directly or through a role: who is worth asking about.
impl crate::Snapshot {
    pub fn grantees(&self, table: &TableFacts<'_>) -> BTreeSet<Principal> {
        let mut found: BTreeSet<Principal> = BTreeSet::new();
        for record in self.records() {
            let Statement::Grant(grant) = &record.statement else { continue };
            let about = match &grant.on {
                Target::Table(name) => record.table_id.map_or(name == table.name, |id| id == table.id),
                Target::Tables(database) => *database == table.name.in_database(),
                Target::Tagged(_) => true,
                _ => false,
            };
            if about {
                found.extend(grant.to.iter().cloned());
            }
        }
        for record in self.records() {
            if let Statement::GrantRole(grant) = &record.statement {
                found.extend(grant.to.iter().cloned());
            }
        }
        found
    }
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
