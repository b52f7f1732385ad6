//! Many rows at once.

use crate::Value;
use crate::render::{Rendered, render_parts};
use crate::statement::form;
use crate::trail::Name;
use skep_schema::{Dialect, Version};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// A table and the columns written to it.
pub struct Insert {
    pub table: &'static str,
    pub columns: &'static [Column],
    /// By database and version, and number of rows.
    rendered: RwLock<BTreeMap<(usize, usize, Existing), Arc<Rendered>>>,
}

/// One column; its value is left out where the schema version lacks it.
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    /// First schema version that has it.
    pub since: Option<Version>,
    /// First schema version that no longer has it.
    pub before: Option<Version>,
}

/// What becomes of rows with the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Existing {
    Refuse,
    Replace,
}

/// Types of columns, as far as binding needs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Bigint,
    Text,
    Bool,
    Double,
    Bytes,
}

/// Declares inserts and lists them all in `INSERTS`:
/// `insert! { INSERT_X: "X" { "X_ID" bigint, "CAT_NAME" text since 3.1, "DB_NAME" text before 4.1 } }`.
#[macro_export]
macro_rules! insert {
    ($($(#[$doc:meta])* $name:ident: $table:literal {
        $($column:literal $kind:ident $(since $since:tt)? $(before $before:tt)?),* $(,)?
    })*) => {
    $(
        $(#[$doc])*
        pub static $name: $crate::Insert = $crate::Insert::new($table, &[$($crate::Column {
            name: $column,
            kind: $crate::insert!(@kind $kind),
            since: $crate::insert!(@version $($since)?),
            before: $crate::insert!(@version $($before)?),
        }),*]);
    )*

        /// Every insert of this file.
        pub static INSERTS: &[&$crate::Insert] = &[$(&$name),*];
    };
    (@kind bigint) => { $crate::Kind::Bigint };
    (@kind text) => { $crate::Kind::Text };
    (@kind bool) => { $crate::Kind::Bool };
    (@kind double) => { $crate::Kind::Double };
    (@kind bytes) => { $crate::Kind::Bytes };
    (@version) => { None };
    (@version 3.1) => { Some($crate::Version::V3_1) };
    (@version 4.0) => { Some($crate::Version::V4_0) };
    (@version 4.1) => { Some($crate::Version::V4_1) };
}

impl Insert {
    pub const fn new(table: &'static str, columns: &'static [Column]) -> Insert {
        Insert { table, columns, rendered: RwLock::new(BTreeMap::new()) }
    }

    /// Which of the columns the schema version has.
    pub(crate) fn present(&self, version: Version) -> Vec<bool> {
        let present = |column: &Column| {
            column.since.is_none_or(|since| version >= since) && column.before.is_none_or(|before| version < before)
        };
        self.columns.iter().map(present).collect()
    }

    /// The statement for so many rows. On Postgres it is one whatever their number.
    pub(crate) fn on(&self, dialect: Dialect, version: Version, rows: usize, existing: Existing) -> Arc<Rendered> {
        let rows = if dialect == Dialect::Postgres { 0 } else { rows };
        let key = (form(dialect, version), rows, existing);
        let known = self.rendered.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let present = self.present(version);
            let mut text = if rows == 0 { self.unnest_text(&present) } else { self.values_text(&present, rows) };
            if existing == Existing::Replace {
                text.push_str(&self.upsert_tail(&present, dialect));
            }
            let rendered = Arc::new(render_parts(&text, dialect, version).kept().named(Name::Insert(self.table)));
            self.rendered.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(rendered).clone()
        })
    }

    /// Portable text up to the values.
    fn head(&self, present: &[bool]) -> String {
        let columns: Vec<String> = self.kept(present).map(|column| format!("\"{}\"", column.name)).collect();
        format!("insert into \"{}\" ({}) ", self.table, columns.join(", "))
    }

    fn kept<'a>(&'a self, present: &'a [bool]) -> impl Iterator<Item = &'a Column> {
        self.columns.iter().zip(present).filter(|(_, present)| **present).map(|(column, _)| column)
    }

    /// `values (…), (…)` for that many rows.
    fn values_text(&self, present: &[bool], rows: usize) -> String {
        let columns = self.kept(present).count();
        let mut text = self.head(present);
        text.push_str("values ");
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..columns {
                let number = row * columns + column + 1;
                text.push_str(&if column == 0 { format!("${number}") } else { format!(", ${number}") });
            }
            text.push(')');
        }
        text
    }

    /// Postgres: one array a column, whatever the number of rows.
    fn unnest_text(&self, present: &[bool]) -> String {
        let arrays: Vec<String> = (1..)
            .zip(self.kept(present))
            .map(|(number, column)| format!("${number}::{}[]", column.kind.postgres()))
            .collect();
        format!("{}select * from unnest({})", self.head(present), arrays.join(", "))
    }

    /// Makes an insert an upsert: a row with the same first column, the table's primary key, gets
    /// the other values instead.
    fn upsert_tail(&self, present: &[bool], dialect: Dialect) -> String {
        let mut columns = self.kept(present).map(|column| column.name);
        let key = columns.next().unwrap_or_default();
        let sets: Vec<String> = match dialect {
            Dialect::Mysql => columns.map(|name| format!("\"{name}\" = values(\"{name}\")")).collect(),
            _ => columns.map(|name| format!("\"{name}\" = excluded.\"{name}\"")).collect(),
        };
        match dialect {
            Dialect::Mysql => format!(" on duplicate key update {}", sets.join(", ")),
            _ => format!(" on conflict (\"{key}\") do update set {}", sets.join(", ")),
        }
    }

    pub(crate) fn kinds(&self, present: &[bool]) -> Vec<Kind> {
        self.kept(present).map(|column| column.kind).collect()
    }

    /// The text of a one-row insert, for golden files.
    pub fn text(&self, dialect: Dialect, version: Version) -> String {
        self.on(dialect, version, 1, Existing::Refuse).text.to_string()
    }
}

impl Kind {
    fn postgres(self) -> &'static str {
        match self {
            Kind::Bigint => "int8",
            Kind::Text => "text",
            Kind::Bool => "bool",
            Kind::Double => "float8",
            Kind::Bytes => "bytea",
        }
    }
}

/// Rows flattened into one list, columns that the version lacks left out.
pub(crate) fn flatten<'v, const N: usize>(
    present: &[bool],
    rows: impl IntoIterator<Item = [Value<'v>; N]>,
) -> Vec<Value<'v>> {
    let mut values = Vec::new();
    for row in rows {
        debug_assert_eq!(row.len(), present.len(), "one value a declared column");
        values.extend(row.into_iter().zip(present).filter(|(_, present)| **present).map(|(value, _)| value));
    }
    values
}
