//! The end of an entry: cleaned, failed or refused.

use super::kind::{State, type_letter};
use super::{Place, next_id, no_such, now, sql};
use crate::Result;
use skep_sql::{Database, Fragment, Tx};
use skep_types::{CompactionInfoStruct, CompactionType};

/// The compaction failed. An id of 0 says that it was not even queued: then the history alone gets an entry, so that the
/// initiator can see how often it has failed.
pub async fn mark_failed(db: &Database, entry: &CompactionInfoStruct) -> Result<()> {
    let state = if entry.id == 0 { State::DidNotInitiate } else { State::Failed };
    end(db, entry, state).await
}

/// Nothing can be compacted here.
pub async fn mark_refused(db: &Database, entry: &CompactionInfoStruct) -> Result<()> {
    end(db, entry, State::Refused).await
}

async fn end(db: &Database, entry: &CompactionInfoStruct, state: State) -> Result<()> {
    db.write(|tx| async move {
        if entry.id == 0 {
            return record(&tx, entry, state).await;
        }
        let completed = complete(&tx, &[entry.id], state, entry.error_message.as_deref()).await?;
        if completed == 0 { Err(no_such(entry.id)) } else { Ok(()) }
    })
    .await
}

/// Moves entries from the queue to the history. Says how many there were.
pub(super) async fn complete(tx: &Tx, ids: &[i64], state: State, why: Option<&str>) -> Result<u64> {
    let now = now(tx).await?;
    tx.execute(&sql::COMPLETE, &[ids.into(), state.letter().into(), now.into(), why.into()]).await?;
    Ok(tx.execute(&sql::DELETE_ENTRIES, &[ids.into()]).await?)
}

/// An entry of the history for what was never queued.
async fn record(tx: &Tx, entry: &CompactionInfoStruct, state: State) -> Result<()> {
    let place = Place::of(&entry.dbname, &entry.tablename, entry.partitionname.as_ref());
    let kind = type_letter(entry.type_, tx.version())?;
    let (id, now, highest) = (next_id(tx).await?, now(tx).await?, entry.highest_write_id.unwrap_or(0));
    let row = [
        id.into(),
        (&place.database).into(),
        (&place.table).into(),
        place.partition.as_deref().into(),
        state.letter().into(),
        kind.into(),
        entry.properties.as_deref().into(),
        entry.worker_id.as_deref().into(),
        now.into(),
        now.into(),
        entry.runas.as_deref().into(),
        highest.into(),
        highest.into(),
        entry.error_message.as_deref().into(),
        entry.enqueue_time.into(),
        entry.poolname.as_deref().into(),
        entry.number_of_buckets.into(),
        entry.order_by_clause.as_deref().into(),
    ];
    Ok(tx.insert(&sql::INSERT_COMPLETED, [row]).await?)
}

/// The old files are gone: the entry succeeded, and the writes it has taken up are forgotten, those of aborted
/// transactions too. Only up to its highest write id; what came later is the next compaction's.
pub async fn mark_cleaned(db: &Database, entry: &CompactionInfoStruct) -> Result<()> {
    let place = &Place::of(&entry.dbname, &entry.tablename, entry.partitionname.as_ref());
    let highest = entry.highest_write_id.unwrap_or(0);
    db.write(|tx| async move {
        if entry.type_ == CompactionType::ABORT_TXN_CLEANUP {
            tx.execute(&sql::DELETE_ENTRIES, &[[entry.id].as_slice().into()]).await?;
        } else {
            complete(&tx, &[entry.id], State::Succeeded, None).await?;
            tx.execute_of(&place.all(&sql::DELETE_ABORT_RETRIES, [], r#" and "CQ_PARTITION" = "#)).await?;
            let mut writes = place.all(&sql::DELETE_COMPLETED_WRITES, [], r#" and "CTC_PARTITION" = "#);
            if highest != 0 {
                let up_to = r#" and {since 3.1: "CTC_WRITEID"}{before 3.1: "CTC_TXNID"} <= "#;
                writes.push(up_to).bind(highest);
            }
            tx.execute_of(&writes).await?;
        }
        if highest != 0 {
            let more = [highest.into()];
            tx.execute_of(&place.all(&sql::DELETE_ABORTED_WRITES, more, r#" and "TC_PARTITION" = "#)).await?;
        }
        Ok(())
    })
    .await
}

impl Place {
    /// A statement on the table ($1, $2 and more), narrowed to the partition if one is named. A place without a
    /// partition is the table with all of them.
    pub(super) fn all<'a>(
        &'a self,
        statement: &'static skep_sql::Statement,
        more: impl IntoIterator<Item = skep_sql::Value<'a>>,
        partition: &'static str,
    ) -> Fragment<'a> {
        let of_table = [(&self.database).into(), (&self.table).into()];
        let mut query = Fragment::of(statement, of_table.into_iter().chain(more));
        if let Some(name) = &self.partition {
            query.push(partition).bind(name);
        }
        query
    }
}
