//! What a call needs, said by the method itself.

use crate::caller::{UnknownWord, words};
use std::fmt;
use std::str::FromStr;

/// A right in the words of the grant statements (`skep grant SELECT on ...`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// Any right on the object or in it: enough to see its name.
    Visible,
    Describe,
    Select,
    Insert,
    Delete,
    Alter,
    Drop,
    CreateDatabase,
    CreateTable,
    CreateFunction,
    Execute,
    /// Read or write data under a location that the call names.
    DataLocation,
    /// Server settings and counters.
    Operate,
    /// Reading the notification log.
    Replicate,
    /// Taking work from the compaction queue and reporting on it.
    Compactor,
    Admin,
    /// Reading the policy and what was decided by it.
    Audit,
    /// Acting for another principal.
    Impersonate,
    /// Putting a tag on objects.
    Associate,
}

impl Right {
    /// Those that a statement can grant; [`Right::Visible`] follows from any other.
    pub const ALL: [Right; 18] = [
        Right::Admin,
        Right::Alter,
        Right::Associate,
        Right::Audit,
        Right::Compactor,
        Right::CreateDatabase,
        Right::CreateFunction,
        Right::CreateTable,
        Right::DataLocation,
        Right::Delete,
        Right::Describe,
        Right::Drop,
        Right::Execute,
        Right::Impersonate,
        Right::Insert,
        Right::Operate,
        Right::Replicate,
        Right::Select,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Right::Visible => "VISIBLE",
            Right::Describe => "DESCRIBE",
            Right::Select => "SELECT",
            Right::Insert => "INSERT",
            Right::Delete => "DELETE",
            Right::Alter => "ALTER",
            Right::Drop => "DROP",
            Right::CreateDatabase => "CREATE_DATABASE",
            Right::CreateTable => "CREATE_TABLE",
            Right::CreateFunction => "CREATE_FUNCTION",
            Right::Execute => "EXECUTE",
            Right::DataLocation => "DATA_LOCATION",
            Right::Operate => "OPERATE",
            Right::Replicate => "REPLICATE",
            Right::Compactor => "COMPACTOR",
            Right::Admin => "ADMIN",
            Right::Audit => "AUDIT",
            Right::Impersonate => "IMPERSONATE",
            Right::Associate => "ASSOCIATE",
        }
    }
}

words!(Right, "right");

/// What a right is about. Names are as the client sent them, catalog prefix
/// (`@cat#db`) taken off; `None` is the default catalog.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    Server,
    Catalog(Option<String>),
    Database { catalog: Option<String>, database: String },
    Table { catalog: Option<String>, database: String, table: String },
    Function { catalog: Option<String>, database: String, function: String },
    Location(String),
}

/// All the rights one call needs. Empty means: any caller may, the reply is
/// filtered instead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Need(Vec<(Right, Resource)>);

impl Need {
    /// Nothing beyond being connected: liveness, `set_ugi`, listings whose
    /// replies are filtered object by object.
    pub fn nothing() -> Need {
        Need::default()
    }

    pub fn server(right: Right) -> Need {
        Need(vec![(right, Resource::Server)])
    }

    pub fn catalog(right: Right, catalog: Option<&str>) -> Need {
        Need(vec![(right, Resource::Catalog(catalog.map(str::to_owned)))])
    }

    /// `database` may carry a catalog prefix (`@cat#db`), as Hive 3 clients send it.
    pub fn database(right: Right, database: Option<&str>) -> Need {
        let (catalog, database) = split_catalog(database.unwrap_or_default());
        Need(vec![(right, Resource::Database { catalog, database })])
    }

    pub fn table(right: Right, database: Option<&str>, table: Option<&str>) -> Need {
        let (catalog, database) = split_catalog(database.unwrap_or_default());
        let table = table.unwrap_or_default().to_owned();
        Need(vec![(right, Resource::Table { catalog, database, table })])
    }

    /// The same where the catalog has a field of its own, which wins.
    pub fn table_in(right: Right, catalog: Option<&str>, database: Option<&str>, table: Option<&str>) -> Need {
        let (prefix, database) = split_catalog(database.unwrap_or_default());
        let catalog = catalog.map(str::to_owned).or(prefix);
        Need(vec![(right, Resource::Table { catalog, database, table: table.unwrap_or_default().to_owned() })])
    }

    pub fn function(right: Right, database: Option<&str>, function: Option<&str>) -> Need {
        let (catalog, database) = split_catalog(database.unwrap_or_default());
        let function = function.unwrap_or_default().to_owned();
        Need(vec![(right, Resource::Function { catalog, database, function })])
    }

    /// Adds: the caller may use this location, if the call names one.
    pub fn and_location(mut self, location: Option<&str>) -> Need {
        if let Some(uri) = location.filter(|l| !l.is_empty()) {
            self.0.push((Right::DataLocation, Resource::Location(uri.to_owned())));
        }
        self
    }

    pub fn and(mut self, other: Need) -> Need {
        self.0.extend(other.0);
        self
    }

    pub fn rights(&self) -> &[(Right, Resource)] {
        &self.0
    }
}

fn split_catalog(database: &str) -> (Option<String>, String) {
    match database.strip_prefix('@').and_then(|rest| rest.split_once('#')) {
        Some((catalog, name)) => (Some(catalog.to_owned()), name.to_owned()),
        None => (None, database.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalog_prefix_is_not_part_of_the_database_name() {
        let need = Need::database(Right::Alter, Some("@spark#sales"));
        let expected = Resource::Database { catalog: Some("spark".into()), database: "sales".into() };
        assert_eq!(need.rights(), &[(Right::Alter, expected)]);
    }
}
