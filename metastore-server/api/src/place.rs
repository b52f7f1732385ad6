//! Where a request's object is, as [`Need`] takes it.

use skep_access::{Need, Right};

/// A database with the catalog that newer requests name beside it, which wins over one in front of the name, as it does
/// in [`DatabaseName::of`](skep_catalog::names::DatabaseName::of).
pub fn in_catalog(catalog: Option<&str>, database: Option<&str>) -> Option<String> {
    let database = database?;
    let bare = database.strip_prefix('@').and_then(|rest| rest.split_once('#')).map_or(database, |(_, bare)| bare);
    Some(catalog.map_or_else(|| database.to_owned(), |catalog| format!("@{catalog}#{bare}")))
}

/// What listing names takes, in one database or in the whole catalog, where the names do not say whose they are.
pub fn listing(catalog: &str, database: Option<&str>) -> Need {
    match in_catalog(Some(catalog), database) {
        Some(place) => Need::database(Right::Visible, Some(&place)),
        None => Need::catalog(Right::Describe, Some(catalog)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_wins_over_the_prefix() {
        let place = |catalog, database| in_catalog(catalog, Some(database)).expect("a database");
        assert_eq!(place(Some("hive"), "@other#sales"), "@hive#sales");
        assert_eq!(place(Some("hive"), "sales"), "@hive#sales");
        assert_eq!(place(None, "@other#sales"), "@other#sales");
    }
}
