//! What Hive asks of columns: known types, and changes that old data survives.

use super::columns;
use crate::{Error, Result};
use skep_types::{FieldSchema, Str, Table};

/// The type names Hive knows. Only the leading word of a type is looked at, so everything between
/// `<` and `>` or `(` and `)` is the reader's business.
const TYPES: &[&str] = &[
    "void",
    "boolean",
    "tinyint",
    "smallint",
    "int",
    "bigint",
    "float",
    "double",
    "string",
    "char",
    "varchar",
    "date",
    "datetime",
    "timestamp",
    "timestamplocaltz",
    "decimal",
    "binary",
    "interval_year_month",
    "interval_day_time",
    "array",
    "map",
    "struct",
    "uniontype",
    "list",
];

/// The "type" of columns that only the serde knows.
const DERIVED: &str = "<derived from deserializer>";

/// Columns as Hive takes them; an error names the first that is not. Partition keys too.
pub fn check_types(table: &Table) -> Result<()> {
    let sd = table.sd.as_ref().ok_or_else(|| missing(table, "storage descriptor"))?;
    let columns = sd.cols.as_ref().ok_or_else(|| missing(table, "columns"))?;
    if let Some(unknown) = first_unknown(columns, table)? {
        return Err(Error::InvalidObject(format!("Invalid column type: {unknown}")));
    }
    if let Some(unknown) = first_unknown(table.partition_keys.as_deref().unwrap_or_default(), table)? {
        return Err(Error::InvalidObject(format!("Invalid partition column type: {unknown}")));
    }
    Ok(())
}

fn first_unknown<'a>(fields: &'a [FieldSchema], table: &Table) -> Result<Option<&'a str>> {
    for field in fields {
        let type_ = field.type_.as_deref().ok_or_else(|| missing(table, "type of a column"))?;
        if type_ != DERIVED && !TYPES.contains(&leading_word(type_)) {
            return Ok(Some(type_));
        }
    }
    Ok(None)
}

fn leading_word(type_: &str) -> &str {
    let end = type_.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(type_.len());
    &type_[..end]
}

/// What Java meets as a null pointer.
pub fn missing(table: &Table, what: &str) -> Error {
    let name = table.table_name.as_deref().unwrap_or("null");
    Error::Meta(format!("table {name}: {what} is missing"))
}

/// Refuses new columns that old data could not be read as. Hive compares by position, over the
/// columns that both have.
pub fn check_changes(before: &Table, after: &Table) -> Result<()> {
    let pairs = columns(before).iter().zip(columns(after));
    let bad: Vec<&str> = pairs
        .filter(|(old, new)| !is_compatible(type_of(old), type_of(new)))
        .map(|(_, new)| new.name.as_deref().unwrap_or_default())
        .collect();
    if bad.is_empty() {
        return Ok(());
    }
    Err(Error::InvalidOperation(format!(
        "The following columns have types incompatible with the existing columns in their respective positions :\n{}",
        bad.join(",")
    )))
}

/// Partition keys keep number, order and names; their types and comments may change.
pub fn check_partition_keys(before: &Table, after: &Table) -> Result<()> {
    let names = |table: &'_ Table| -> Vec<Option<Str>> {
        table.partition_keys.iter().flatten().map(|key| key.name.clone()).collect()
    };
    match names(before) == names(after) {
        true => Ok(()),
        false => Err(Error::InvalidOperation("partition keys can not be changed.".into())),
    }
}

/// Columns of `before` that `after` does not have, or has with another type.
pub fn lost(before: &Table, after: &Table) -> Vec<Str> {
    let kept = |old: &&FieldSchema| columns(after).iter().any(|new| new.name == old.name && new.type_ == old.type_);
    columns(before).iter().filter(|old| !kept(old)).filter_map(|old| old.name.clone()).collect()
}

fn type_of(field: &FieldSchema) -> &str {
    field.type_.as_deref().unwrap_or_default()
}

/// Hive's rule for reading data of one type as another.
fn is_compatible(old: &str, new: &str) -> bool {
    if old == new {
        return true;
    }
    let (old, new) = (Kind::of(old), Kind::of(new));
    match (old, new) {
        (Kind::Void, Kind::Nested | Kind::Other) => false,
        (Kind::Void, _) => true,
        (Kind::Text, Kind::Text) => true,
        (Kind::Moment | Kind::Number(_), Kind::Text) => true,
        (Kind::Number(old), Kind::Number(new)) => old <= new,
        // Two spellings of one type with parameters of its own: `timestamp` is `timestamp`.
        (Kind::Moment, Kind::Moment) => false,
        _ => false,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Void,
    Text,
    Moment,
    /// By width.
    Number(u8),
    Plain,
    Nested,
    Other,
}

impl Kind {
    fn of(type_: &str) -> Kind {
        let lower = type_.to_ascii_lowercase();
        match leading_word(&lower) {
            "void" => Kind::Void,
            "string" | "char" | "varchar" => Kind::Text,
            "date" | "datetime" | "timestamp" => Kind::Moment,
            "tinyint" => Kind::Number(0),
            "smallint" => Kind::Number(1),
            "int" | "integer" => Kind::Number(2),
            "bigint" => Kind::Number(3),
            "decimal" | "numeric" => Kind::Number(4),
            "float" => Kind::Number(5),
            "double" => Kind::Number(6),
            "boolean" | "binary" => Kind::Plain,
            "array" | "map" | "struct" | "uniontype" => Kind::Nested,
            _ => Kind::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_leading_word_of_a_type_is_looked_at() {
        for (type_, word) in [
            ("int", "int"),
            ("decimal(10,2)", "decimal"),
            ("array<whatever>", "array"),
            ("timestamp with local time zone", "timestamp"),
            ("", ""),
        ] {
            assert_eq!(leading_word(type_), word);
        }
        assert!(!TYPES.contains(&"INT") && !TYPES.contains(&"variant"));
    }

    #[test]
    fn columns_may_widen_and_become_text() {
        for (old, new, expected) in [
            ("int", "int", true),
            ("int", "bigint", true),
            ("bigint", "int", false),
            ("bigint", "decimal(38,0)", true),
            ("decimal(10,2)", "decimal(5,1)", true),
            ("decimal(10,2)", "double", true),
            ("double", "float", false),
            ("int", "string", true),
            ("string", "int", false),
            ("char(3)", "varchar(2)", true),
            ("date", "string", true),
            ("date", "timestamp", false),
            ("void", "binary", true),
            ("boolean", "string", false),
            ("array<int>", "array<bigint>", false),
            ("struct<a:int>", "struct<a:int,b:int>", false),
        ] {
            assert_eq!(is_compatible(old, new), expected, "{old} to {new}");
        }
    }
}
