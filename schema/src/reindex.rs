//! How a missing or wrong index is made right.

use crate::compare::{Finding, Problem};
use crate::model::{KeyKind, Table};
use crate::probe::{IndexKind, Observed, ObservedIndex};
use crate::{Dialect, Version, render, table};

/// What to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reindex {
    /// Statements, each with the one that takes it back.
    pub steps: Vec<(String, String)>,
    /// Counts rows that a unique index would not take, if it is one. With any, it cannot be made.
    pub duplicates: Option<String>,
}

/// Nothing for findings that are not about an index, and for primary keys: their rows are in question then.
pub fn reindex(observed: &Observed, version: Version, finding: &Finding) -> Option<Reindex> {
    let (Problem::NoIndex(columns) | Problem::NotUnique(columns)) = finding.problem else { return None };
    let dialect = observed.dialect;
    let table = table(finding.table, version)?;
    let mut keys = table.keys_in(dialect, version);
    let key = keys.find(|key| key.columns == columns && matches!(key.kind, KeyKind::Unique | KeyKind::Index))?;
    let kind = if matches!(key.kind, KeyKind::Unique) { IndexKind::Constraint } else { IndexKind::Plain };
    let script = render::Script { dialect, version };
    let making = Making { dialect, table: script.name_of(table) };
    let name = name_of(&script, table, key.name);
    let listed = script.list(table, key.columns);
    let mut steps: Vec<(String, String)> = Vec::new();
    if let Some((live_name, live)) = same_name(observed, table, version, key.name) {
        let columns: Vec<String> = live.columns.iter().map(|column| dialect.quote(column)).collect();
        let live_name = dialect.quote(live_name);
        steps.push((making.drop(&live_name, live.kind), making.create(&live_name, &columns.join(", "), live.kind)));
    }
    steps.push((making.create(&name, &listed, kind), making.drop(&name, kind)));
    let duplicates = (kind == IndexKind::Constraint).then(|| {
        // Nulls are equal to nothing.
        let there: Vec<String> =
            key.columns.iter().map(|column| format!("{} is not null", script.list(table, &[column]))).collect();
        format!(
            "select cast(count(*) as char(20)) from (select 1 from {} where {} group by {listed} having count(*) > 1) d",
            making.table,
            there.join(" and ")
        )
    });
    Some(Reindex { steps, duplicates })
}

fn name_of(script: &render::Script, table: &Table, name: &str) -> String {
    match script.dialect {
        Dialect::Mysql => script.dialect.quote(name),
        _ => script.quoted(table, name),
    }
}

/// An index that has the name and not the columns, or not their uniqueness.
fn same_name<'a>(
    observed: &'a Observed,
    table: &Table,
    version: Version,
    name: &str,
) -> Option<(&'a String, &'a ObservedIndex)> {
    let live = observed.table(table, version)?;
    live.indexes.iter().find(|(found, index)| found.eq_ignore_ascii_case(name) && index.kind != IndexKind::Primary)
}

struct Making {
    dialect: Dialect,
    table: String,
}

impl Making {
    fn create(&self, name: &str, columns: &str, kind: IndexKind) -> String {
        let table = &self.table;
        match (self.dialect, kind) {
            (Dialect::Mysql, IndexKind::Plain) => format!("alter table {table} add key {name} ({columns})"),
            (Dialect::Mysql, _) => format!("alter table {table} add unique key {name} ({columns})"),
            (_, IndexKind::Plain) => format!("create index {name} on {table} ({columns})"),
            (Dialect::Postgres, IndexKind::Constraint) => {
                format!("alter table {table} add constraint {name} unique ({columns})")
            }
            _ => format!("create unique index {name} on {table} ({columns})"),
        }
    }

    fn drop(&self, name: &str, kind: IndexKind) -> String {
        let table = &self.table;
        match (self.dialect, kind) {
            (Dialect::Mysql, _) => format!("alter table {table} drop index {name}"),
            (Dialect::Postgres, IndexKind::Constraint) => format!("alter table {table} drop constraint {name}"),
            _ => format!("drop index {name}"),
        }
    }
}
