//! `numFiles` and `totalSize` of partitions whose directories were there before them.

use std::collections::BTreeMap;

use compact_str::CompactString as Str;
use futures_util::{StreamExt, TryStreamExt, stream};
use skep_types::EnvironmentContext;
use skep_warehouse::{Made, Statistics};

use super::add::New;
use crate::{Catalog, Result};

/// Directories listed at the same time.
const LISTED_AT_ONCE: usize = 16;

const FILES: &str = "numFiles";
const SIZE: &str = "totalSize";
const ACCURATE: &str = "COLUMN_STATS_ACCURATE";
const SWITCHED_OFF: &str = "DO_NOT_UPDATE_STATS";

/// Counts the files of new partitions whose directories existed, where Hive does: the client sent no
/// counts, and neither parameter nor environment switches it off. A directory made by this call is
/// empty and says nothing.
pub async fn gather(
    catalog: &Catalog,
    new: &mut [New],
    made: &[Made],
    environment: Option<&EnvironmentContext>,
) -> Result<()> {
    let mut wanted = Vec::new();
    // Only partitions with a location have a `Made`, in the same order.
    let located = new.iter_mut().filter(|n| n.location.is_some());
    for (one, made) in located.zip(made) {
        let parameters = one.partition.parameters.get_or_insert_default();
        let off = take_switch(parameters) || switched_off(environment);
        let known = parameters.contains_key(FILES) && parameters.contains_key(SIZE);
        if catalog.rules.gather_file_statistics && made.existed() && !off && !known {
            wanted.push(one);
        }
    }
    let listed = stream::iter(wanted).map(|one| async move {
        let Some(location) = &one.location else { return Ok(()) };
        if let Some(found) = catalog.warehouse.list_statistics(location).await? {
            put(one.partition.parameters.get_or_insert_default(), found, environment);
        }
        Ok(())
    });
    listed.buffer_unordered(LISTED_AT_ONCE).try_collect().await
}

fn put(parameters: &mut BTreeMap<Str, Str>, found: Statistics, environment: Option<&EnvironmentContext>) {
    parameters.insert(FILES.into(), found.files.to_string().into());
    parameters.insert(SIZE.into(), found.bytes.to_string().into());
    match property(environment, "STATS_GENERATED") == Some("TASK") {
        true => drop(parameters.insert(ACCURATE.into(), r#"{"BASIC_STATS":"true"}"#.into())),
        false => drop(parameters.remove(ACCURATE)),
    }
}

/// The switch in the parameters is an instruction to the server and is never stored.
pub fn take_switch(parameters: &mut BTreeMap<Str, Str>) -> bool {
    parameters.remove(SWITCHED_OFF).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

fn switched_off(environment: Option<&EnvironmentContext>) -> bool {
    property(environment, SWITCHED_OFF).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

fn property<'a>(environment: Option<&'a EnvironmentContext>, key: &str) -> Option<&'a str> {
    environment?.properties.as_ref()?.get(key).map(Str::as_str)
}
