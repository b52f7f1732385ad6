//! Names of catalogs, databases and tables, normalised once at the door.
//!
//! Inside, nobody trims or lower-cases: a [`DatabaseName`] or [`TableName`] cannot
//! be held un-normalised.

use crate::{Error, Result};
use compact_str::CompactString as Str;
use std::fmt;

/// The catalog that everything before Hive 3 lives in.
pub const DEFAULT_CATALOG: &str = "hive";
pub const DEFAULT_DATABASE: &str = "default";

/// Hive's normalisation of identifiers: Java's `trim().toLowerCase()`.
pub fn normalize(identifier: &str) -> Str {
    // Java's trim cuts every character up to the space.
    Str::from(identifier.trim_matches(|c| c <= ' ').to_lowercase())
}

/// A database argument of an old-style call, its catalog prefix understood:
/// `db`, `@cat#db`, `@cat#` (all databases of the catalog), `@cat#!` (the empty name).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseArg {
    pub catalog: Str,
    /// Not normalised: it may be a pattern.
    pub database: Option<Str>,
}

impl DatabaseArg {
    pub fn parse(argument: Option<&str>) -> Result<DatabaseArg> {
        let Some(text) = argument else {
            return Ok(DatabaseArg { catalog: DEFAULT_CATALOG.into(), database: None });
        };
        let Some(rest) = text.strip_prefix('@') else {
            return Ok(DatabaseArg { catalog: DEFAULT_CATALOG.into(), database: Some(text.into()) });
        };
        let Some((catalog, database)) = rest.split_once('#') else {
            return Err(Error::Meta(format!(
                "{text} is prepended with the catalog marker but does not appear to have a catalog name in it"
            )));
        };
        let database = match database {
            "" => None,
            "!" => Some(Str::default()),
            name => Some(name.into()),
        };
        Ok(DatabaseArg { catalog: normalize(catalog), database })
    }
}

/// A database, fully named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatabaseName {
    pub catalog: Str,
    pub database: Str,
}

impl DatabaseName {
    /// From an old-style argument, which may carry a catalog prefix.
    pub fn parse(argument: Option<&str>) -> Result<DatabaseName> {
        let arg = DatabaseArg::parse(argument)?;
        let database = arg.database.ok_or_else(|| Error::Meta("Database name cannot be null.".into()))?;
        Ok(DatabaseName { catalog: arg.catalog, database: normalize(&database) })
    }

    /// From the fields of a request or payload: raw name, optional catalog.
    pub fn of(catalog: Option<&str>, database: Option<&str>) -> Result<DatabaseName> {
        let named = DatabaseName::parse(database)?;
        match catalog {
            Some(catalog) => Ok(DatabaseName { catalog: normalize(catalog), ..named }),
            None => Ok(named),
        }
    }

    pub fn table(&self, table: &str) -> TableName {
        TableName { database: self.clone(), table: normalize(table) }
    }

    /// `default` in catalog `hive`: lives in the warehouse root and is never dropped.
    pub fn is_default(&self) -> bool {
        self.catalog == DEFAULT_CATALOG && self.database == DEFAULT_DATABASE
    }
}

impl fmt::Display for DatabaseName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.catalog, self.database)
    }
}

/// A table or view, fully named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableName {
    pub database: DatabaseName,
    pub table: Str,
}

impl TableName {
    /// From old-style arguments.
    pub fn parse(database: Option<&str>, table: Option<&str>) -> Result<TableName> {
        TableName::of(None, database, table)
    }

    pub fn of(catalog: Option<&str>, database: Option<&str>, table: Option<&str>) -> Result<TableName> {
        let database = DatabaseName::of(catalog, database)?;
        let table = table.ok_or_else(|| Error::Meta("Table name cannot be null.".into()))?;
        Ok(database.table(table))
    }

    /// What Hive says when it is not there.
    pub fn not_found(&self) -> Error {
        Error::NotFound(format!("{self} table not found"))
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.database, self.table)
    }
}

/// Databases, catalogs and functions: ASCII letters, digits and underscore.
/// (Hive 4 takes a wider set for databases; what it refuses, older clients could
/// not name.)
pub fn is_word(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Tables: Hive 4's set, of which Hive 2 and 3 allow a part.
pub fn is_table_name(name: &str) -> bool {
    const SPECIAL: &[u8] = b" \"%&'()*+,-./:;<=>?[]_|{}$^!~#@`";
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || SPECIAL.contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database(argument: &str) -> String {
        match DatabaseArg::parse(Some(argument)) {
            Ok(arg) => format!("{}/{:?}", arg.catalog, arg.database.as_deref()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_database_argument_may_name_its_catalog() {
        assert_eq!(database("sales"), r#"hive/Some("sales")"#);
        assert_eq!(database("@Spark#sales"), r#"spark/Some("sales")"#);
        assert_eq!(database("@hive#"), "hive/None");
        assert_eq!(database("@hive#!"), r#"hive/Some("")"#);
        assert_eq!(database("@hive#a*|b*"), r#"hive/Some("a*|b*")"#);
        assert!(database("@hive").contains("does not appear to have a catalog name in it"));
    }

    #[test]
    fn names_are_trimmed_and_lower_cased() {
        let name = TableName::parse(Some(" Sales "), Some("Orders\t")).expect("valid");
        assert_eq!(name.to_string(), "hive.sales.orders");
    }
}
