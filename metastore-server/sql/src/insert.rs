//! Many rows at once.

use crate::Value;
use skep_schema::{Dialect, Version};

/// A table and the columns written to it.
pub struct Insert {
    pub table: &'static str,
    pub columns: &'static [Column],
}

/// One column; its value is left out where the schema version lacks it.
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    /// First schema version that has it, as `"3.1"`.
    pub since: Option<&'static str>,
    /// First schema version that no longer has it.
    pub before: Option<&'static str>,
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

/// Declares inserts:
/// `insert! { INSERT_X: "X" { "X_ID" bigint, "CAT_NAME" text since 3.1, "DB_NAME" text before 4.1 } }`.
#[macro_export]
macro_rules! insert {
    ($($(#[$doc:meta])* $name:ident: $table:literal {
        $($column:literal $kind:ident $(since $since:literal)? $(before $before:literal)?),* $(,)?
    })*) => {$(
        $(#[$doc])*
        pub static $name: $crate::Insert = $crate::Insert {
            table: $table,
            columns: &[$($crate::Column {
                name: $column,
                kind: $crate::insert!(@kind $kind),
                since: $crate::insert!(@version $($since)?),
                before: $crate::insert!(@version $($before)?),
            }),*],
        };
    )*};
    (@kind bigint) => { $crate::Kind::Bigint };
    (@kind text) => { $crate::Kind::Text };
    (@kind bool) => { $crate::Kind::Bool };
    (@kind double) => { $crate::Kind::Double };
    (@kind bytes) => { $crate::Kind::Bytes };
    (@version) => { None };
    (@version $version:literal) => { Some(stringify!($version)) };
}

impl Insert {
    /// Which of the columns the schema version has.
    pub(crate) fn present(&self, version: Version) -> Vec<bool> {
        let named = |text: &str| Version::named(&format!("{text}.0"));
        let present = |column: &Column| {
            let begun = column.since.and_then(named).is_none_or(|since| version >= since);
            let not_over = column.before.and_then(named).is_none_or(|before| version < before);
            begun && not_over
        };
        self.columns.iter().map(present).collect()
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
    pub(crate) fn values_text(&self, present: &[bool], rows: usize) -> String {
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
    pub(crate) fn unnest_text(&self, present: &[bool]) -> String {
        let arrays: Vec<String> = (1..)
            .zip(self.kept(present))
            .map(|(number, column)| format!("${number}::{}[]", column.kind.postgres()))
            .collect();
        format!("{}select * from unnest({})", self.head(present), arrays.join(", "))
    }

    /// Makes an insert an upsert: a row with the same first column, the table's primary key, gets
    /// the other values instead.
    pub(crate) fn upsert_tail(&self, present: &[bool], dialect: Dialect) -> String {
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

    /// The portable text of a one-row insert, for golden files.
    pub fn text(&self, dialect: Dialect, version: Version) -> String {
        crate::render(&self.values_text(&self.present(version), 1), dialect, version)
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
