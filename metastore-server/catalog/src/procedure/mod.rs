//! Stored procedures of HPL/SQL: their source, kept in a database. Their names are what the client
//! says, which HPL/SQL writes in capitals.

pub mod read;
pub mod sql;
pub mod write;

pub use read::{get, list};
pub use write::{drop, put};

use crate::names::DatabaseName;
use crate::{Error, Result};
use skep_types::Str;

const TABLE: &str = "STORED_PROCS";

/// A stored procedure, fully named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureName {
    pub database: DatabaseName,
    pub procedure: Str,
}

impl ProcedureName {
    pub fn of(catalog: Option<&str>, database: Option<&str>, procedure: Option<&str>) -> Result<ProcedureName> {
        let procedure = procedure.ok_or_else(|| Error::Meta("Stored procedure name cannot be null".into()))?;
        Ok(ProcedureName { database: DatabaseName::of(catalog, database)?, procedure: procedure.into() })
    }

    fn missing(&self) -> Error {
        let ProcedureName { database, procedure } = self;
        Error::NotFound(format!("HPL/SQL StoredProcedure {}.{procedure} does not exist", database.database))
    }
}

#[cfg(test)]
mod tests;
