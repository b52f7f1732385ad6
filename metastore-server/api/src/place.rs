//! Where a request's object is, as [`Need`] takes it.

use skep_access::{Need, Right};

/// A database with the catalog that newer requests name beside it.
pub fn in_catalog(catalog: Option<&str>, database: Option<&str>) -> Option<String> {
    match (catalog, database?) {
        (Some(catalog), database) if !database.starts_with('@') => Some(format!("@{catalog}#{database}")),
        (_, database) => Some(database.to_owned()),
    }
}

/// What listing names takes, in one database or in the whole catalog.
pub fn listing(catalog: &str, database: Option<&str>) -> Need {
    match in_catalog(Some(catalog), database) {
        Some(place) => Need::database(Right::Visible, Some(&place)),
        None => Need::catalog(Right::Visible, Some(catalog)),
    }
}
