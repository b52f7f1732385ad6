//! Changing partitions: any number in one call, all or none. Everything but the values, which say
//! which partition is meant, is taken from the client's object.

use std::collections::{BTreeMap, HashSet};

use skep_schema::Version;
use skep_sql::{Tx, Value};
use skep_types::{EnvironmentContext, FieldSchema, Partition};

use super::add::insert_parameters;
use super::read::{self, PartitionRow};
use super::{Hold, Target, arrive, existing, sql, statistics};
use crate::names::TableName;
use crate::storage::{self, BATCH, ColumnCache, Stored};
use crate::table::limits;
use crate::{Catalog, Error, Result, event};

/// How the event log tells of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// One event a partition.
    Each,
    /// One event for all, where consumers know it: since Hive 4.1.
    Together,
}

/// Alters the partitions. Whatever is wrong is an invalid operation or a metadata error: calls that
/// alter declare nothing else.
pub async fn alter(
    catalog: &Catalog,
    table: &TableName,
    sent: Vec<Partition>,
    environment: Option<&EnvironmentContext>,
    told: Told,
) -> Result<()> {
    if sent.is_empty() {
        return Err(Error::InvalidOperation(
            "Alter partition operation failed: the list of partitions is empty".into(),
        ));
    }
    let sent = statistics::counted(catalog, sent, environment).await?;
    let (sent, now) = (&sent, catalog.clock.seconds());
    let altered = catalog.db.write(|tx| async move {
        let target = Target::find(&tx, table, Hold::ForWrite).await?;
        let before = find(&tx, &target, sent).await?;
        let mut after = Vec::with_capacity(sent.len());
        for (old, new) in before.iter().zip(sent) {
            after.push(merge(catalog, &target, old, new, now)?);
        }
        write(&tx, &target, &before, &after).await?;
        if told == Told::Together && together(catalog, &tx) {
            tx.emit(event::alter_partitions(target.table(), &after, event::Truncation::No, now));
            return Ok(());
        }
        for (old, new) in before.into_iter().zip(&after) {
            tx.emit(event::alter_partition(target.table(), &old.into_partition(), new, event::Truncation::No, now));
        }
        Ok(())
    });
    altered.await.map_err(Error::as_invalid_operation)
}

/// Whether altered partitions are told of in one event.
pub(crate) fn together(catalog: &Catalog, tx: &Tx) -> bool {
    catalog.rules.tell_altered_partitions_together && tx.version() >= Version::V4_1
}

/// The stored partitions, in the order sent.
async fn find(tx: &Tx, target: &Target, sent: &[Partition]) -> Result<Vec<PartitionRow>> {
    let mut names = Vec::with_capacity(sent.len());
    for partition in sent {
        arrive::belongs(target, partition)?;
        names.push(target.parent.partition_name(partition.values.as_deref().unwrap_or_default())?);
    }
    let there = existing::ids(tx, &target.parent, names.iter().map(String::as_str).collect()).await?;
    let distinct: HashSet<&str> = names.iter().map(String::as_str).collect();
    if there.len() != names.len() || distinct.len() != names.len() {
        return Err(Error::InvalidOperation(match sent {
            [one] => format!(
                "alter is not possible: partition values=[{}] does not exist",
                one.values.as_deref().unwrap_or_default().join(", ")
            ),
            many => format!(
                "Alter partition operation failed: new parts size {} not matching with old parts size {}",
                many.len(),
                there.len()
            ),
        }));
    }
    let ids: Vec<i64> = names.iter().map(|name| there[name.as_str()]).collect();
    let mut rows = Vec::with_capacity(ids.len());
    let cache = ColumnCache::default();
    for ids in ids.chunks(BATCH) {
        rows.extend(read::rows(tx, &target.parent, ids, &cache).await?);
    }
    Ok(rows)
}

/// The partition as it will be: the client's, where it says something.
pub(super) fn merge(
    catalog: &Catalog,
    target: &Target,
    before: &PartitionRow,
    sent: &Partition,
    now: i64,
) -> Result<Partition> {
    let mut after = sent.clone();
    target.adopt(&mut after);
    after.create_time.get_or_insert_default();
    after.last_access_time.get_or_insert_default();
    let parameters = after.parameters.get_or_insert_default();
    let ddl_time = parameters.entry("transient_lastDdlTime".into()).or_default();
    if ddl_time.is_empty() || ddl_time == "0" {
        *ddl_time = now.to_string().into();
    }
    let stored = before.stored.as_ref().map(|stored| &stored.sd);
    match (&mut after.sd, stored) {
        (Some(sd), stored) => {
            if sd.cols.as_ref().is_none_or(Vec::is_empty) {
                sd.cols = Some(target.columns().to_vec());
            }
            let given = sd.location.as_deref().filter(|l| !l.trim().is_empty());
            sd.location = match given {
                Some(given) => Some(catalog.warehouse.qualify(given)?.as_str().into()),
                None => stored.and_then(|sd| sd.location.clone()),
            };
            storage::normalized(sd);
        }
        (None, None) => {}
        (None, Some(_)) => return Err(Error::Meta("a partition cannot lose its storage descriptor".into())),
    }
    let name = target.parent.partition_name(after.values.as_deref().unwrap_or_default())?;
    limits::check_partition(&catalog.db, &after, &name)?;
    if after.sd.is_some() && stored.is_none() {
        return Err(Error::Meta("the partition of a view takes no storage descriptor".into()));
    }
    Ok(after)
}

/// Replaces the rows of the partitions `before` by `after`.
pub(super) async fn write(tx: &Tx, target: &Target, before: &[PartitionRow], after: &[Partition]) -> Result<()> {
    let changed: Vec<(&PartitionRow, &Partition)> = before.iter().zip(after).collect();
    for changed in changed.chunks(BATCH) {
        let ids: Vec<i64> = changed.iter().map(|(old, _)| old.id).collect();
        tx.upsert(&sql::UPDATE_PARTITIONS, changed.iter().map(|(old, new)| row(old.id, new)).collect::<Vec<_>>())
            .await?;
        tx.execute(&sql::DELETE_PARAMETERS, &[ids.as_slice().into()]).await?;
        insert_parameters(tx, &changed.iter().map(|(old, new)| (old.id, *new)).collect::<Vec<_>>()).await?;
        forget_statistics(tx, changed).await?;
        let storage: Vec<(&Stored, _)> =
            changed.iter().filter_map(|(old, new)| Some((old.stored.as_ref()?, new.sd.as_ref()?))).collect();
        storage::update(tx, &storage, target.shared_columns()).await?;
    }
    Ok(())
}

fn row(id: i64, partition: &Partition) -> [Value<'static>; 4] {
    [
        id.into(),
        i64::from(partition.create_time.unwrap_or_default()).into(),
        i64::from(partition.last_access_time.unwrap_or_default()).into(),
        partition.write_id.unwrap_or_default().max(0).into(),
    ]
}

/// Statistics of columns that are gone or have another type would be lies. Partitions that lose the
/// same columns, usually all of them, are one statement.
async fn forget_statistics(tx: &Tx, changed: &[(&PartitionRow, &Partition)]) -> Result<()> {
    let mut lost: BTreeMap<Vec<&str>, Vec<i64>> = BTreeMap::new();
    for (old, new) in changed {
        let columns = |cols: Option<&Vec<FieldSchema>>| cols.cloned().unwrap_or_default();
        let kept = columns(new.sd.as_ref().and_then(|sd| sd.cols.as_ref()));
        let had = old.stored.as_ref().and_then(|stored| stored.sd.cols.as_deref()).unwrap_or_default();
        let gone = had.iter().filter(|c| !kept.iter().any(|k| k.name == c.name && k.type_ == c.type_));
        let names: Vec<&str> = gone.filter_map(|c| c.name.as_deref()).collect();
        if !names.is_empty() {
            lost.entry(names).or_default().push(old.id);
        }
    }
    for (columns, ids) in lost {
        tx.execute(&sql::DELETE_STATISTICS_OF_COLUMNS, &[ids.as_slice().into(), columns.as_slice().into()]).await?;
    }
    Ok(())
}
