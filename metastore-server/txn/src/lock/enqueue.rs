//! `lock`: put the request in the queue and look once whether it is its turn.

use super::conflict::Conflict;
use super::row::{Kind, LockRow};
use super::{check, sql};
use crate::names::{Name, lower_keys, operation_letter};
use crate::transaction::state;
use crate::{Error, Locks, Result, write_id};
use futures_util::try_join;
use skep_schema::Version;
use skep_sql::{Tx, Value};
use skep_types::{DataOperationType, LockComponent, LockRequest, LockResponse, LockState, Str};
use std::collections::{BTreeMap, BTreeSet};

/// Never blocks: ACQUIRED, WAITING (the client polls with `check_lock`), or, for
/// those who asked not to wait, NOT_ACQUIRED.
pub async fn lock(locks: &Locks, request: &LockRequest) -> Result<LockResponse> {
    if request.component.is_empty() {
        return Err(Error::Meta("a lock request needs at least one component".into()));
    }
    locks.db.write(|tx| async move { enqueue(&tx, locks, request).await }).await
}

async fn enqueue(tx: &Tx, locks: &Locks, request: &LockRequest) -> Result<LockResponse> {
    let txn = request.txnid.unwrap_or(0);
    if txn > 0 {
        state::require_open(tx, txn).await?;
        note_components(tx, txn, request).await?;
    }
    let places: Vec<Place> = request.component.iter().map(Place::of).collect::<Result<_>>()?;
    let counter = tx.row(&sql::NEXT_LOCK_ID, &[]).await?;
    let (id, now): (i64, i64) = (counter.get(0)?, counter.get(1)?);
    let wanted: Vec<LockRow> = (1..).zip(places).map(|(int_id, place)| place.row(id, int_id, txn)).collect();
    let conflict = check::in_the_way(tx, locks, &wanted, now).await?;
    let take = [(id + 1).into()];
    let taken = async { Result::Ok(tx.execute_one(&sql::TAKE_LOCK_ID, &take).await?) };
    if let Some(conflict) = &conflict
        && does_not_wait(request, txn)
    {
        taken.await?;
        let error_message = Some(refusal(request, &conflict.held));
        return Ok(LockResponse { lockid: id, state: LockState::NOT_ACQUIRED, error_message });
    }
    try_join!(taken, insert(tx, &wanted, now, conflict.as_ref(), request))?;
    let state = if conflict.is_none() { LockState::ACQUIRED } else { LockState::WAITING };
    Ok(LockResponse { lockid: id, state, ..Default::default() })
}

async fn insert(
    tx: &Tx,
    wanted: &[LockRow],
    now: i64,
    conflict: Option<&Conflict>,
    request: &LockRequest,
) -> Result<()> {
    let acquired = conflict.is_none();
    let rows = wanted.iter().map(|row| {
        // Those of a transaction live as long as it does, from when they are acquired.
        let heartbeat = if acquired || row.txn == 0 { now } else { 0 };
        let by = conflict.filter(|conflict| conflict.wanted.int_id == row.int_id).map(|conflict| &conflict.held);
        [
            row.ext_id.into(),
            row.int_id.into(),
            row.txn.into(),
            row.database.as_str().into(),
            row.table.as_deref().into(),
            row.partition.as_deref().into(),
            if acquired { "a" } else { "w" }.into(),
            row.kind.letter().into(),
            Value::from(heartbeat),
            acquired.then_some(now).into(),
            request.user.as_str().into(),
            request.hostname.as_str().into(),
            request.agent_info.as_deref().into(),
            by.map(|by| by.ext_id).into(),
            by.map(|by| by.int_id).into(),
        ]
    });
    Ok(tx.insert(&sql::INSERT_LOCK, rows).await?)
}

/// A component with its names as they are stored.
struct Place {
    database: Str,
    table: Option<Str>,
    partition: Option<Str>,
    kind: Kind,
}

impl Place {
    fn of(component: &LockComponent) -> Result<Place> {
        Ok(Place {
            database: component.dbname.to_lowercase(),
            table: component.tablename.as_ref().map(|t| t.to_lowercase()),
            partition: component.partitionname.as_ref().map(|p| lower_keys(p)),
            kind: Kind::of(component.type_)?,
        })
    }

    fn row(self, ext_id: i64, int_id: i64, txn: i64) -> LockRow {
        let Place { database, table, partition, kind } = self;
        LockRow { ext_id, int_id, txn, database, table, partition, acquired: false, kind }
    }
}

/// What the transaction will write, for the conflict check at its commit and for compaction.
async fn note_components(tx: &Tx, txn: i64, request: &LockRequest) -> Result<()> {
    let mut rows = Vec::new();
    for component in request.component.iter().filter(|c| c.is_transactional == Some(true)) {
        let Some(letter) = write_letter(component.operation_type)? else { continue };
        rows.push(Written { place: Place::of(component)?, letter, dynamic: is_dynamic(component) });
    }
    if rows.is_empty() {
        return Ok(());
    }
    if tx.version() < Version::V4_0 {
        // Their partitions are told by `add_dynamic_partitions`, all of them.
        rows.retain(|row| !row.dynamic);
    } else {
        one_for_each_dynamic_table(&mut rows);
    }
    let write_ids = write_ids(tx, txn).await?;
    let rows = rows.iter().map(|row| {
        let (database, table) = (row.place.database.as_str(), row.place.table.as_deref());
        let partition = row.place.partition.as_deref();
        let name = table.map(|table| Name { database: database.into(), table: table.into() });
        let write_id = name.and_then(|name| write_ids.get(&name)).copied();
        [txn.into(), database.into(), table.into(), partition.into(), row.letter.into(), write_id.into()]
    });
    Ok(tx.insert(&sql::INSERT_TXN_COMPONENT, rows).await?)
}

struct Written {
    place: Place,
    letter: &'static str,
    /// Which partitions it will be about turns out while it writes.
    dynamic: bool,
}

fn is_dynamic(component: &LockComponent) -> bool {
    component.is_dynamic_partition_write == Some(true)
}

/// Hive 4 keeps the place of the partitions to come by a row without one: an update if any is.
fn one_for_each_dynamic_table(rows: &mut Vec<Written>) {
    let key = |row: &Written| (row.place.database.clone(), row.place.table.clone());
    let dynamic = rows.iter().filter(|row| row.dynamic);
    let updated: BTreeSet<_> = dynamic.filter(|row| row.letter != "i").map(key).collect();
    let mut seen = BTreeSet::new();
    rows.retain_mut(|row| {
        let key = key(row);
        if row.dynamic {
            row.place.partition = None;
            row.letter = if updated.contains(&key) { "u" } else { "i" };
        }
        seen.insert(key) || !row.dynamic
    });
}

/// What the transaction was given before it asked for its locks. Changes of definitions need none.
async fn write_ids(tx: &Tx, txn: i64) -> Result<BTreeMap<Name, i64>> {
    let mut ids = BTreeMap::new();
    if tx.version() >= Version::V3_1 {
        for row in tx.rows(&write_id::sql::OF_TXN, &[txn.into()]).await? {
            ids.insert(Name { database: row.get(0)?, table: row.get(1)? }, row.get(2)?);
        }
    }
    Ok(ids)
}

/// `TC_OPERATION_TYPE`; `None` for reads.
fn write_letter(operation: Option<DataOperationType>) -> Result<Option<&'static str>> {
    match operation {
        Some(DataOperationType::SELECT | DataOperationType::NO_TXN) => Ok(None),
        other => operation_letter(other).map(Some),
    }
}

fn does_not_wait(request: &LockRequest, txn: i64) -> bool {
    let only_reads = request.component.iter().all(|c| c.type_ == skep_types::LockType::SHARED_READ);
    let zero_wait = request.zero_wait_read_enabled == Some(true) && only_reads && txn > 0;
    zero_wait || request.exclusive_ctas == Some(true)
}

fn refusal(request: &LockRequest, by: &super::row::LockRow) -> Str {
    let held = format!("{{lockid:{} intLockId:{} txnid:{}}}", by.ext_id, by.int_id, by.txn);
    match request.exclusive_ctas {
        Some(true) => {
            format!("Failed to initiate a concurrent CTAS operation with the same table name, lockInfo : {held}").into()
        }
        _ => format!("Unable to acquire read lock due to an existing exclusive lock {held}").into(),
    }
}
