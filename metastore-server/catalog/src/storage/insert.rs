//! Writing new descriptors.

use std::collections::HashMap;
use std::ops::Range;

use compact_str::CompactString as Str;
use skep_sql::{Sequence, Tx, Value};
use skep_types::{FieldSchema, StorageDescriptor};

use super::{Columns, sql, text};
use crate::Result;

/// Writes the descriptors and returns their ids, in order. Those with the columns of `shared` use
/// that column descriptor; others get a new one, one for all of them that agree.
pub async fn insert(tx: &Tx, sds: &[&StorageDescriptor], shared: Option<Columns<'_>>) -> Result<Range<i64>> {
    let count = sds.len();
    let columns = insert_columns(tx, sds, shared).await?;
    let serdes = tx.ids(Sequence::SerDe, count).await?;
    let ids = tx.ids(Sequence::StorageDescriptor, count).await?;
    let serde_rows = serdes.clone().zip(sds).map(|(id, sd)| serde_row(id, sd));
    tx.insert(&sql::INSERT_SERDES, serde_rows).await?;
    let rows = ids.clone().zip(serdes.clone()).zip(columns).zip(sds);
    tx.insert(&sql::INSERT_SDS, rows.map(|(((id, serde), cd), sd)| sd_row(id, serde, cd, sd))).await?;
    insert_children(tx, &ids.clone().zip(serdes).zip(sds.iter().copied()).map(|((id, serde), sd)| (id, serde, sd)).collect::<Vec<_>>()).await?;
    Ok(ids)
}

/// The column descriptor of each storage descriptor, making those that are missing.
pub(super) async fn insert_columns(
    tx: &Tx,
    sds: &[&StorageDescriptor],
    shared: Option<Columns<'_>>,
) -> Result<Vec<i64>> {
    let mut fresh: Vec<&[FieldSchema]> = Vec::new();
    let mut known: HashMap<Vec<[Option<&str>; 3]>, usize> = HashMap::new();
    let homes: Vec<Option<usize>> = sds
        .iter()
        .map(|sd| {
            let columns = sd.cols.as_deref().unwrap_or_default();
            if shared.is_some_and(|shared| shared.columns == columns) {
                return None;
            }
            let key = columns.iter().map(|c| [text(&c.name), text(&c.type_), text(&c.comment)]).collect();
            Some(*known.entry(key).or_insert_with(|| {
                fresh.push(columns);
                fresh.len() - 1
            }))
        })
        .collect();
    let ids: Vec<i64> = match fresh.len() {
        0 => Vec::new(),
        count => tx.ids(Sequence::ColumnDescriptor, count).await?.collect(),
    };
    tx.insert(&sql::INSERT_CDS, ids.iter().map(|id| [(*id).into()])).await?;
    let rows = ids.iter().zip(&fresh).flat_map(|(id, columns)| {
        columns.iter().zip(0i64..).map(|(c, at)| {
            [(*id).into(), at.into(), text(&c.name).into(), text(&c.type_).into(), text(&c.comment).into()]
        })
    });
    tx.insert(&sql::INSERT_COLUMNS, rows).await?;
    let shared = shared.map_or(0, |shared| shared.cd_id);
    Ok(homes.into_iter().map(|home| home.map_or(shared, |at| ids[at])).collect())
}

pub(super) fn serde_row(id: i64, sd: &StorageDescriptor) -> [Value<'_>; 7] {
    let serde = sd.serde_info.as_ref();
    let field = |get: fn(&skep_types::SerDeInfo) -> &Option<Str>| serde.and_then(|s| get(s).as_deref()).into();
    [
        id.into(),
        field(|s| &s.name),
        field(|s| &s.serialization_lib),
        field(|s| &s.description),
        field(|s| &s.serializer_class),
        field(|s| &s.deserializer_class),
        serde.and_then(|s| s.serde_type).map(|t| i64::from(t.0)).into(),
    ]
}

pub(super) fn sd_row(id: i64, serde: i64, cd: i64, sd: &StorageDescriptor) -> [Value<'_>; 9] {
    [
        id.into(),
        serde.into(),
        cd.into(),
        text(&sd.location).into(),
        text(&sd.input_format).into(),
        text(&sd.output_format).into(),
        sd.compressed.unwrap_or_default().into(),
        i64::from(sd.num_buckets.unwrap_or_default()).into(),
        sd.stored_as_sub_directories.unwrap_or_default().into(),
    ]
}

/// Parameters and lists of descriptors: (`SD_ID`, `SERDE_ID`, descriptor).
pub(super) async fn insert_children(tx: &Tx, all: &[(i64, i64, &StorageDescriptor)]) -> Result<()> {
    let parameters = all.iter().flat_map(|(id, _, sd)| {
        sd.parameters.iter().flatten().map(|(k, v)| [(*id).into(), k.as_str().into(), v.as_str().into()])
    });
    tx.insert(&sql::INSERT_SD_PARAMETERS, parameters).await?;
    let parameters = all.iter().flat_map(|(_, serde, sd)| {
        let parameters = sd.serde_info.iter().flat_map(|s| s.parameters.iter().flatten());
        parameters.map(|(k, v)| [(*serde).into(), k.as_str().into(), v.as_str().into()])
    });
    tx.insert(&sql::INSERT_SERDE_PARAMETERS, parameters).await?;
    let buckets = all.iter().flat_map(|(id, _, sd)| {
        sd.bucket_cols.iter().flatten().zip(0i64..).map(|(c, at)| [(*id).into(), at.into(), c.as_str().into()])
    });
    tx.insert(&sql::INSERT_BUCKET_COLUMNS, buckets).await?;
    let sorted = all.iter().flat_map(|(id, _, sd)| {
        sd.sort_cols.iter().flatten().zip(0i64..).map(|(o, at)| {
            [(*id).into(), at.into(), text(&o.col).into(), i64::from(o.order.unwrap_or_default()).into()]
        })
    });
    tx.insert(&sql::INSERT_SORT_COLUMNS, sorted).await?;
    insert_skewed(tx, all).await
}

/// Skewed columns are rare: nothing is asked of the database when there are none.
async fn insert_skewed(tx: &Tx, all: &[(i64, i64, &StorageDescriptor)]) -> Result<()> {
    let skewed = |sd: &'_ StorageDescriptor| sd.skewed_info.as_ref();
    let names = all.iter().flat_map(|(id, _, sd)| {
        let names = sd.skewed_info.iter().flat_map(|s| s.skewed_col_names.iter().flatten());
        names.zip(0i64..).map(|(c, at)| [(*id).into(), at.into(), c.as_str().into()])
    });
    tx.insert(&sql::INSERT_SKEWED_COLUMNS, names).await?;

    let lists = all.iter().flat_map(|(id, _, sd)| {
        let values = skewed(sd).into_iter().flat_map(|s| s.skewed_col_values.iter().flatten()).zip(0i64..);
        let locations = skewed(sd).into_iter().flat_map(|s| s.skewed_col_value_location_maps.iter().flatten());
        let values = values.map(|(list, at)| (list, Use::Value(*id, at)));
        values.chain(locations.map(|(list, location)| (list, Use::Location(*id, location))))
    });
    let lists: Vec<(&Vec<Str>, Use<'_>)> = lists.collect();
    if lists.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = tx.ids(Sequence::StringList, lists.len()).await?.collect();
    tx.insert(&sql::INSERT_STRING_LISTS, ids.iter().map(|id| [(*id).into()])).await?;
    let values = ids.iter().zip(&lists).flat_map(|(id, (list, _))| {
        list.iter().zip(0i64..).map(|(value, at)| [(*id).into(), at.into(), value.as_str().into()])
    });
    tx.insert(&sql::INSERT_STRING_LIST_VALUES, values).await?;
    let used = ids.iter().zip(&lists);
    let as_values = used.clone().filter_map(|(id, (_, used))| match used {
        Use::Value(sd, at) => Some([(*sd).into(), (*id).into(), (*at).into()]),
        Use::Location(..) => None,
    });
    tx.insert(&sql::INSERT_SKEWED_VALUES, as_values).await?;
    let as_locations = used.filter_map(|(id, (_, used))| match used {
        Use::Location(sd, location) => Some([(*sd).into(), (*id).into(), location.as_str().into()]),
        Use::Value(..) => None,
    });
    tx.insert(&sql::INSERT_SKEWED_LOCATIONS, as_locations).await?;
    Ok(())
}

/// What a string list is for, with the descriptor it belongs to.
enum Use<'a> {
    Value(i64, i64),
    Location(i64, &'a Str),
}
