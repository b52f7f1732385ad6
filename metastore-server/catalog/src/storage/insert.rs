//! Writing new descriptors.

use std::collections::HashMap;
use std::ops::Range;

use skep_sql::{Sequence, Tx};
use skep_types::{FieldSchema, SerDeInfo, StorageDescriptor};

use super::rows::{self, Placed};
use super::{Columns, sql, text};
use crate::Result;

/// Writes the descriptors and returns their ids, in order. Those with the columns of `shared` use
/// that column descriptor; others get a new one, one for all of them that agree.
pub async fn insert(tx: &Tx, sds: &[&StorageDescriptor], shared: Option<Columns<'_>>) -> Result<Range<i64>> {
    if sds.is_empty() {
        return Ok(0..0);
    }
    let columns = insert_columns(tx, sds, shared).await?;
    let serdes = tx.ids(Sequence::SerDeInfo, sds.len()).await?;
    let ids = tx.ids(Sequence::StorageDescriptor, sds.len()).await?;
    let placed = ids.clone().zip(serdes).zip(columns).zip(sds);
    let placed: Vec<Placed<'_>> =
        placed.map(|(((sd_id, serde_id), cd_id), sd)| Placed { sd_id, serde_id, cd_id, sd }).collect();
    tx.insert(&sql::INSERT_SERDES, rows::serdes(&placed)).await?;
    tx.insert(&sql::INSERT_SDS, rows::sds(&placed)).await?;
    insert_children(tx, &placed).await?;
    Ok(ids)
}

/// Writes the columns of a descriptor, for it and others to share, and returns their id.
pub async fn insert_column_descriptor(tx: &Tx, sd: &StorageDescriptor) -> Result<i64> {
    let ids = insert_columns(tx, &[sd], None).await?;
    Ok(ids.first().copied().unwrap_or_default())
}

/// Writes a serde that no descriptor has, and returns its id.
pub async fn insert_serde(tx: &Tx, serde: &SerDeInfo) -> Result<i64> {
    let id = tx.ids(Sequence::SerDeInfo, 1).await?.start;
    tx.insert(&sql::INSERT_SERDES, [rows::serde(id, Some(serde))]).await?;
    tx.insert(&sql::INSERT_SERDE_PARAMETERS, rows::parameters_of_serde(id, Some(serde))).await?;
    Ok(id)
}

/// The column descriptor of each storage descriptor, making those that are missing.
pub(super) async fn insert_columns(
    tx: &Tx,
    sds: &[&StorageDescriptor],
    shared: Option<Columns<'_>>,
) -> Result<Vec<i64>> {
    let (homes, fresh) = columns_to_make(sds, shared);
    let ids: Vec<i64> = match fresh.len() {
        0 => Vec::new(),
        count => tx.ids(Sequence::ColumnDescriptor, count).await?.collect(),
    };
    tx.insert(&sql::INSERT_CDS, ids.iter().map(|id| [(*id).into()]).collect::<Vec<_>>()).await?;
    tx.insert(&sql::INSERT_COLUMNS, rows::columns(&ids, &fresh)).await?;
    let shared = shared.map_or(0, |shared| shared.cd_id);
    Ok(homes.into_iter().map(|home| home.map_or(shared, |at| ids[at])).collect())
}

/// The distinct lists of columns that are not there yet, and which of them each descriptor has
/// (nothing: the shared ones).
fn columns_to_make<'a>(
    sds: &[&'a StorageDescriptor],
    shared: Option<Columns<'_>>,
) -> (Vec<Option<usize>>, Vec<&'a [FieldSchema]>) {
    let mut fresh: Vec<&[FieldSchema]> = Vec::new();
    let mut known: HashMap<Vec<[Option<&str>; 3]>, usize> = HashMap::new();
    let mut homes = Vec::with_capacity(sds.len());
    for sd in sds {
        let columns = sd.cols.as_deref().unwrap_or_default();
        if shared.is_some_and(|shared| shared.columns == columns) {
            homes.push(None);
            continue;
        }
        let key = columns.iter().map(|c| [text(&c.name), text(&c.type_), text(&c.comment)]).collect();
        homes.push(Some(*known.entry(key).or_insert_with(|| {
            fresh.push(columns);
            fresh.len() - 1
        })));
    }
    (homes, fresh)
}

/// Parameters and lists. (An insert of no rows costs nothing.)
pub(super) async fn insert_children(tx: &Tx, placed: &[Placed<'_>]) -> Result<()> {
    tx.insert(&sql::INSERT_SD_PARAMETERS, rows::sd_parameters(placed)).await?;
    tx.insert(&sql::INSERT_SERDE_PARAMETERS, rows::serde_parameters(placed)).await?;
    tx.insert(&sql::INSERT_BUCKET_COLUMNS, rows::bucket_columns(placed)).await?;
    tx.insert(&sql::INSERT_SORT_COLUMNS, rows::sort_columns(placed)).await?;
    tx.insert(&sql::INSERT_SKEWED_COLUMNS, rows::skewed_columns(placed)).await?;
    let lists = rows::string_lists(placed);
    if lists.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = tx.ids(Sequence::StringList, lists.len()).await?.collect();
    tx.insert(&sql::INSERT_STRING_LISTS, ids.iter().map(|id| [(*id).into()]).collect::<Vec<_>>()).await?;
    tx.insert(&sql::INSERT_STRING_LIST_VALUES, rows::string_list_values(&ids, &lists)).await?;
    tx.insert(&sql::INSERT_SKEWED_VALUES, rows::skewed_values(&ids, &lists)).await?;
    tx.insert(&sql::INSERT_SKEWED_LOCATIONS, rows::skewed_locations(&ids, &lists)).await?;
    Ok(())
}
