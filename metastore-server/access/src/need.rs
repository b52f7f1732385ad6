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

/// As the call named it.
impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inside = |f: &mut fmt::Formatter<'_>, catalog: &Option<String>, database: &str| match catalog {
            Some(catalog) => write!(f, "{catalog}.{database}"),
            None => f.write_str(database),
        };
        match self {
            Resource::Server => f.write_str("SERVER"),
            Resource::Catalog(catalog) => write!(f, "CATALOG {}", catalog.as_deref().unwrap_or("hive")),
            Resource::Database { catalog, database } => inside(f, catalog, database),
            Resource::Table { catalog, database, table } => {
                inside(f, catalog, database)?;
                write!(f, ".{table}")
            }
            Resource::Function { catalog, database, function } => {
                f.write_str("FUNCTION ")?;
                inside(f, catalog, database)?;
                write!(f, ".{function}")
            }
            Resource::Location(uri) => f.write_str(uri),
        }
    }
}

/// All the rights one call needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Need {
    rights: Vec<(Right, Resource)>,
    filtered: bool,
}

impl Need {
    /// Nothing beyond being connected: liveness, `set_ugi`. Not even the policy is looked at, so nothing that the
    /// catalog holds may be in the reply.
    pub fn nothing() -> Need {
        Need::default()
    }

    /// A listing: any caller may, and the reply is filtered object by object.
    pub fn filtered() -> Need {
        Need { filtered: true, ..Need::default() }
    }

    fn one(right: Right, resource: Resource) -> Need {
        Need { rights: vec![(right, resource)], filtered: false }
    }

    pub fn server(right: Right) -> Need {
        Need::one(right, Resource::Server)
    }

    pub fn catalog(right: Right, catalog: Option<&str>) -> Need {
        Need::one(right, Resource::Catalog(catalog.map(str::to_owned)))
    }

    /// To make a table, which has no rights of its own yet: those of its database count.
    pub fn new_table(catalog: Option<&str>, database: Option<&str>, table: Option<&str>) -> Need {
        Need::table_in(Right::CreateTable, catalog, database, table)
    }

    /// `database` may carry a catalog prefix (`@cat#db`), as Hive 3 clients send it.
    pub fn database(right: Right, database: Option<&str>) -> Need {
        let (catalog, database) = split_catalog(database.unwrap_or_default());
        Need::one(right, Resource::Database { catalog, database })
    }

    /// The same where the catalog has a field of its own, which wins.
    pub fn database_in(right: Right, catalog: Option<&str>, database: Option<&str>) -> Need {
        let (prefix, database) = split_catalog(database.unwrap_or_default());
        Need::one(right, Resource::Database { catalog: catalog.map(str::to_owned).or(prefix), database })
    }

    pub fn table(right: Right, database: Option<&str>, table: Option<&str>) -> Need {
        let (catalog, database) = split_catalog(database.unwrap_or_default());
        let table = table.unwrap_or_default().to_owned();
        Need::one(right, Resource::Table { catalog, database, table })
    }

    /// The same where the catalog has a field of its own, which wins.
    pub fn table_in(right: Right, catalog: Option<&str>, database: Option<&str>, table: Option<&str>) -> Need {
        let (prefix, database) = split_catalog(database.unwrap_or_default());
        let catalog = catalog.map(str::to_owned).or(prefix);
        Need::one(right, Resource::Table { catalog, database, table: table.unwrap_or_default().to_owned() })
    }

    pub fn function(right: Right, database: Option<&str>, function: Option<&str>) -> Need {
        let (catalog, database) = split_catalog(database.unwrap_or_default());
        let function = function.unwrap_or_default().to_owned();
        Need::one(right, Resource::Function { catalog, database, function })
    }

    /// Adds: the caller may use this location, if the call names one.
    pub fn and_location(mut self, location: Option<&str>) -> Need {
        if let Some(uri) = location.filter(|l| !l.is_empty()) {
            self.rights.push((Right::DataLocation, Resource::Location(uri.to_owned())));
        }
        self
    }

    pub fn and(mut self, other: Need) -> Need {
        self.rights.extend(other.rights);
        self.filtered |= other.filtered;
        self
    }

    pub fn rights(&self) -> &[(Right, Resource)] {
        &self.rights
    }

    /// Whether the policy has a say: in whether the call runs, or in what its reply shows.
    pub fn asks(&self) -> bool {
        self.filtered || !self.rights.is_empty()
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
