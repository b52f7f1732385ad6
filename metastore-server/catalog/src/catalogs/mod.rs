//! Catalogs: what databases lie in since Hive 3. Before it there is one, `hive`, which nobody wrote
//! down.

mod alter;
mod create;
mod drop;
mod get;
pub mod sql;

pub use alter::alter;
pub use create::create;
pub use drop::drop;
pub use get::{get, list};

use crate::names::normalize;
use crate::{Error, Result};
use skep_types::Str;

const TABLE: &str = "CTLGS";

fn parse(name: Option<&str>) -> Result<Str> {
    name.map(normalize).ok_or_else(|| Error::Meta("Catalog name cannot be null.".into()))
}

/// What Hive says when it is not there.
fn missing(name: &str) -> Error {
    Error::NotFound(format!("No catalog {name}"))
}

#[cfg(test)]
mod tests;
