//! Dropping partitions: rows and the event in one transaction, directories after it.

use compact_str::CompactString as Str;
use futures_util::{FutureExt, StreamExt, stream};
use skep_sql::Tx;
use skep_types::Partition;
use skep_warehouse::Location;

use super::drop_all::delete_rows;
use super::select::{self, Choice, Limit};
use super::{Hold, One, Target, existing, read};
use crate::names::TableName;
use crate::storage::ColumnCache;
use crate::table::transactional;
use crate::{Catalog, Error, Result, event};

/// Directories deleted at the same time.
const DELETED_AT_ONCE: usize = 16;

/// What is to go.
#[derive(Clone, Debug)]
pub enum Doomed {
    One(One),
    Named(Vec<Str>),
    /// Everything that one of these filters or expressions finds.
    Filtered(Vec<Choice>),
    /// By id, as far as they are still there.
    Known(Vec<i64>),
}

/// What if some of it does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Refuse,
    Skip,
}

/// What becomes of the files. Those of external tables stay unless the table says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    Delete,
    Keep,
}

/// Drops and returns the partitions as they were.
pub async fn drop(
    catalog: &Catalog,
    table: &TableName,
    doomed: &Doomed,
    missing: Missing,
    data: Data,
) -> Result<Vec<Partition>> {
    let now = catalog.clock.seconds();
    let dropped = catalog.db.write(|tx| async move {
        let target = Target::find(&tx, table, Hold::ForWrite).await?;
        let ids = find(&tx, &target, doomed, missing).await?;
        let partitions = read::partitions(&tx, &target.parent, &ids, &ColumnCache::default()).await?;
        delete_rows(&tx, &ids).await?;
        forget(&tx, &target, &partitions).await?;
        if !partitions.is_empty() {
            tx.emit(event::drop_partition(target.table(), &partitions.iter().collect::<Vec<_>>(), now));
        }
        Ok::<_, Error>((target, partitions))
    });
    let (target, partitions) = dropped.await?;
    if data == Data::Delete && target.owns_data() {
        delete_directories(catalog, &target, &partitions).await?;
    }
    Ok(partitions)
}

/// What the transaction tables know of them.
async fn forget(tx: &Tx, target: &Target, partitions: &[Partition]) -> Result<()> {
    let values = partitions.iter().map(|partition| partition.values.as_deref().unwrap_or_default());
    let names = values.map(|values| target.parent.partition_name(values)).collect::<Result<Vec<_>>>()?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    transactional::forget_partitions(tx, target.table(), &target.parent.name, &names).await
}

async fn find(tx: &Tx, target: &Target, doomed: &Doomed, missing: Missing) -> Result<Vec<i64>> {
    let parent = &target.parent;
    match doomed {
        Doomed::One(one) => {
            let values = one.values(parent)?;
            let name = parent.partition_name(&values)?;
            let ids: Vec<i64> = existing::ids(tx, parent, vec![name.as_str()]).await?.into_values().collect();
            match ids.is_empty() {
                true => Err(Error::NotFound(format!("Partition doesn't exist. [{}]", values.join(", ")))),
                false => Ok(ids),
            }
        }
        Doomed::Named(names) => {
            let found = existing::ids(tx, parent, names.iter().map(Str::as_str).collect()).await?;
            if missing == Missing::Refuse && names.iter().any(|name| !found.contains_key(name.as_str())) {
                return Err(some_missing());
            }
            Ok(found.into_values().collect())
        }
        Doomed::Filtered(filters) => {
            let mut all = std::collections::BTreeSet::new();
            for filter in filters {
                let chosen = filter.resolve(parent)?;
                if !chosen.is_certain() {
                    return Err(Error::Meta("Unexpected unknown partitions to drop".into()));
                }
                let ids = select::ids(tx, parent, &chosen, Limit::None).await?;
                if ids.is_empty() && missing == Missing::Refuse {
                    return Err(some_missing());
                }
                all.extend(ids);
            }
            Ok(all.into_iter().collect())
        }
        Doomed::Known(ids) => Ok(ids.clone()),
    }
}

fn some_missing() -> Error {
    Error::NotFound("Some partitions to drop are missing".into())
}

/// The metadata is gone, so a directory that cannot be deleted is only reported to the log.
async fn delete_directories(catalog: &Catalog, target: &Target, partitions: &[Partition]) -> Result<()> {
    let Some(top) = target.location(catalog)? else { return Ok(()) };
    let mut deletes = Vec::with_capacity(partitions.len());
    for partition in partitions {
        if let Some(location) = partition.sd.as_ref().and_then(|sd| sd.location.as_deref()) {
            deletes.push(delete_directory(catalog, &top, location).boxed());
        }
    }
    stream::iter(deletes).buffer_unordered(DELETED_AT_ONCE).collect::<()>().await;
    Ok(())
}

async fn delete_directory(catalog: &Catalog, top: &Location, location: &str) {
    let outcome = async {
        let location = catalog.warehouse.qualify(location)?;
        if location.contains(top) {
            tracing::warn!(%location, "not deleted: the directory of a partition holds its whole table");
            return Ok(());
        }
        catalog.warehouse.delete_directory(&location).await?;
        catalog.warehouse.remove_empty_parents(&location, top).await
    };
    if let Err(error) = outcome.await {
        let error: skep_warehouse::Error = error;
        tracing::warn!(%location, %error, "the directory of a dropped partition was left behind");
    }
}
