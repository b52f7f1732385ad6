//! Where a request's object is, as [`Need`](skep_access::Need) takes it.

/// A database with the catalog that newer requests name beside it.
pub fn in_catalog(catalog: Option<&str>, database: Option<&str>) -> Option<String> {
    match (catalog, database?) {
        (Some(catalog), database) if !database.starts_with('@') => Some(format!("@{catalog}#{database}")),
        (_, database) => Some(database.to_owned()),
    }
}
