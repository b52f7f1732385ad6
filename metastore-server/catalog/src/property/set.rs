//! Setting properties.

use super::{Map, NAMESPACE, content, refuse_unless_kept, sql};
use crate::{Catalog, Error, Result};
use skep_sql::{Class, Failure, Tx, Value};
use skep_types::{PropertySetRequest, Str};
use std::collections::BTreeMap;

/// Maps read at a time.
const CHUNK: usize = 500;

/// The new values by the maps they go to.
type Changes = BTreeMap<Str, (&'static str, Map)>;

/// Each name gets its value, the others keep theirs; all of it or nothing.
pub async fn set(catalog: &Catalog, request: &PropertySetRequest) -> Result<()> {
    refuse_unless_kept(catalog, &request.name_space)?;
    let mut changes = Changes::new();
    for (key, value) in request.property_map.iter().flatten() {
        let (map, schema, name) = place(key)?;
        changes.entry(map).or_insert_with(|| (schema, Map::new())).1.insert(name, value.clone());
    }
    let changes = &changes;
    catalog.db.write(|tx| async move { merge(&tx, changes).await }).await
}

async fn merge(tx: &Tx, changes: &Changes) -> Result<()> {
    let keys: Vec<&str> = changes.keys().map(Str::as_str).collect();
    let mut before = BTreeMap::new();
    for keys in keys.chunks(CHUNK) {
        for row in tx.rows(&sql::LOCK_MAPS, &[keys.into()]).await? {
            let key: Str = row.get(0)?;
            before.insert(key.clone(), super::get::decoded(&key, row.get(1)?)?);
        }
    }
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for (key, (schema, values)) in changes {
        let known = before.remove(key);
        let list = if known.is_some() { &mut changed } else { &mut new };
        let mut map = known.unwrap_or_default();
        map.extend(values.iter().map(|(name, value)| (name.clone(), value.clone())));
        let bytes = content::write(schema, &map);
        let bytes = bytes.ok_or_else(|| Error::Meta(format!("a property of {key} is longer than 65535 bytes")))?;
        list.push((key, content::digest(&map), bytes));
    }
    tx.upsert(&sql::PUT_MAPS, changed.iter().map(row)).await?;
    tx.insert(&sql::PUT_MAPS, new.iter().map(row)).await.map_err(|failure| match failure.is_unique_violation() {
        // Somebody made the map meanwhile: run again, and find it.
        true => Failure::new(Class::Collision, "a property map was made at the same time"),
        false => failure,
    })?;
    Ok(())
}

fn row<'v>((key, digest, bytes): &'v (&Str, String, Vec<u8>)) -> [Value<'v>; 3] {
    [(*key).into(), digest.into(), bytes.as_slice().into()]
}

/// The map a key belongs to, its schema, and the name in it. A dot behind a backslash does not divide.
fn place(key: &str) -> Result<(Str, &'static str, Str)> {
    let mut parts = vec![String::new()];
    for (at, c) in key.char_indices() {
        match (c, parts.last_mut()) {
            ('.', _) if !key[..at].ends_with('\\') => parts.push(String::new()),
            (c, Some(part)) => part.push(c),
            (_, None) => {}
        }
    }
    if parts.iter().any(String::is_empty) {
        return Err(Error::Meta(format!("a property key is name, database.name or database.table.name: {key}")));
    }
    let schema = ["cluster", "database"].get(parts.len() - 1).copied().unwrap_or("table");
    // More parts are a longer name of a map, and then of a property, as in Hive.
    let name = parts.split_off((parts.len() - 1).min(3)).join(".");
    parts.insert(0, NAMESPACE.to_owned());
    Ok((parts.join(".").into(), schema, name.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_what_it_is_a_property_of() {
        let cases = [
            ("a", "hms cluster a"),
            ("db.a", "hms.db database a"),
            ("db.t.a", "hms.db.t table a"),
            ("db.t.u.a", "hms.db.t.u table a"),
            ("db.t.u.a.b", "hms.db.t.u table a.b"),
            (r"db\.x.a", r"hms.db\.x database a"),
        ];
        for (key, expected) in cases {
            let (map, schema, name) = place(key).expect("a key");
            assert_eq!(format!("{map} {schema} {name}"), expected);
        }
        for key in ["", ".", "a.", ".a", "a..b"] {
            assert!(matches!(place(key), Err(Error::Meta(_))), "{key}");
        }
    }
}
