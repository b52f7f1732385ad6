//! `commit_txn`: the first committer wins.

use super::reason::Reason;
use super::state::State;
use super::{abort, replica, sql};
use crate::names::Name;
use crate::{Error, Result, compaction, event, lock};
use futures_util::try_join;
use skep_schema::Version;
use skep_sql::{Database, Tx};
use skep_types::{CommitTxnKeyValue, CommitTxnRequest, Str, TxnType, WriteEventInfo};

/// Keys that a commit may set (`TxnStore.TXN_KEY_START`).
const KEY_START: &str = "_meta";

enum Outcome {
    Committed,
    /// Aborted instead, and why.
    Conflict(String),
}

/// Committing what is committed is success: the client may not have had our first answer.
///
/// A transaction that updated or deleted what another did meanwhile is aborted. That is kept, so it
/// is no failure of our own transaction.
pub async fn commit(db: &Database, request: &CommitTxnRequest) -> Result<()> {
    match db.write(|tx| async move { attempt(&tx, request).await }).await? {
        Outcome::Committed => Ok(()),
        Outcome::Conflict(message) => Err(Error::TxnAborted(message)),
    }
}

async fn attempt(tx: &Tx, request: &CommitTxnRequest) -> Result<Outcome> {
    let policy = request.repl_policy.as_deref();
    let Some(txn) = replica::resolve(tx, request.txnid, request.txn_type, policy).await? else {
        return Ok(Outcome::Committed);
    };
    if let Some(last) = &request.repl_last_id_info {
        replica::note_last_id(tx, last).await?;
    }
    // The others are sent along, and run once the first has the transaction's row.
    let (state, now, wrote) = try_join!(State::find(tx, txn), now(tx), Wrote::find(tx, txn))?;
    let kind = match state {
        State::Committed => return Ok(Outcome::Committed),
        state => state.open(txn)?,
    };
    if request.txn_type == Some(TxnType::REPL_CREATED) {
        complete_replayed(tx, txn, request.write_event_infos.as_deref().unwrap_or_default()).await?;
        replica::forget(tx, &[txn]).await?;
    } else if kind != TxnType::READ_ONLY
        && let Some(conflict) = complete(tx, txn, kind, request, &wrote, now).await?
    {
        return Ok(Outcome::Conflict(conflict));
    }
    if let Some(pair) = &request.key_value {
        set_key(tx, txn, pair).await?;
    }
    if wrote.anything {
        tx.execute(&sql::DELETE_COMPONENTS, &[txn.into()]).await?;
    }
    let (ids, values) = ([txn], [txn.into()]);
    let committed = async { Result::Ok(tx.execute_one(&sql::COMMIT, &values).await?) };
    try_join!(abort::release(tx, &ids), committed)?;
    let replicates = policy.is_some() && request.txn_type.is_none_or(|kind| kind == TxnType::DEFAULT);
    if kind != TxnType::READ_ONLY && !replicates {
        event::committed(tx, txn, now);
        if matches!(kind, TxnType::COMPACTION | TxnType::REBALANCE_COMPACTION | TxnType::SOFT_DELETE) {
            tell_compaction(tx, txn, now).await?;
        }
    }
    Ok(Outcome::Committed)
}

async fn now(tx: &Tx) -> Result<i64> {
    Ok(tx.row(&lock::sql::NOW_MILLIS, &[]).await?.get(0)?)
}

/// What a transaction said it would write. Most that commit are those of readers.
struct Wrote {
    anything: bool,
    /// Updates or deletes.
    changes: bool,
}

impl Wrote {
    async fn find(tx: &Tx, txn: i64) -> Result<Wrote> {
        let row = tx.row(&sql::COUNT_COMPONENTS, &[txn.into()]).await?;
        Ok(Wrote { anything: row.get::<i64>(0)? > 0, changes: row.get::<i64>(1)? > 0 })
    }
}

/// Notes what it wrote for those that commit after it, and for compaction. Answers the conflict it
/// was aborted for.
async fn complete(
    tx: &Tx,
    txn: i64,
    kind: TxnType,
    request: &CommitTxnRequest,
    wrote: &Wrote,
    now: i64,
) -> Result<Option<String>> {
    let compacts = matches!(kind, TxnType::COMPACTION | TxnType::REBALANCE_COMPACTION);
    let mut changed = false;
    if matches!(kind, TxnType::COMPACTION | TxnType::SOFT_DELETE) && tx.version() >= Version::V4_0 {
        let commit = commit_id(tx).await?;
        tx.execute(&sql::COMMIT_COMPACTION, &[txn.into(), commit.into(), now.into()]).await?;
    } else if wrote.changes {
        changed = true;
        let commit = commit_id(tx).await?;
        // A client that says nothing is an old one, whose locks let writers in together.
        if request.excl_write_enabled != Some(true)
            && let Some(conflict) = conflict(tx, txn, commit).await?
        {
            abort::abort_in(tx, &[txn], None, Reason::WRITE_CONFLICT).await?;
            return Ok(Some(conflict));
        }
        tx.execute(&sql::NOTE_WRITE_SET, &[txn.into(), commit.into()]).await?;
    }
    if !compacts && wrote.anything {
        tx.execute(&sql::COMPLETE, &[txn.into(), if changed { "Y" } else { "N" }.into()]).await?;
    }
    Ok(None)
}

/// Says what it compacted, as Hive 4 does.
async fn tell_compaction(tx: &Tx, txn: i64, now: i64) -> Result<()> {
    if tx.version() < Version::V4_0 {
        return Ok(());
    }
    let Some(row) = tx.row_opt(&sql::COMPACTED, &[txn.into()]).await? else { return Ok(()) };
    let (letter, database, table): (Str, Str, Str) = (row.get(1)?, row.get(2)?, row.get(3)?);
    let (kind, place) = (compaction::type_name(&letter), Name::new(&database, &table));
    event::compacted(tx, txn, &event::Compacted { id: row.get(0)?, kind, place, partition: row.get(4)? }, now);
    Ok(())
}

/// The newest transaction, with nobody opening or committing another until ours ends.
async fn commit_id(tx: &Tx) -> Result<i64> {
    tx.rows(&sql::LOCK_TO_COMMIT, &[]).await?;
    Ok(tx.row(&sql::HIGH_WATER_MARK, &[]).await?.get(0)?)
}

async fn conflict(tx: &Tx, txn: i64, commit: i64) -> Result<Option<String>> {
    let Some(row) = tx.row_opt(&sql::CONFLICT, &[txn.into()]).await? else { return Ok(None) };
    let (other, committed): (i64, i64) = (row.get(0)?, row.get(1)?);
    let (database, table, partition): (Str, Str, Option<Str>) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let (ours, theirs): (Str, Str) = (row.get(5)?, row.get(6)?);
    let partition = partition.map(|partition| format!("/{partition}")).unwrap_or_default();
    Ok(Some(format!(
        "Aborting [txnid:{txn},{commit}] due to a write conflict on {database}/{table}{partition} \
         committed by [txnid:{other},{committed}] {ours}/{theirs}"
    )))
}

/// A replica's transaction wrote what its source says.
async fn complete_replayed(tx: &Tx, txn: i64, written: &[WriteEventInfo]) -> Result<()> {
    let rows = written.iter().map(|info| {
        [
            txn.into(),
            info.database.as_str().into(),
            info.table.as_str().into(),
            info.partition.as_deref().into(),
            info.write_id.into(),
            "N".into(),
        ]
    });
    Ok(tx.insert(&sql::INSERT_COMPLETED, rows).await?)
}

/// Iceberg-like writers keep a pointer in a table's parameters that moves with the commit.
async fn set_key(tx: &Tx, txn: i64, pair: &CommitTxnKeyValue) -> Result<()> {
    let what = format!(
        "Error updating key/value in the sql backend with txnId={txn}, tableId={}, key={}, value={}.",
        pair.table_id, pair.key, pair.value
    );
    if !pair.key.starts_with(KEY_START) {
        return Err(Error::Meta(format!("{what} key should start with {KEY_START}.")));
    }
    let values = [pair.table_id.into(), pair.key.as_str().into(), pair.value.as_str().into()];
    match tx.execute(&sql::SET_TABLE_PARAM, &values).await? {
        1 => Ok(()),
        rows => {
            Err(Error::Meta(format!("{what} Only one row should have been affected but {rows} rows where affected.")))
        }
    }
}

/// The newest committed transaction that changed what this one is about to; 0 if none did.
pub async fn latest_in_conflict(db: &Database, txn: i64) -> Result<i64> {
    match db.rows(&sql::LATEST_IN_CONFLICT, &[txn.into()]).await?.first() {
        Some(row) => Ok(row.get::<Option<i64>>(0)?.unwrap_or(0)),
        None => Ok(0),
    }
}
