//! Runtime statistics: what HiveServer2's optimizer learnt from queries that ran, in a form that is
//! its own.

pub mod sql;

use crate::{Catalog, Error, Result};
use skep_sql::Sequence;
use skep_types::RuntimeStat;
use std::time::Duration;

const TABLE: &str = "RUNTIME_STATS";

/// The time is ours if the client sends none.
pub async fn add(catalog: &Catalog, stat: &RuntimeStat) -> Result<()> {
    catalog.needs(TABLE)?;
    let created = stat.create_time.map_or_else(|| catalog.clock.seconds(), i64::from);
    let added = catalog.db.write(|tx| async move {
        let id = tx.ids(Sequence::RuntimeStat, 1).await?.start;
        let row = [id.into(), created.into(), stat.weight.into(), stat.payload.as_slice().into()];
        Ok::<_, Error>(tx.execute_one(&sql::ADD, &row).await?)
    });
    added.await
}

/// The newest first, until their weights make up `max_weight` (all if it is negative), of those made
/// before `before` if that is positive.
pub async fn get(catalog: &Catalog, max_weight: i32, before: i32) -> Result<Vec<RuntimeStat>> {
    catalog.needs(TABLE)?;
    let before = if before > 0 { i64::from(before) } else { i64::MAX };
    let most = if max_weight < 0 { i64::MAX } else { i64::from(max_weight) };
    catalog.db.read(|tx| async move { read(&tx, most, before).await }).await
}

/// Weights first: payloads that are not wanted stay where they are.
async fn read(tx: &skep_sql::Tx, most: i64, before: i64) -> Result<Vec<RuntimeStat>> {
    let (mut wanted, mut weight) = (Vec::new(), 0_i64);
    for row in tx.rows(&sql::WEIGHTS, &[before.into()]).await? {
        wanted.push(row.get::<i64>(0)?);
        weight = weight.saturating_add(row.get(1)?);
        if weight >= most {
            break;
        }
    }
    let mut stats = Vec::with_capacity(wanted.len());
    for ids in wanted.chunks(CHUNK) {
        for row in tx.rows(&sql::STATS, &[ids.into()]).await? {
            let payload: Option<Vec<u8>> = row.get(2)?;
            let payload = payload.unwrap_or_default();
            stats.push(RuntimeStat { create_time: Some(row.get(0)?), weight: row.get(1)?, payload });
        }
    }
    Ok(stats)
}

/// Payloads read at a time.
const CHUNK: usize = 500;

/// Deletes statistics that are so old. Returns how many there were.
pub async fn clean(catalog: &Catalog, keep: Duration) -> Result<u64> {
    if catalog.needs(TABLE).is_err() {
        return Ok(0);
    }
    let until = catalog.clock.seconds().saturating_sub_unsigned(keep.as_secs());
    let deleted =
        catalog.db.write(|tx| async move { Ok::<_, Error>(tx.execute(&sql::DELETE_OLD, &[until.into()]).await?) });
    deleted.await
}

#[cfg(test)]
mod tests;
