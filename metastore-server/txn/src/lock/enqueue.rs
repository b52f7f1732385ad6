//! `lock`: put the request in the queue and look once whether it is its turn.

use super::row::Kind;
use super::{check, sql};
use crate::{Error, Locks, Result};
use skep_sql::{Tx, Value};
use skep_types::{DataOperationType, LockComponent, LockRequest, LockResponse, LockState, Str};

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
        check::open_txn(tx, txn).await?;
        note_components(tx, txn, request).await?;
    }
    let counter = tx.row(&sql::NEXT_LOCK_ID, &[]).await?;
    let (id, now): (i64, i64) = (counter.get(0)?, counter.get(1)?);
    tx.execute_one(&sql::TAKE_LOCK_ID, &[(id + 1).into()]).await?;
    insert(tx, id, txn, now, request).await?;

    let blocked = check::try_acquire(tx, locks, id, now).await?;
    match blocked {
        None => Ok(LockResponse { lockid: id, state: LockState::ACQUIRED, ..Default::default() }),
        Some(by) if does_not_wait(request, txn) => {
            tx.execute(&sql::DELETE_ALL_OF_LOCK, &[id.into()]).await?;
            let error_message = Some(refusal(request, &by));
            Ok(LockResponse { lockid: id, state: LockState::NOT_ACQUIRED, error_message })
        }
        Some(_) => Ok(LockResponse { lockid: id, state: LockState::WAITING, ..Default::default() }),
    }
}

async fn insert(tx: &Tx, id: i64, txn: i64, now: i64, request: &LockRequest) -> Result<()> {
    let places: Vec<Place> = request.component.iter().map(Place::of).collect::<Result<_>>()?;
    let rows = (1_i64..).zip(&places).map(|(int_id, place)| {
        [
            id.into(),
            int_id.into(),
            txn.into(),
            place.database.as_str().into(),
            place.table.as_deref().into(),
            place.partition.as_deref().into(),
            "w".into(),
            place.kind.letter().into(),
            Value::from(if txn > 0 { 0 } else { now }),
            request.user.as_str().into(),
            request.hostname.as_str().into(),
            request.agent_info.as_deref().into(),
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
}

/// Keys of a partition name in lower case, values as they are (`DS=A` → `ds=A`).
fn lower_keys(partition: &str) -> Str {
    let part = |part: &str| match part.split_once('=') {
        Some((key, value)) => format!("{}={value}", key.to_lowercase()),
        None => part.to_owned(),
    };
    partition.split('/').map(part).collect::<Vec<_>>().join("/").into()
}

/// What the transaction will write, for the conflict check at its commit.
async fn note_components(tx: &Tx, txn: i64, request: &LockRequest) -> Result<()> {
    let mut rows = Vec::new();
    for component in request.component.iter().filter(|c| c.is_transactional == Some(true)) {
        let Some(letter) = write_letter(component.operation_type) else { continue };
        rows.push((Place::of(component)?, letter, component.is_dynamic_partition_write == Some(true)));
    }
    let rows = rows.iter().map(|(place, letter, dynamic)| {
        let partition = place.partition.as_deref().filter(|_| !dynamic);
        [txn.into(), place.database.as_str().into(), place.table.as_deref().into(), partition.into(), (*letter).into()]
    });
    Ok(tx.insert(&sql::INSERT_TXN_COMPONENT, rows).await?)
}

/// `TC_OPERATION_TYPE`; `None` for reads. A client that does not say counts as an update.
fn write_letter(operation: Option<DataOperationType>) -> Option<&'static str> {
    match operation {
        Some(DataOperationType::SELECT | DataOperationType::NO_TXN) => None,
        Some(DataOperationType::INSERT) => Some("i"),
        Some(DataOperationType::DELETE) => Some("d"),
        _ => Some("u"),
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
