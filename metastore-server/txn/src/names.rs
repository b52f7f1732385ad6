//! Names as the transaction tables hold them.

use crate::{Error, Result};
use skep_sql::Value;
use skep_types::{DataOperationType, Str};
use std::fmt;

/// A table in the words of the transaction tables, lower case. They know no catalog.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub database: Str,
    pub table: Str,
}

impl Name {
    pub fn new(database: &str, table: &str) -> Name {
        Name { database: database.to_lowercase().into(), table: table.to_lowercase().into() }
    }

    /// `db.table`; Hive 4.1 clients may send `catalog.db.table`.
    pub fn parse(full: &str) -> Result<Name> {
        let mut parts: Vec<&str> = full.split('.').collect();
        match (parts.pop(), parts.pop(), parts.len()) {
            (Some(table), Some(database), 0 | 1) if !table.is_empty() && !database.is_empty() => {
                Ok(Name::new(database, table))
            }
            _ => Err(Error::Meta(format!("{full:?} is no table's name, expected database.table"))),
        }
    }
}

impl Name {
    pub fn database(&self) -> Value<'_> {
        self.database.as_str().into()
    }

    pub fn table(&self) -> Value<'_> {
        self.table.as_str().into()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.database, self.table)
    }
}

/// Keys of a partition name in lower case, values as they are (`DS=A` → `ds=A`).
pub fn lower_keys(partition: &str) -> Str {
    let part = |part: &str| match part.split_once('=') {
        Some((key, value)) => format!("{}={value}", key.to_lowercase()),
        None => part.to_owned(),
    };
    partition.split('/').map(part).collect::<Vec<_>>().join("/").into()
}

/// `TC_OPERATION_TYPE`. A client that does not say counts as an update, which conflicts with most.
pub fn operation_letter(operation: Option<DataOperationType>) -> Result<&'static str> {
    match operation {
        Some(DataOperationType::SELECT) => Ok("s"),
        Some(DataOperationType::INSERT) => Ok("i"),
        Some(DataOperationType::DELETE) => Ok("d"),
        None | Some(DataOperationType::UPDATE | DataOperationType::UNSET) => Ok("u"),
        Some(other) => Err(Error::Meta(format!("unexpected DataOperationType {}", other.0))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_name_may_carry_a_catalog() {
        assert_eq!(Name::parse("D.T").expect("valid"), Name::new("d", "t"));
        assert_eq!(Name::parse("hive.D.T").expect("valid"), Name::new("d", "t"));
        for bad in ["", "t", ".t", "d.", "a.b.c.d"] {
            assert!(Name::parse(bad).is_err(), "{bad:?}");
        }
    }
}
