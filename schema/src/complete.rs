//! Adds what a metastore lacks: to a Java metastore that makes its tables on demand, for the operator who asks for it, and
//! to one of our own whose making was interrupted.

use std::collections::BTreeSet;

use crate::model::{Key, KeyKind, Table};
use crate::probe::Observed;
use crate::unfinished::NO_VERSION;
use crate::{Dialect, Unfinished, Version, ddl, exists, render, seed, statements, tables};

/// Statements that make the missing tables with their indexes and first rows. Existing tables are
/// left alone. `VERSION` gets its row with its table, but an existing empty one stays empty: a Java
/// metastore that verifies nothing wrote none, and one that verifies shall not be misled.
pub fn missing_ddl(observed: &Observed, version: Version) -> Vec<String> {
    if !exists(observed.dialect, version) {
        return Vec::new();
    }
    let (present, absent) = sort_out(observed, version);
    let script = render::make(observed.dialect, version, &absent, present);
    owned(&script)
}

/// Statements that make a schema in an empty database, or finish one that we began to make.
///
/// Where DDL is part of a transaction that is the script. MySQL commits each statement: there the note that the schema is
/// not finished comes first, and every statement minds what is there already.
pub fn init(observed: &Observed, version: Version) -> Vec<String> {
    let dialect = observed.dialect;
    if dialect != Dialect::Mysql {
        return ddl(dialect, version).map(owned).unwrap_or_default();
    }
    let script = render::Script { dialect, version };
    let (mut present, mut absent) = sort_out(observed, version);
    let mut out = Vec::new();
    if let Some(at) = absent.iter().position(|table| table.name == "VERSION") {
        let table = absent.remove(at);
        present.insert(table.name);
        out.extend(owned(&script.table(table, &present)));
    }
    if observed.versions.is_empty() {
        let note = Unfinished { from: None, to: version };
        out.push(format!(
            "insert into `VERSION` (`VER_ID`, `SCHEMA_VERSION`, `VERSION_COMMENT`) values (1, '{NO_VERSION}', '{note}')"
        ));
    }
    out.extend(owned(&render::make_tables(dialect, version, &absent, present)));
    out.extend(late_foreign_keys(&script, observed, |_, _| true));
    out.extend(first_rows(&script, |_| true));
    out.push(record(&script));
    out
}

/// Foreign keys that should be there already: their tables are, and whoever made them did not come to this.
pub(crate) fn late_foreign_keys(
    script: &render::Script,
    observed: &Observed,
    wanted: impl Fn(&Table, &Key) -> bool,
) -> Vec<String> {
    let mut out = Vec::new();
    for table in tables(script.version) {
        let Some(live) = observed.table(table, script.version) else { continue };
        for key in table.keys_in(script.dialect, script.version) {
            let KeyKind::Foreign { table: other, .. } = key.kind else { continue };
            let there = live.foreign.values().any(|found| {
                found.table.eq_ignore_ascii_case(other)
                    && found.columns.iter().map(|column| column.to_ascii_uppercase()).eq(key.columns.iter().copied())
            });
            if !there
                && wanted(table, key)
                && let Some(constraint) = script.constraint(table, key)
            {
                out.push(format!("alter table {} add {constraint}", script.name_of(table)));
            }
        }
    }
    out
}

/// The rows a schema starts with, where they are missing; `VERSION` is for the end.
pub(crate) fn first_rows(script: &render::Script, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let rows = seed::rows(script.version);
    let wanted = rows.iter().filter(|row| row.table != "VERSION" && wanted(row.table));
    wanted.flat_map(|row| owned(&script.insert_if_missing(row))).collect()
}

/// The last statement of all: from here on it is a schema of this version.
pub(crate) fn record(script: &render::Script) -> String {
    let quote = |name| script.dialect.quote(name);
    format!(
        "update {} set {} = '{version}', {} = 'Hive release version {version}'",
        quote("VERSION"),
        quote("SCHEMA_VERSION"),
        quote("VERSION_COMMENT"),
        version = script.version,
    )
}

/// The names of the tables that are there, and the tables that are not.
fn sort_out(observed: &Observed, version: Version) -> (BTreeSet<&'static str>, Vec<&'static Table>) {
    let (present, absent): (Vec<_>, Vec<_>) =
        tables(version).partition(|table| observed.table(table, version).is_some());
    (present.iter().map(|table| table.name).collect(), absent)
}

fn owned(script: &str) -> Vec<String> {
    statements(script).into_iter().map(str::to_owned).collect()
}
