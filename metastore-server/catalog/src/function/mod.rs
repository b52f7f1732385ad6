//! Functions: classes and their resources, registered in a database.

pub mod alter;
pub mod create;
pub mod drop;
pub mod get;
pub mod list;
pub mod rules;
pub mod sql;

pub use alter::alter;
pub use create::create;
pub use drop::{drop, drop_all};
pub use get::{get, get_all};
pub use list::{list, names_in, objects};

use crate::names::{DatabaseName, normalize};
use crate::{Error, Result};
use skep_types::Str;

/// A function, fully named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionName {
    pub database: DatabaseName,
    pub function: Str,
    /// As the client wrote it: Spark looks for its own spelling in the refusal.
    sent: Str,
}

impl FunctionName {
    pub fn parse(database: Option<&str>, function: Option<&str>) -> Result<FunctionName> {
        FunctionName::of(None, database, function)
    }

    pub fn of(catalog: Option<&str>, database: Option<&str>, function: Option<&str>) -> Result<FunctionName> {
        let sent = function.ok_or_else(|| Error::Meta("Function name cannot be null.".into()))?;
        let database = DatabaseName::of(catalog, database)?;
        Ok(FunctionName { database, function: normalize(sent), sent: sent.into() })
    }

    /// What Hive says when it is not there. Spark takes `<f> does not exist` in it for "no such function".
    pub fn missing(&self) -> Error {
        Error::NotFound(format!("Function {}.{} does not exist", self.database.database, self.sent))
    }

    pub fn exists(&self) -> Error {
        Error::Exists(format!("Function {} already exists", self.sent))
    }
}

/// A table that a Java metastore which makes its tables on demand may never have made.
const TABLE: &str = "FUNCS";

#[cfg(test)]
mod tests;
