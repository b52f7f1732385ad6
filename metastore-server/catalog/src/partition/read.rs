//! Partitions by their ids: a fixed number of statements for any number of them.

use std::collections::HashMap;

use futures_util::try_join;
use skep_sql::Tx;
use skep_types::Partition;

use super::{Parent, sql};
use crate::Result;
use crate::storage::{self, ColumnCache, Stored};

/// A partition with its storage ids.
#[derive(Clone, Debug)]
pub struct PartitionRow {
    pub id: i64,
    pub stored: Option<Stored>,
    /// Complete but for `sd`, which [`PartitionRow::into_partition`] puts in.
    pub partition: Partition,
}

impl PartitionRow {
    pub fn into_partition(self) -> Partition {
        Partition { sd: self.stored.map(|stored| stored.sd), ..self.partition }
    }
}

/// The partitions in the order of the ids. One that is gone meanwhile is left out.
pub async fn rows(tx: &Tx, parent: &Parent, ids: &[i64], cache: &ColumnCache) -> Result<Vec<PartitionRow>> {
    let ids_ = [ids.into()];
    let (rows, values, parameters) = try_join!(
        tx.rows(&sql::PARTITIONS_BY_ID, &ids_),
        tx.rows(&sql::KEY_VALUES, &ids_),
        tx.rows(&sql::PARAMETERS, &ids_),
    )?;
    let order: HashMap<i64, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut found: Vec<Option<PartitionRow>> = vec![None; ids.len()];
    for row in &rows {
        let id: i64 = row.get(0)?;
        let write_id: i64 = row.get::<Option<i64>>(3)?.unwrap_or_default();
        let partition = Partition {
            values: Some(vec![Default::default(); parent.keys.len()]),
            db_name: Some(parent.name.database.database.clone()),
            table_name: Some(parent.name.table.clone()),
            cat_name: Some(parent.name.database.catalog.clone()),
            create_time: Some(storage::narrow(row.get(1)?)),
            last_access_time: Some(storage::narrow(row.get(2)?)),
            parameters: Some(Default::default()),
            write_id: (write_id > 0).then_some(write_id),
            ..Partition::default()
        };
        found[order[&id]] = Some(PartitionRow { id, stored: storage::stored(row, 4)?, partition });
    }
    for row in &values {
        let Some(one) = found[order[&row.get::<i64>(0)?]].as_mut() else { continue };
        let at = usize::try_from(row.get::<i64>(1)?).unwrap_or(usize::MAX);
        if let Some(value) = one.partition.values.get_or_insert_default().get_mut(at) {
            *value = row.get::<Option<_>>(2)?.unwrap_or_default();
        }
    }
    for row in &parameters {
        let Some(one) = found[order[&row.get::<i64>(0)?]].as_mut() else { continue };
        storage::parameter(row, one.partition.parameters.get_or_insert_default())?;
    }
    let mut found: Vec<PartitionRow> = found.into_iter().flatten().collect();
    let mut stored: Vec<&mut Stored> = found.iter_mut().filter_map(|p| p.stored.as_mut()).collect();
    storage::fill(tx, &mut stored, cache).await?;
    Ok(found)
}

/// The same without the ids.
pub async fn partitions(tx: &Tx, parent: &Parent, ids: &[i64], cache: &ColumnCache) -> Result<Vec<Partition>> {
    let rows = rows(tx, parent, ids, cache).await?;
    Ok(rows.into_iter().map(PartitionRow::into_partition).collect())
}
