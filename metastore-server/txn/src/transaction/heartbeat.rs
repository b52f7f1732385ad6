//! `heartbeat_txn_range`: many owners at once.

use super::sql;
use crate::{Error, Result, lock};
use skep_sql::Database;
use skep_types::{HeartbeatTxnRangeRequest, HeartbeatTxnRangeResponse, Str};
use std::collections::BTreeMap;

/// Ids of one call: each that is not open is in the answer.
const RANGE_MAX: i64 = 100_000;

/// Those that could not be kept alive: aborted, or not there (committed ones are not).
pub async fn heartbeat_range(db: &Database, request: &HeartbeatTxnRangeRequest) -> Result<HeartbeatTxnRangeResponse> {
    let (min, max) = (request.min, request.max);
    if max.checked_sub(min).is_none_or(|span| span >= RANGE_MAX) {
        return Err(Error::Meta(format!(
            "a heartbeat is for {RANGE_MAX} transactions at the most, got {min} to {max}"
        )));
    }
    db.write(|tx| async move {
        let now: i64 = tx.row(&lock::sql::NOW_MILLIS, &[]).await?.get(0)?;
        let alive = tx.execute(&sql::HEARTBEAT_RANGE, &[min.into(), max.into(), now.into()]).await?;
        let mut answer = HeartbeatTxnRangeResponse::default();
        if i64::try_from(alive).is_ok_and(|alive| alive == max - min + 1) {
            return Ok(answer);
        }
        let mut states: BTreeMap<i64, Str> = BTreeMap::new();
        for row in tx.rows(&sql::STATES_IN_RANGE, &[min.into(), max.into()]).await? {
            states.insert(row.get(0)?, row.get(1)?);
        }
        for txn in min..=max {
            match states.get(&txn).map(Str::as_str) {
                Some("o") => {}
                Some("a") => drop(answer.aborted.insert(txn)),
                _ => drop(answer.nosuch.insert(txn)),
            }
        }
        Ok(answer)
    })
    .await
}
