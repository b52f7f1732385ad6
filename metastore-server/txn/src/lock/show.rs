//! `show_locks`: who holds and who waits.

use super::row::LockRow;
use super::sql;
use crate::{Locks, Result};
use skep_sql::{Fragment, Row};
use skep_types::{LockState, ShowLocksRequest, ShowLocksResponse, ShowLocksResponseElement, Str};

/// All locks that match exactly what the request names.
pub async fn show(locks: &Locks, request: &ShowLocksRequest) -> Result<ShowLocksResponse> {
    let database = request.dbname.as_ref().map(|name| name.to_lowercase());
    let table = request.tablename.as_ref().map(|name| name.to_lowercase());
    let mut query = Fragment::of(&sql::SHOW_LOCKS, []);
    for (condition, name) in [
        (r#" and l."HL_DB" = "#, &database),
        (r#" and l."HL_TABLE" = "#, &table),
        (r#" and l."HL_PARTITION" = "#, &request.partname),
    ] {
        if let Some(name) = name {
            query.push(condition).bind(name.as_str());
        }
    }
    if let Some(txn) = request.txnid.filter(|txn| *txn > 0) {
        query.push(r#" and l."HL_TXNID" = "#).bind(txn);
    }
    query.push(r#" order by l."HL_LOCK_STATE", l."HL_LOCK_TYPE", l."HL_LOCK_EXT_ID", l."HL_LOCK_INT_ID""#);
    let rows = locks.db.rows_of(&query).await?;
    Ok(ShowLocksResponse { locks: Some(rows.iter().map(element).collect::<Result<_>>()?) })
}

/// `agentInfo` is never null: Iceberg looks its lock up by it and calls `equals` on
/// every element. `catname` is required by the newest clients and skipped by others.
fn element(row: &Row) -> Result<ShowLocksResponseElement> {
    let lock = LockRow::decode(row)?;
    let state = if lock.acquired { LockState::ACQUIRED } else { LockState::WAITING };
    Ok(ShowLocksResponseElement {
        lockid: lock.ext_id,
        dbname: lock.database,
        tablename: lock.table,
        partname: lock.partition,
        state,
        type_: lock.kind.lock_type(),
        txnid: Some(lock.txn),
        lastheartbeat: row.get(8)?,
        acquiredat: row.get(9)?,
        user: row.get(10)?,
        hostname: row.get(11)?,
        heartbeat_count: None,
        agent_info: Some(row.get::<Option<Str>>(13)?.unwrap_or_default()),
        blocked_by_ext_id: row.get(14)?,
        blocked_by_int_id: row.get(15)?,
        lock_id_internal: Some(lock.int_id),
        catname: "hive".into(),
    })
}
