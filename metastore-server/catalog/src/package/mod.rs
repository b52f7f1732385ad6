//! Packages of HPL/SQL: header and body, kept in a database. Their names are what the client says,
//! which HPL/SQL writes in capitals.

pub mod read;
pub mod sql;
pub mod write;

pub use read::{get, list};
pub use write::{drop, put};

use crate::names::DatabaseName;
use crate::{Error, Result};
use skep_types::Str;

const TABLE: &str = "PACKAGES";

/// A package, fully named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageName {
    pub database: DatabaseName,
    pub package: Str,
}

impl PackageName {
    pub fn of(catalog: Option<&str>, database: Option<&str>, package: Option<&str>) -> Result<PackageName> {
        let package = package.ok_or_else(|| Error::Meta("Package name cannot be null".into()))?;
        Ok(PackageName { database: DatabaseName::of(catalog, database)?, package: package.into() })
    }

    fn missing(&self) -> Error {
        let PackageName { database, package } = self;
        Error::NotFound(format!("HPL/SQL package {}.{package} does not exist", database.database))
    }
}

#[cfg(test)]
mod tests;
