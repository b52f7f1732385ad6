//! Where a request's object is, as [`Need`] takes it.

use skep_access::{Need, Right};
use skep_types::{Partition, StorageDescriptor, Str};
use std::collections::BTreeMap;

/// Parameters, of a table or of its serde, that name files to readers.
const NAME_FILES: [&str; 4] = ["path", "metadata_location", "previous_metadata_location", "avro.schema.url"];

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

/// Every place that a record says its data, its schema or its snapshots are at.
pub fn named_in<'a>(sd: Option<&'a StorageDescriptor>, parameters: Option<&'a BTreeMap<Str, Str>>) -> Vec<&'a str> {
    let of_serde = sd.and_then(|sd| sd.serde_info.as_ref()).and_then(|serde| serde.parameters.as_ref());
    let said = [parameters, of_serde].into_iter().flatten().flat_map(|all| NAME_FILES.map(|key| all.get(key)));
    let skewed =
        sd.and_then(|sd| sd.skewed_info.as_ref()).and_then(|skew| skew.skewed_col_value_location_maps.as_ref());
    let skewed = skewed.into_iter().flat_map(BTreeMap::values);
    let named = said.flatten().chain(skewed).map(Str::as_str);
    sd.and_then(|sd| sd.location.as_deref()).into_iter().chain(named).collect()
}

/// The same of a partition, as rights.
pub fn and_of_partition(need: Need, partition: &Partition) -> Need {
    let places = named_in(partition.sd.as_ref(), partition.parameters.as_ref());
    places.into_iter().fold(need, |need, uri| need.and_location(Some(uri)))
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
