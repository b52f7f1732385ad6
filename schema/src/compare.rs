//! How a live database differs from the schema it should have.

use std::fmt;

use crate::model::{Column, Key, KeyKind, Table};
use crate::probe::{IndexKind, Observed, ObservedColumn, ObservedTable};
use crate::{Version, render, tables};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub table: &'static str,
    pub problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    NoTable,
    NoColumn(&'static str),
    /// A column of another version that an upgrade should have dropped, or one nobody fills:
    /// rows we write would be refused, or be invisible to the servers that need it.
    Leftover(String),
    /// Names that differ only in case become one: partitions `k=A` and `k=a`.
    FoldsCase(&'static str),
    Type {
        column: &'static str,
        expected: String,
        found: String,
    },
    Nullable {
        column: &'static str,
        expected: bool,
    },
    /// No index or key starts with these columns.
    NoIndex(&'static [&'static str]),
    /// The index on these columns lets duplicates in.
    NotUnique(&'static [&'static str]),
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Everything works, maybe slower.
    Note,
    /// Some requests will fail.
    Warning,
    /// Not a database to serve from.
    Stop,
}

/// Tables without which no database or table can be read or made. A metastore that has run once has
/// them all, even if its tables were made on demand (`datanucleus.schema.autoCreateAll`).
pub(crate) const ESSENTIAL: &[&str] = &[
    "BUCKETING_COLS",
    "CDS",
    "COLUMNS_V2",
    "CTLGS",
    "DATABASE_PARAMS",
    "DBS",
    "PARTITIONS",
    "PARTITION_KEYS",
    "PARTITION_KEY_VALS",
    "PARTITION_PARAMS",
    "SDS",
    "SD_PARAMS",
    "SEQUENCE_TABLE",
    "SERDES",
    "SERDE_PARAMS",
    "SKEWED_COL_NAMES",
    "SKEWED_COL_VALUE_LOC_MAP",
    "SKEWED_STRING_LIST",
    "SKEWED_STRING_LIST_VALUES",
    "SKEWED_VALUES",
    "SORT_COLS",
    "TABLE_PARAMS",
    "TBLS",
];

/// Not needed to start, but if there then in the right form: they tell 4.1 from 4.0.
const DECIDING: &[&str] = &["TAB_COL_STATS", "PART_COL_STATS"];

/// Strings that Hive's MySQL scripts make case-sensitive because Hive's meaning of them is.
const CASE_SENSITIVE: &[(&str, &str)] = &[
    ("PARTITIONS", "PART_NAME"),
    ("PARTITION_KEY_VALS", "PART_KEY_VAL"),
    ("PARTITION_PARAMS", "PARAM_KEY"),
    ("TABLE_PARAMS", "PARAM_KEY"),
    ("SERDE_PARAMS", "PARAM_KEY"),
    ("SD_PARAMS", "PARAM_KEY"),
    ("DATABASE_PARAMS", "PARAM_KEY"),
    ("COLUMNS_V2", "COLUMN_NAME"),
];

/// All differences, in the order of the tables.
pub fn compare(observed: &Observed, version: Version) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in tables(version) {
        let Some(live) = observed.table(table, version) else {
            findings.push(Finding { table: table.name, problem: Problem::NoTable });
            continue;
        };
        let comparison = Comparison { observed, version, table, live };
        let problems = comparison.columns().into_iter().chain(comparison.leftovers()).chain(comparison.indexes());
        findings.extend(problems.map(|problem| Finding { table: table.name, problem }));
    }
    findings
}

struct Comparison<'a> {
    observed: &'a Observed,
    version: Version,
    table: &'static Table,
    live: &'a ObservedTable,
}

impl Comparison<'_> {
    fn columns(&self) -> Vec<Problem> {
        let expected = self.table.columns_in(self.observed.dialect, self.version);
        expected.flat_map(|column| self.column(column)).collect()
    }

    fn column(&self, column: &'static Column) -> Vec<Problem> {
        let dialect = self.observed.dialect;
        let Some(live) = self.live.columns.get(&*self.spelled(column.name)) else {
            return vec![Problem::NoColumn(column.name)];
        };
        let mut problems = Vec::new();
        let expected = render::type_name(dialect, column.kind.on(dialect));
        if expected != without_display_width(&live.type_name) {
            problems.push(Problem::Type { column: column.name, expected, found: live.type_name.clone() });
        }
        let nullable = !column.is_required(dialect) && !self.is_primary(column.name);
        if live.nullable != nullable {
            problems.push(Problem::Nullable { column: column.name, expected: nullable });
        }
        if live.folds_case && CASE_SENSITIVE.contains(&(self.table.name, column.name)) {
            problems.push(Problem::FoldsCase(column.name));
        }
        problems
    }

    fn leftovers(&self) -> Vec<Problem> {
        let surplus = self.live.columns.iter().filter(|(name, _)| !self.expects(name));
        surplus
            .filter(|(name, column)| self.was_dropped(name) || must_be_filled(column))
            .map(|(name, _)| Problem::Leftover(name.clone()))
            .collect()
    }

    fn expects(&self, live_name: &str) -> bool {
        let mut columns = self.table.columns_in(self.observed.dialect, self.version);
        columns.any(|column| self.spelled(column.name) == live_name)
    }

    fn was_dropped(&self, live_name: &str) -> bool {
        let mut columns = self.table.columns.iter();
        columns.any(|column| column.span.until < self.version && self.spelled(column.name) == live_name)
    }

    fn indexes(&self) -> Vec<Problem> {
        let keys = self.table.keys_in(self.observed.dialect, self.version);
        keys.filter(|key| !matches!(key.kind, KeyKind::Foreign { .. }))
            .filter_map(|key| match key.kind {
                _ if !self.is_indexed(key) => Some(Problem::NoIndex(key.columns)),
                KeyKind::Unique if !self.is_unique(key) => Some(Problem::NotUnique(key.columns)),
                _ => None,
            })
            .collect()
    }

    /// A unique index has just the key's columns, or some of them, in whatever order.
    fn is_unique(&self, key: &Key) -> bool {
        let columns: Vec<_> = key.columns.iter().map(|column| self.spelled(column)).collect();
        self.live.indexes.values().any(|live| {
            live.kind != IndexKind::Plain
                && live.columns.iter().all(|live| columns.iter().any(|column| *column == *live))
        })
    }

    /// Some index starts with the key's columns, whatever it is called.
    fn is_indexed(&self, key: &Key) -> bool {
        self.live.indexes.values().any(|live| {
            live.columns.len() >= key.columns.len()
                && key.columns.iter().zip(&live.columns).all(|(column, live)| self.spelled(column) == *live)
        })
    }

    fn is_primary(&self, column: &str) -> bool {
        let mut keys = self.table.keys_in(self.observed.dialect, self.version);
        keys.any(|key| matches!(key.kind, KeyKind::Primary) && key.columns.contains(&column))
    }

    fn spelled<'n>(&self, name: &'n str) -> std::borrow::Cow<'n, str> {
        self.observed.live_name(self.table, name, self.version)
    }
}

fn must_be_filled(column: &ObservedColumn) -> bool {
    !column.nullable && !column.filled
}

/// MariaDB and old MySQL still say `bigint(20)`; `tinyint(1)` keeps its width, it means boolean.
pub(crate) fn without_display_width(type_name: &str) -> &str {
    match type_name.split_once('(') {
        Some((name @ ("smallint" | "int" | "bigint"), _)) => name,
        _ => type_name,
    }
}

impl Finding {
    pub fn severity(&self) -> Severity {
        let essential = ESSENTIAL.contains(&self.table);
        match self.problem {
            Problem::NoTable if essential => Severity::Stop,
            Problem::NoTable => Severity::Warning,
            Problem::NoColumn(_) | Problem::Leftover(_) if essential || DECIDING.contains(&self.table) => {
                Severity::Stop
            }
            Problem::NoColumn(_) | Problem::Leftover(_) | Problem::FoldsCase(_) => Severity::Warning,
            Problem::Type { .. } | Problem::Nullable { .. } | Problem::NoIndex(_) | Problem::NotUnique(_) => {
                Severity::Note
            }
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.table;
        match &self.problem {
            Problem::NoTable => write!(f, "table {table} is missing"),
            Problem::NoColumn(column) => write!(f, "column {table}.{column} is missing"),
            Problem::Leftover(column) => {
                write!(f, "column {table}.{column} does not belong to this version")
            }
            Problem::FoldsCase(column) => write!(
                f,
                "column {table}.{column} compares without regard to case, so values that differ only in case collide"
            ),
            Problem::Type { column, expected, found } => {
                write!(f, "column {table}.{column} is {found}, expected {expected}")
            }
            Problem::Nullable { column, expected: true } => {
                write!(f, "column {table}.{column} is not null, expected nullable")
            }
            Problem::Nullable { column, expected: false } => {
                write!(f, "column {table}.{column} is nullable, expected not null")
            }
            Problem::NoIndex(columns) => {
                write!(f, "table {table} has no index on ({})", columns.join(", "))
            }
            Problem::NotUnique(columns) => {
                write!(f, "the index on ({}) of table {table} is not unique", columns.join(", "))
            }
        }
    }
}
