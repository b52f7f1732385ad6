//! Transactions that a replica opens for those of its source: `REPL_TXN_MAP`.

use super::{CHUNK, sql};
use crate::{Error, Result, require};
use skep_sql::{Database, Insert, Statement, Tx};
use skep_types::{ReplLastIdInfo, ReplayedTxnsForPolicyResult, TxnType};
use std::collections::BTreeMap;

/// How far a replica has got; of databases, tables and partitions.
const LAST_ID: &str = "repl.last.id";
/// A database whose replica was interfered with.
const INCOMPATIBLE: &str = "repl.incompatible";

/// Target by source.
pub(crate) async fn targets(tx: &Tx, policy: &str, sources: &[i64]) -> Result<BTreeMap<i64, i64>> {
    let mut targets = BTreeMap::new();
    if !known(tx) {
        return Ok(targets);
    }
    for sources in sources.chunks(CHUNK) {
        for row in tx.rows(&sql::TARGETS, &[policy.into(), sources.into()]).await? {
            targets.insert(row.get(0)?, row.get(1)?);
        }
    }
    Ok(targets)
}

fn known(tx: &Tx) -> bool {
    tx.lacks("REPL_TXN_MAP").is_none()
}

pub(super) async fn remember(tx: &Tx, policy: &str, sources: &[i64], targets: &[i64]) -> Result<()> {
    if let Some(text) = tx.lacks("REPL_TXN_MAP") {
        return Err(Error::Meta(text));
    }
    let rows = sources.iter().zip(targets).map(|(source, target)| [policy.into(), (*source).into(), (*target).into()]);
    Ok(tx.insert(&sql::INSERT_TARGET, rows).await?)
}

/// The transaction that a request is about. None: the replica's has ended before.
pub(super) async fn resolve(tx: &Tx, txn: i64, kind: Option<TxnType>, policy: Option<&str>) -> Result<Option<i64>> {
    if kind != Some(TxnType::REPL_CREATED) {
        return Ok(Some(txn));
    }
    let policy = policy.ok_or_else(|| Error::Meta("a replicated transaction needs its policy".into()))?;
    Ok(targets(tx, policy, &[txn]).await?.into_values().next())
}

pub(super) async fn forget(tx: &Tx, targets: &[i64]) -> Result<()> {
    if known(tx) {
        tx.execute(&sql::FORGET_TARGETS, &[targets.into()]).await?;
    }
    Ok(())
}

/// If somebody else than the replication aborts its transactions, its databases are out of step.
pub(super) async fn mark_incompatible(tx: &Tx, targets: &[i64]) -> Result<()> {
    if !known(tx) {
        return Ok(());
    }
    for row in tx.rows(&sql::POLICIES_OF, &[targets.into()]).await? {
        let policy: String = row.get(0)?;
        // `db`, or `db.*` with the tables that it takes in.
        let database = policy.split('.').next().unwrap_or_default().to_lowercase();
        if let Some(row) = tx.row_opt(&sql::DATABASE_ID, &[database.as_str().into(), "hive".into()]).await? {
            set(tx, &DATABASE, row.get(0)?, INCOMPATIBLE, "true").await?;
        }
    }
    Ok(())
}

/// Where parameters of one kind of object are.
struct Params {
    delete: &'static Statement,
    insert: &'static Insert,
}

static DATABASE: Params = Params { delete: &sql::DELETE_DATABASE_PARAM, insert: &sql::INSERT_DATABASE_PARAM };
static TABLE: Params = Params { delete: &sql::DELETE_TABLE_PARAM, insert: &sql::INSERT_TABLE_PARAM };

async fn set(tx: &Tx, params: &Params, id: i64, key: &str, value: &str) -> Result<()> {
    tx.execute(params.delete, &[id.into(), key.into()]).await?;
    Ok(tx.insert(params.insert, [[id.into(), key.into(), value.into()]]).await?)
}

/// How far the replica has got, on the objects that this commit is about.
pub(super) async fn note_last_id(tx: &Tx, last: &ReplLastIdInfo) -> Result<()> {
    let value = last.last_repl_id.to_string();
    let catalog = last.catalog.as_ref().map_or("hive".to_owned(), |catalog| catalog.trim().to_lowercase());
    let database = last.database.trim().to_lowercase();
    let row = tx.row_opt(&sql::DATABASE_ID, &[database.as_str().into(), catalog.as_str().into()]).await?;
    let Some(row) = row else {
        return Err(Error::Meta(format!("DB with name {database} does not exist in catalog {catalog}")));
    };
    let database_id: i64 = row.get(0)?;
    set(tx, &DATABASE, database_id, LAST_ID, &value).await?;
    let Some(table) = last.table.as_ref().map(|table| table.trim().to_lowercase()) else { return Ok(()) };
    let Some(row) = tx.row_opt(&sql::TABLE_ID, &[database_id.into(), table.as_str().into()]).await? else {
        let text = format!("Table with name {table} does not exist in db {catalog}.{database}");
        return Err(Error::Meta(text));
    };
    let table_id: i64 = row.get(0)?;
    set(tx, &TABLE, table_id, LAST_ID, &value).await?;
    let names: Vec<&str> = last.partition_list.iter().flatten().map(|name| name.as_str()).collect();
    for names in names.chunks(CHUNK) {
        note_partitions(tx, table_id, names, &value).await?;
    }
    Ok(())
}

async fn note_partitions(tx: &Tx, table: i64, names: &[&str], value: &str) -> Result<()> {
    let rows = tx.rows(&sql::PARTITION_IDS, &[table.into(), names.into()]).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.get(0)).collect::<std::result::Result<_, _>>()?;
    if ids.len() != names.len() {
        let text =
            format!("{} of {} partitions to mark as replicated do not exist", names.len() - ids.len(), names.len());
        return Err(Error::Meta(text));
    }
    tx.execute(&sql::DELETE_PARTITION_PARAM, &[ids.as_slice().into(), LAST_ID.into()]).await?;
    let rows = ids.iter().map(|id| [(*id).into(), LAST_ID.into(), value.into()]);
    Ok(tx.insert(&sql::INSERT_PARTITION_PARAM, rows).await?)
}

/// `get_replayed_txns_for_policy`: what is still open on the replica, target by source.
pub async fn replayed(db: &Database, policy: &str) -> Result<ReplayedTxnsForPolicyResult> {
    require(db, "REPL_TXN_MAP")?;
    let mut entries = BTreeMap::new();
    for row in db.rows(&sql::TARGETS_OF_POLICY, &[policy.into()]).await? {
        let (source, target): (i64, i64) = (row.get(0)?, row.get(1)?);
        entries.insert(source.to_string().into(), target.to_string().into());
    }
    Ok(ReplayedTxnsForPolicyResult { repl_txn_map_entry: Some(entries) })
}
