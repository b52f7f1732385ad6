//! `numFiles` and `totalSize` of partitions whose directories were there before them.

use std::collections::BTreeMap;

use compact_str::CompactString as Str;
use futures_util::{FutureExt, StreamExt, TryStreamExt, stream};
use skep_schema::Version;
use skep_types::{EnvironmentContext, Partition};
use skep_warehouse::{Made, Statistics};

use super::add::New;
use crate::table::statistics::ERASURE_CODED;
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
    // Only partitions with a location have a `Made`, in the same order.
    let located = new.iter_mut().filter(|n| n.location.is_some());
    let existed = located.zip(made).map(|(new, made)| (&mut new.partition, made.existed()));
    count(catalog, existed.collect(), environment).await
}

/// The same for partitions that are altered, wherever they lie.
pub async fn counted(
    catalog: &Catalog,
    mut sent: Vec<Partition>,
    environment: Option<&EnvironmentContext>,
) -> Result<Vec<Partition>> {
    count(catalog, sent.iter_mut().map(|partition| (partition, true)).collect(), environment).await?;
    Ok(sent)
}

async fn count(
    catalog: &Catalog,
    candidates: Vec<(&mut Partition, bool)>,
    environment: Option<&EnvironmentContext>,
) -> Result<()> {
    let mut wanted = Vec::new();
    for (partition, may_hold_files) in candidates {
        let parameters = partition.parameters.get_or_insert_default();
        let off = take_switch(parameters) || switched_off(environment);
        let known = parameters.contains_key(FILES) && parameters.contains_key(SIZE);
        if catalog.rules.gather_file_statistics && may_hold_files && !off && !known {
            wanted.push(partition);
        }
    }
    let mut listings = Vec::with_capacity(wanted.len());
    for partition in wanted {
        listings.push(list(catalog, partition, environment).boxed());
    }
    stream::iter(listings).buffer_unordered(LISTED_AT_ONCE).try_collect().await
}

async fn list(catalog: &Catalog, partition: &mut Partition, environment: Option<&EnvironmentContext>) -> Result<()> {
    let location = partition.sd.as_ref().and_then(|sd| sd.location.as_deref()).filter(|l| !l.is_empty());
    let Some(location) = location else { return Ok(()) };
    let location = catalog.warehouse.qualify(location)?;
    // As in Hive, a directory that is not there holds no files, and that is known.
    let nothing = catalog.warehouse.is_ours(&location)?.then(Statistics::default);
    if let Some(found) = catalog.warehouse.list_statistics(&location).await?.or(nothing) {
        let parameters = partition.parameters.get_or_insert_default();
        put(parameters, found, environment);
        if catalog.db.version() >= Version::V4_0 {
            parameters.insert(ERASURE_CODED.into(), "0".into());
        }
    }
    Ok(())
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
fn take_switch(parameters: &mut BTreeMap<Str, Str>) -> bool {
    parameters.remove(SWITCHED_OFF).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

fn switched_off(environment: Option<&EnvironmentContext>) -> bool {
    property(environment, SWITCHED_OFF).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

fn property<'a>(environment: Option<&'a EnvironmentContext>, key: &str) -> Option<&'a str> {
    environment?.properties.as_ref()?.get(key).map(Str::as_str)
}
