//! Replacing the content of descriptors that keep their ids.

use std::collections::BTreeSet;

use skep_sql::Tx;
use skep_types::StorageDescriptor;

use super::delete::{delete_children, delete_orphaned_columns};
use super::insert::{insert_children, insert_columns};
use super::rows::{self, Placed};
use super::{Columns, Stored, sql};
use crate::Result;

/// Gives each stored descriptor new content. Columns are never changed in place, because others may
/// share them: a descriptor that keeps its columns keeps their id, others move to the shared ones or
/// to new ones, and what nobody uses any more is deleted.
pub async fn update(tx: &Tx, changes: &[(&Stored, &StorageDescriptor)], shared: Option<Columns<'_>>) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let columns = columns(tx, changes, shared).await?;
    let placed: Vec<Placed<'_>> = changes.iter().zip(&columns).map(|((old, new), cd)| placed(old, new, *cd)).collect();
    tx.upsert(&sql::UPDATE_SERDES, rows::serdes(&placed)).await?;
    tx.upsert(&sql::UPDATE_SDS, rows::sds(&placed)).await?;

    let ids: Vec<i64> = placed.iter().map(|one| one.sd_id).collect();
    let serdes: Vec<i64> = placed.iter().map(|one| one.serde_id).collect();
    delete_children(tx, &ids).await?;
    tx.execute(&sql::DELETE_SERDE_PARAMETERS, &[serdes.as_slice().into()]).await?;
    insert_children(tx, &placed).await?;

    let left = changes.iter().zip(&columns).filter_map(|((old, _), now)| old.cd_id.filter(|cd| cd != now));
    delete_orphaned_columns(tx, left.collect::<BTreeSet<i64>>()).await
}

fn placed<'a>(old: &Stored, new: &'a StorageDescriptor, cd_id: i64) -> Placed<'a> {
    Placed { sd_id: old.sd_id, serde_id: old.serde_id.unwrap_or_default(), cd_id, sd: new }
}

/// The column descriptor each will have.
async fn columns(tx: &Tx, changes: &[(&Stored, &StorageDescriptor)], shared: Option<Columns<'_>>) -> Result<Vec<i64>> {
    let kept: Vec<Option<i64>> =
        changes.iter().map(|(old, new)| old.cd_id.filter(|_| old.sd.cols == new.cols)).collect();
    let moved = changes.iter().zip(&kept).filter(|(_, kept)| kept.is_none());
    let moved: Vec<&StorageDescriptor> = moved.map(|((_, new), _)| *new).collect();
    let mut moved = insert_columns(tx, &moved, shared).await?.into_iter();
    Ok(kept.into_iter().map(|kept| kept.or_else(|| moved.next()).unwrap_or_default()).collect())
}
