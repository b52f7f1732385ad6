//! `fire_listener_event`: events that clients make.

use std::collections::BTreeMap;

use skep_sql::Tx;
use skep_types::{FireEventRequest, FireEventRequestData, FireEventResponse, InsertEventRequestData, Partition, Str};

use super::data;
use crate::names::TableName;
use crate::partition::{Hold, Target, by_values};
use crate::{Catalog, Error, Result};

/// Writes the events and answers their ids, by which Impala knows its own again.
///
/// Spark, Hive and Impala tell here what they wrote into a table; nobody else would notice files.
pub async fn fire(catalog: &Catalog, request: &FireEventRequest) -> Result<FireEventResponse> {
    let told = &Told::of(request)?;
    let (database, table) = (request.db_name.as_deref(), request.table_name.as_deref());
    let name = &TableName::of(request.cat_name.as_deref(), database, table)?;
    let now = catalog.clock.seconds();
    let tx = catalog.db.write(|tx| async move { write(&tx, name, told, now).await.map(|()| tx) }).await?;
    Ok(FireEventResponse { event_ids: Some(tx.event_ids().collect()) })
}

enum Told<'a> {
    /// Each with the values of its partition, if it is about one.
    Inserts(Vec<(Option<&'a [Str]>, &'a InsertEventRequestData)>),
    Reload {
        partitions: Vec<&'a [Str]>,
        refresh: bool,
    },
}

impl<'a> Told<'a> {
    fn of(request: &'a FireEventRequest) -> Result<Told<'a>> {
        let partition = request.partition_vals.as_deref().filter(|values| !values.is_empty());
        match &request.data {
            FireEventRequestData::InsertData(data) => Ok(Told::Inserts(vec![(partition, data)])),
            FireEventRequestData::InsertDatas(all) => {
                let each = all.iter().map(|data| match data.partition_val.as_deref() {
                    Some(values) => Ok((Some(values), data)),
                    None => {
                        let text = "Partition values must be set when firing multiple insert events";
                        Err(Error::Meta(text.into()))
                    }
                });
                Ok(Told::Inserts(each.collect::<Result<_>>()?))
            }
            FireEventRequestData::RefreshEvent(refresh) => {
                let batch = request.batch_partition_vals_for_refresh.iter().flatten().map(Vec::as_slice);
                Ok(Told::Reload { partitions: partition.into_iter().chain(batch).collect(), refresh: *refresh })
            }
            FireEventRequestData::Unset => {
                Err(Error::Meta("an event needs its data: insertData, insertDatas or refreshEvent".into()))
            }
        }
    }

    fn partitions(&self) -> Vec<&'a [Str]> {
        match self {
            Told::Inserts(inserts) => inserts.iter().filter_map(|(values, _)| *values).collect(),
            Told::Reload { partitions, .. } => partitions.clone(),
        }
    }
}

async fn write(tx: &Tx, name: &TableName, told: &Told<'_>, now: i64) -> Result<()> {
    let target = Target::find(tx, name, Hold::No).await?;
    let table = target.table();
    let partitions: BTreeMap<&[Str], Partition> = by_values(tx, &target.parent, &told.partitions()).await?;
    match told {
        Told::Inserts(inserts) => {
            for (values, data) in inserts {
                let partition = values.and_then(|values| partitions.get(values));
                tx.emit(data::insert(table, partition, data, now));
            }
        }
        Told::Reload { partitions: none, refresh } if none.is_empty() => {
            tx.emit(data::reload(table, None, *refresh, now));
        }
        Told::Reload { partitions: told, refresh } => {
            for values in told {
                tx.emit(data::reload(table, partitions.get(values), *refresh, now));
            }
        }
    }
    Ok(())
}
