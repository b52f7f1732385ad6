//! Reading properties.

use super::selection::{Condition, Projection};
use super::{Map, NAMESPACE, content, refuse_unless_kept, sql};
use crate::{Catalog, Error, Result};
use skep_types::{PropertyGetRequest, Str};
use std::collections::BTreeMap;

/// The maps whose name begins with the prefix and that meet the condition, each with the properties
/// asked for, or all. The cluster's map is named like the namespace.
pub async fn get(catalog: &Catalog, request: &PropertyGetRequest) -> Result<BTreeMap<Str, Map>> {
    refuse_unless_kept(catalog, &request.name_space)?;
    let condition = Condition::parse(request.map_predicate.as_deref())?;
    let projection = Projection::parse(request.map_selection.as_deref())?;
    let prefix = match request.map_prefix.as_deref() {
        None | Some("") => NAMESPACE.to_owned(),
        Some(prefix) => format!("{NAMESPACE}.{prefix}"),
    };
    let mut found = BTreeMap::new();
    for row in catalog.db.rows(&sql::MAPS, &[(&prefix).into()]).await? {
        let key: Str = row.get(0)?;
        let Some(name) = name(&key) else { continue };
        let map = decoded(&key, row.get(1)?)?;
        if condition.holds(&map) {
            let map = projection.of(map);
            if !map.is_empty() {
                found.insert(name.into(), map);
            }
        }
    }
    Ok(found)
}

pub(super) fn decoded(key: &str, bytes: Option<Vec<u8>>) -> Result<Map> {
    let map = bytes.as_deref().and_then(content::read);
    map.ok_or_else(|| Error::Meta(format!("the row {key} of {} is no map of properties", super::TABLE)))
}

/// A map's name; none for a key of another namespace.
fn name(key: &str) -> Option<&str> {
    match key.strip_prefix(NAMESPACE)? {
        "" => Some(key),
        rest => rest.strip_prefix('.'),
    }
}
