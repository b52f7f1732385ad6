//! The schema registry (Hive 3): schemas of records, their numbered versions, and the serdes that
//! read them. Hive's log has no messages about them.

mod cascade;
mod read;
mod schema;
mod search;
mod serde;
pub mod sql;
mod version;

pub use cascade::{any_in, drop_all};
pub use read::{all_versions, latest_version, version};
pub use schema::{alter, create, drop, get};
pub use search::find_by_columns;
pub use serde::{add_serde, get_serde};
pub use version::{add_version, drop_version, map_to_serde, set_state};

use crate::names::{DatabaseName, normalize};
use crate::{Error, Result};
use skep_sql::Value;
use skep_types::{ISchemaName, SchemaVersionDescriptor, Str};
use std::fmt;

const TABLE: &str = "I_SCHEMA";

/// A schema, fully named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaName {
    pub database: DatabaseName,
    pub schema: Str,
}

impl SchemaName {
    pub fn parse(name: Option<&ISchemaName>) -> Result<SchemaName> {
        let name = name.ok_or_else(|| null("schema name"))?;
        SchemaName::of(name.cat_name.as_deref(), name.db_name.as_deref(), name.schema_name.as_deref())
    }

    pub fn of(catalog: Option<&str>, database: Option<&str>, schema: Option<&str>) -> Result<SchemaName> {
        let schema = normalize(schema.ok_or_else(|| null("schema name"))?);
        Ok(SchemaName { database: DatabaseName::of(catalog, database)?, schema })
    }

    fn arguments(&self) -> [Value<'_>; 3] {
        [(&self.database.catalog).into(), (&self.database.database).into(), (&self.schema).into()]
    }

    fn missing(&self) -> Error {
        Error::NotFound(format!("No schema named {self} exists"))
    }
}

impl fmt::Display for SchemaName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.database, self.schema)
    }
}

/// One version of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionName {
    pub schema: SchemaName,
    pub version: i32,
}

impl VersionName {
    pub fn parse(name: Option<&SchemaVersionDescriptor>) -> Result<VersionName> {
        let name = name.ok_or_else(|| null("schema version"))?;
        let version = name.version.ok_or_else(|| null("version of the schema"))?;
        Ok(VersionName { schema: SchemaName::parse(name.schema.as_ref())?, version })
    }

    fn missing(&self) -> Error {
        Error::NotFound(format!("No schema version {} of {} exists", self.version, self.schema))
    }
}

fn null(what: &str) -> Error {
    Error::Meta(format!("The {what} cannot be null."))
}

/// The number of an enum's value, for one that this interface knows.
macro_rules! known {
    ($value:expr, $what:literal) => {
        match $value {
            Some(value) if value.name().is_some() => Ok(i64::from(value.0)),
            Some(value) => Err($crate::Error::Meta(format!("unknown {}: {}", $what, value.0))),
            None => Err($crate::registry::null($what)),
        }
    };
}
use known;

#[cfg(test)]
mod tests;
