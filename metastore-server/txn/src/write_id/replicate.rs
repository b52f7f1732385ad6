//! `repl_tbl_writeid_state`: a replica's table goes on where its source is.

use super::{allocate, sql};
use crate::names::{Name, lower_keys};
use crate::snapshot::Snapshot;
use crate::{Error, Result, lock, require, transaction};
use skep_sql::{Database, Tx};
use skep_types::{ReplTblWriteIdStateRequest, Str, TxnToWriteId, TxnType};

/// Aborted writes of one table at the most: each takes a transaction.
const ABORTED_MAX: usize = 1000;

/// Gives each write that was aborted on the source a transaction aborted here, and has what they
/// left compacted away. Done before: nothing happens.
pub async fn replicate(db: &Database, request: &ReplTblWriteIdStateRequest) -> Result<()> {
    require(db, "NEXT_WRITE_ID")?;
    let (_, state) = Snapshot::parse_named(&request.valid_write_idlist)?;
    let aborted: &Vec<i64> = &state.aborted().collect();
    if aborted.len() > ABORTED_MAX {
        let text = format!("{} aborted writes are too many to replicate, {ABORTED_MAX} at the most", aborted.len());
        return Err(Error::Meta(text));
    }
    let next = state.high_water_mark.saturating_add(1);
    let place = &Name::new(&request.db_name, &request.table_name);
    db.write(|tx| async move {
        if tx.row_opt(&sql::NEXT_WRITE_ID, &[place.database(), place.table()]).await?.is_some() {
            return Ok(());
        }
        if !aborted.is_empty() {
            let count = i64::try_from(aborted.len()).unwrap_or(i64::MAX);
            let txns = transaction::insert(&tx, count, &request.user, &request.host_name, TxnType::DEFAULT).await?;
            let ids = txns.iter().zip(aborted).map(|(txn, write)| TxnToWriteId { txn_id: *txn, write_id: *write });
            allocate::insert(&tx, place, &ids.collect::<Vec<_>>()).await?;
            transaction::abort_in(&tx, &txns, None, transaction::Reason::REPLICATED_WRITE_ID).await?;
            compact(&tx, place, request.part_names.as_deref()).await?;
        }
        allocate::begin(&tx, place, next).await
    })
    .await
}

/// Major compactions of the table or of the partitions named.
async fn compact(tx: &Tx, place: &Name, partitions: Option<&[Str]>) -> Result<()> {
    let partitions: Vec<Option<Str>> = match partitions {
        Some(names) => names.iter().map(|name| Some(lower_keys(name))).collect(),
        None => vec![None],
    };
    let first: i64 = tx.row(&sql::NEXT_COMPACTION_ID, &[]).await?.get(0)?;
    let count = i64::try_from(partitions.len()).unwrap_or(i64::MAX);
    tx.execute_one(&sql::TAKE_COMPACTION_IDS, &[(first + count).into()]).await?;
    let now: i64 = tx.row(&lock::sql::NOW_MILLIS, &[]).await?.get(0)?;
    let rows = (first..).zip(&partitions).map(|(id, partition)| {
        let partition = partition.as_deref().into();
        [id.into(), place.database(), place.table(), partition, "i".into(), "a".into(), now.into(), None::<&str>.into()]
    });
    Ok(tx.insert(&sql::INSERT_COMPACTION, rows).await?)
}
