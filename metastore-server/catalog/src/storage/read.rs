//! Reading descriptors: the rows of the owner's join give the plain fields, [`fill`] brings the rest
//! for any number of descriptors in a fixed number of statements.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use compact_str::CompactString as Str;
use futures_util::try_join;
use skep_sql::{Row, Tx};
use skep_types::{FieldSchema, Order, SerDeInfo, SerdeType, SkewedInfo, StorageDescriptor};

use super::{Stored, list, sql};
use crate::Result;

/// Columns read so far, by their descriptor. Partitions of a table mostly share one, so a listing
/// reads it once and not once a chunk.
#[derive(Debug, Default)]
pub struct ColumnCache(Mutex<HashMap<i64, Columns>>);

type Columns = Arc<Vec<FieldSchema>>;

/// A listing over a table whose every partition has columns of its own must not keep them all.
const CACHED_MAX: usize = 64;

/// The plain fields, from the select list of [`sql::STORAGE_BY_ID`] that starts at column `from`.
/// A table or partition without a descriptor (a view's partition) gives nothing.
pub fn stored(row: &Row, from: usize) -> Result<Option<Stored>> {
    let Some(sd_id) = row.get::<Option<i64>>(from)? else { return Ok(None) };
    // What the schema registry says of a serde besides, Hive sends with no table or partition.
    let serde = SerDeInfo {
        name: row.get(from + 9)?,
        serialization_lib: row.get(from + 10)?,
        parameters: Some(Default::default()),
        ..SerDeInfo::default()
    };
    let serde_id: Option<i64> = row.get(from + 1)?;
    let sd = StorageDescriptor {
        location: row.get(from + 3)?,
        input_format: row.get(from + 4)?,
        output_format: row.get(from + 5)?,
        compressed: Some(row.get(from + 6)?),
        num_buckets: Some(narrow(row.get(from + 7)?)),
        stored_as_sub_directories: Some(row.get(from + 8)?),
        serde_info: serde_id.map(|_| serde),
        cols: Some(Vec::new()),
        bucket_cols: Some(Vec::new()),
        sort_cols: Some(Vec::new()),
        parameters: Some(Default::default()),
        // Always present on read, as from Hive.
        skewed_info: Some(SkewedInfo {
            skewed_col_names: Some(Vec::new()),
            skewed_col_values: Some(Vec::new()),
            skewed_col_value_location_maps: Some(Default::default()),
        }),
    };
    Ok(Some(Stored { sd_id, serde_id, cd_id: row.get(from + 2)?, sd }))
}

/// A registry's serde without its parameters, from the columns that start with its name.
pub fn serde(row: &Row, from: usize) -> Result<SerDeInfo> {
    let serde_type: Option<i64> = row.get(from + 5)?;
    Ok(SerDeInfo {
        name: row.get(from)?,
        serialization_lib: row.get(from + 1)?,
        parameters: Some(Default::default()),
        description: row.get(from + 2)?,
        serializer_class: row.get(from + 3)?,
        deserializer_class: row.get(from + 4)?,
        serde_type: serde_type.filter(|t| *t > 0).map(|t| SerdeType(narrow(t))),
    })
}

/// Completes descriptors with columns, parameters and lists. The statements run together where the
/// database can.
pub async fn fill(tx: &Tx, stored: &mut [&mut Stored], cache: &ColumnCache) -> Result<()> {
    if stored.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = stored.iter().map(|s| s.sd_id).collect();
    let serdes: Vec<i64> = stored.iter().filter_map(|s| s.serde_id).collect();
    let (ids_, serdes_) = ([ids.as_slice().into()], [serdes.as_slice().into()]);
    let (columns, parameters, serde_parameters, lists) = try_join!(
        cache.load(tx, stored.iter().filter_map(|s| s.cd_id)),
        async { Ok(tx.rows(&sql::SD_PARAMETERS, &ids_).await?) },
        async { Ok(tx.rows(&sql::SERDE_PARAMETERS, &serdes_).await?) },
        async { Ok(tx.rows(&sql::STORAGE_LISTS, &ids_).await?) },
    )?;
    let by_sd: HashMap<i64, usize> = ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let by_serde: HashMap<i64, usize> = stored.iter().enumerate().filter_map(|(i, s)| Some((s.serde_id?, i))).collect();
    for row in &parameters {
        let at = by_sd[&row.get::<i64>(0)?];
        parameter(row, stored[at].sd.parameters.get_or_insert_default())?;
    }
    for row in &serde_parameters {
        let at = by_serde[&row.get::<i64>(0)?];
        let serde = stored[at].sd.serde_info.get_or_insert_default();
        parameter(row, serde.parameters.get_or_insert_default())?;
    }
    if !lists.is_empty() {
        fill_lists(tx, &lists, &by_sd, stored).await?;
    }
    for one in stored {
        let columns = one.cd_id.and_then(|cd| columns.get(&cd));
        one.sd.cols = Some(columns.map(|columns| columns.to_vec()).unwrap_or_default());
    }
    Ok(())
}

/// One row of (owner, key, value). A null value is Oracle's empty string in an old database; Hive
/// leaves such parameters out of its answers.
pub fn parameter(row: &Row, into: &mut BTreeMap<Str, Str>) -> Result<()> {
    if let Some(value) = row.get(2)? {
        into.insert(row.get(1)?, value);
    }
    Ok(())
}

impl ColumnCache {
    /// The columns of these descriptors. Chunks may ask at the same time: each holds what it got, whatever the
    /// cache lets go meanwhile.
    pub async fn load(&self, tx: &Tx, ids: impl Iterator<Item = i64>) -> Result<HashMap<i64, Columns>> {
        let wanted: BTreeSet<i64> = ids.collect();
        let mut found = self.known(&wanted);
        let missing: Vec<i64> = wanted.iter().copied().filter(|id| !found.contains_key(id)).collect();
        if missing.is_empty() {
            return Ok(found);
        }
        let mut read: HashMap<i64, Vec<FieldSchema>> = missing.iter().map(|id| (*id, Vec::new())).collect();
        for row in tx.rows(&sql::COLUMNS, &[missing.as_slice().into()]).await? {
            let column = FieldSchema { name: row.get(1)?, type_: row.get(2)?, comment: row.get(3)? };
            read.entry(row.get(0)?).or_default().push(column);
        }
        found.extend(read.into_iter().map(|(id, columns)| (id, Arc::new(columns))));
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if cached.len() + missing.len() > CACHED_MAX {
            cached.clear();
        }
        cached.extend(found.iter().take(CACHED_MAX).map(|(id, columns)| (*id, columns.clone())));
        Ok(found)
    }

    fn known(&self, ids: &BTreeSet<i64>) -> HashMap<i64, Columns> {
        let cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ids.iter().filter_map(|id| Some((*id, cached.get(id)?.clone()))).collect()
    }
}

async fn fill_lists(tx: &Tx, rows: &[Row], by_sd: &HashMap<i64, usize>, stored: &mut [&mut Stored]) -> Result<()> {
    let mut strings: HashMap<i64, Vec<Str>> = HashMap::new();
    for row in rows {
        if row.get::<i64>(0)? >= list::SKEWED_VALUE {
            strings.insert(row.get(4)?, Vec::new());
        }
    }
    if !strings.is_empty() {
        let ids: Vec<i64> = strings.keys().copied().collect();
        for row in tx.rows(&sql::STRING_LISTS, &[ids.as_slice().into()]).await? {
            let value: Option<Str> = row.get(1)?;
            strings.entry(row.get(0)?).or_default().push(value.unwrap_or_default());
        }
    }
    for row in rows {
        let sd = &mut stored[by_sd[&row.get::<i64>(1)?]].sd;
        list_element(sd, row, &strings)?;
    }
    Ok(())
}

fn list_element(sd: &mut StorageDescriptor, row: &Row, strings: &HashMap<i64, Vec<Str>>) -> Result<()> {
    let (text, number): (Option<Str>, i64) = (row.get(3)?, row.get(4)?);
    let skewed = sd.skewed_info.get_or_insert_default();
    let strings = || strings.get(&number).cloned().unwrap_or_default();
    match row.get::<i64>(0)? {
        list::BUCKET => sd.bucket_cols.get_or_insert_default().push(text.unwrap_or_default()),
        list::SORT => {
            let order = Order { col: text, order: Some(narrow(number)) };
            sd.sort_cols.get_or_insert_default().push(order);
        }
        list::SKEWED_COLUMN => skewed.skewed_col_names.get_or_insert_default().push(text.unwrap_or_default()),
        list::SKEWED_VALUE => skewed.skewed_col_values.get_or_insert_default().push(strings()),
        _ => {
            let locations = skewed.skewed_col_value_location_maps.get_or_insert_default();
            locations.insert(strings(), text.unwrap_or_default());
        }
    }
    Ok(())
}

/// Thrift's 32 bits out of a bigint column.
pub fn narrow(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}
