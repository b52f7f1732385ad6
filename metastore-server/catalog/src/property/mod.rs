//! Properties of the cluster, of databases and of tables (Hive 4): text by name, beside what Hive
//! itself keeps about them.
//!
//! A key is `name`, `database.name` or `database.table.name`; all that belongs to one object is a map,
//! in one row of `METASTORE_DB_PROPERTIES`, written so that Java reads it. Java knows only properties
//! that a plugin declared, with a type; here any name may be used, and its value is text.

mod content;
pub mod get;
mod selection;
pub mod set;
pub mod sql;

pub use get::get;
pub use set::set;

use crate::{Catalog, Error, Result};
use skep_schema::Version;
use skep_types::Str;
use std::collections::BTreeMap;

const TABLE: &str = "METASTORE_DB_PROPERTIES";

/// The one namespace Hive declares.
const NAMESPACE: &str = "hms";

/// The properties of one object.
type Map = BTreeMap<Str, Str>;

fn refuse_unless_kept(catalog: &Catalog, namespace: &str) -> Result<()> {
    catalog.needs(TABLE)?;
    let version = catalog.db.version();
    if version < Version::V4_0 {
        return Err(Error::Meta(format!(
            "the metastore database has the schema of Hive {version}, which keeps no properties: {TABLE} has their column in 4.0.0 and later"
        )));
    }
    match namespace {
        NAMESPACE => Ok(()),
        other => Err(Error::NotFound(format!("no PropertyManager namespace is declared, namespace {other}"))),
    }
}

#[cfg(test)]
mod tests;
