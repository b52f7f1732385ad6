//! What a worker says about an entry while it has it.

use super::{Place, no_such, sql};
use crate::{Error, Result};
use skep_sql::Database;
use skep_types::CompactionInfoStruct;

/// Notes the transaction a compaction runs in, as whom, and up to which write id it reads. The transaction gets a
/// component, so that what it may have written is cleaned up if it is aborted.
pub async fn update_state(db: &Database, entry: &CompactionInfoStruct, txn: i64) -> Result<()> {
    let place = &Place::of(&entry.dbname, &entry.tablename, entry.partitionname.as_ref());
    let highest = entry.highest_write_id.unwrap_or(0);
    db.write(|tx| async move {
        let noted = [entry.id.into(), highest.into(), entry.runas.as_deref().into(), txn.into()];
        if tx.execute(&sql::UPDATE_ENTRY, &noted).await? == 0 {
            return Err(no_such(entry.id));
        }
        if tx.row_opt(&sql::TRANSACTION, &[txn.into()]).await?.is_none() {
            return Err(Error::Meta(format!("No such transaction txnid:{txn}")));
        }
        let component = [
            txn.into(),
            (&place.database).into(),
            (&place.table).into(),
            place.partition.as_deref().into(),
            "c".into(),
            highest.into(),
        ];
        Ok(tx.insert(&sql::INSERT_TXN_COMPONENT, [component]).await?)
    })
    .await
}

/// The files are written; the old ones wait for the cleaner.
pub async fn mark_compacted(db: &Database, id: i64) -> Result<()> {
    db.write(|tx| async move { found(tx.execute(&sql::MARK_COMPACTED, &[id.into()]).await?, id) }).await
}

pub async fn set_hadoop_job(db: &Database, id: i64, job: Option<&str>) -> Result<()> {
    db.write(|tx| async move { found(tx.execute(&sql::SET_JOB, &[id.into(), job.into()]).await?, id) }).await
}

fn found(rows: u64, id: i64) -> Result<()> {
    if rows == 0 { Err(no_such(id)) } else { Ok(()) }
}
