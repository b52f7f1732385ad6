//! All that a metastore holds, as lines that can be compared.

use skep_catalog::Clock;
use skep_conformance::TestServer;
use skep_schema::{Column, Dialect, Sql, Table, Version, tables};
use skep_testing::Backend;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Rows of Hive's tables, and directories of the warehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dump {
    pub rows: BTreeSet<String>,
    pub directories: BTreeSet<String>,
}

/// Which ids are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    Kept,
    /// Ids reserved by a write that failed are gaps, except in SQLite: two servers that did the same differ in them.
    LeftOut,
}

impl Dump {
    pub async fn of(server: &TestServer, ids: Ids) -> Dump {
        let backend = server.database().backend();
        let kept = tables(Version::NEWEST)
            .filter(|table| table.span.holds(dialect(backend), Version::NEWEST))
            .filter(|table| ids == Ids::Kept || table.name != "SEQUENCE_TABLE");
        let queries: Vec<String> = kept.map(|table| query(table, backend, ids)).collect();
        let root = server.warehouse().display().to_string();
        let now = Clock::System.seconds();
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for row in server.database().texts(&[queries.join(" union all ")]).await.concat() {
            *counted.entry(without_times(&row.replace(&root, "ROOT"), now)).or_default() += 1;
        }
        let rows = counted.into_iter().map(|(row, count)| format!("{row} ({count})")).collect();
        let mut directories = BTreeSet::new();
        walk(server.warehouse(), server.warehouse(), &mut directories);
        Dump { rows, directories }
    }

    /// Lines of only one of the two.
    pub fn differences(&self, other: &Dump) -> BTreeSet<String> {
        let rows = self.rows.symmetric_difference(&other.rows);
        rows.chain(self.directories.symmetric_difference(&other.directories)).cloned().collect()
    }
}

fn query(table: &Table, backend: Backend, ids: Ids) -> String {
    let dialect = dialect(backend);
    let columns = table.columns_in(dialect, Version::NEWEST);
    let columns: Vec<String> = columns
        .filter(|column| ids == Ids::Kept || !is_id(table, column))
        .map(|column| match backend {
            Backend::Sqlite => format!(r#"quote("{}")"#, column.name),
            Backend::Postgres => format!(r#"coalesce("{}"::text, '~')"#, column.name),
            Backend::Mariadb if is_binary(column) => format!("coalesce(hex(`{}`), '~')", column.name),
            Backend::Mariadb => format!("coalesce(cast(`{}` as char), '~')", column.name),
        })
        .collect();
    let name = table.name;
    // Some tables have nothing but ids.
    let columns = [vec!["''".to_owned()], columns].concat();
    match backend {
        Backend::Sqlite => format!(r#"select '{name}|' || {} from "{name}""#, columns.join(" || '|' || ")),
        Backend::Postgres => format!(r#"select concat_ws('|', '{name}', {}) from "{name}""#, columns.join(", ")),
        Backend::Mariadb => {
            format!("select cast(concat_ws('|', '{name}', {}) as char) from `{name}`", columns.join(", "))
        }
    }
}

/// A number that a database or a sequence hands out. Those of events and locks are counted in rows, and have no gaps.
fn is_id(table: &Table, column: &Column) -> bool {
    let counted = ["NOTIFICATION_SEQUENCE", "HIVE_LOCKS", "COMPACTION_QUEUE", "COMPLETED_COMPACTIONS"];
    let handed_out = matches!(column.kind.postgres, Sql::Bigint | Sql::Int)
        && (column.name.ends_with("_ID") || column.name.contains("_ID_") || column.name.ends_with("TXNID"));
    handed_out && column.name != "EVENT_ID" && !counted.contains(&table.name)
}

fn is_binary(column: &Column) -> bool {
    matches!(column.kind.mysql, Sql::Bit | Sql::Bytes | Sql::Varbinary(_))
}

pub fn dialect(backend: Backend) -> Dialect {
    match backend {
        Backend::Sqlite => Dialect::Sqlite,
        Backend::Postgres => Dialect::Postgres,
        Backend::Mariadb => Dialect::Mysql,
    }
}

/// Numbers that are a time of the last day, in seconds or milliseconds, become a word: the database's clock cannot be
/// set.
pub fn without_times(text: &str, now: i64) -> String {
    const DAY: u64 = 86_400;
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        let seconds = match digits.len() {
            10 => digits.parse::<i64>(),
            _ => digits.parse::<i64>().map(|millis| millis / 1000),
        };
        let recent = seconds.is_ok_and(|seconds| now.abs_diff(seconds) < DAY);
        clean.push_str(before);
        clean.push_str(if recent { "NOW" } else { digits });
        rest = after;
    }
    clean + rest
}

fn walk(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.strip_prefix(root).unwrap_or(&path).display();
        found.insert(format!("directory {name}"));
        if path.is_dir() {
            walk(root, &path, found);
        }
    }
}
