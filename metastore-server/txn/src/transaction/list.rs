//! `get_open_txns`: who is still writing, and who gave up.

use super::open::WINDOW;
use super::sql;
use crate::snapshot::{Snapshot, bits};
use crate::{Error, Result};
use skep_schema::Version;
use skep_sql::{Database, Row, Tx};
use skep_types::{GetOpenTxnsInfoResponse, GetOpenTxnsResponse, Str, TxnInfo, TxnState, TxnType};

/// Ids that may be in flight and are told one by one. More can only follow a counter that
/// somebody moved a moment ago.
const IN_FLIGHT_MAX: i64 = 1_000_000;

/// Open and aborted transactions as one snapshot has them.
pub(crate) struct OpenTxns {
    high_water_mark: i64,
    txns: Vec<OpenTxn>,
}

struct OpenTxn {
    id: i64,
    aborted: bool,
    kind: TxnType,
    row: Option<Row>,
}

/// All but those that only read: they write nothing that a reader would have to leave out.
pub async fn list(db: &Database) -> Result<GetOpenTxnsResponse> {
    list_without(db, &[TxnType::READ_ONLY]).await
}

pub async fn list_without(db: &Database, excluded: &[TxnType]) -> Result<GetOpenTxnsResponse> {
    let open = db.read(|tx| async move { OpenTxns::read(&tx).await }).await?;
    let told: Vec<&OpenTxn> = open.txns.iter().filter(|txn| !excluded.contains(&txn.kind)).collect();
    Ok(GetOpenTxnsResponse {
        txn_high_water_mark: open.high_water_mark,
        open_txns_2_3: Some(told.iter().map(|txn| txn.id).collect()),
        open_txns: told.iter().map(|txn| txn.id).collect(),
        min_open_txn: open.txns.iter().find(|txn| !txn.aborted).map(|txn| txn.id),
        aborted_bits: bits(told.iter().map(|txn| txn.aborted)),
    })
}

pub async fn info(db: &Database) -> Result<GetOpenTxnsInfoResponse> {
    let open = db.read(|tx| async move { OpenTxns::read(&tx).await }).await?;
    let open_txns = open.txns.iter().map(OpenTxn::info).collect::<Result<_>>()?;
    Ok(GetOpenTxnsInfoResponse { txn_high_water_mark: open.high_water_mark, open_txns })
}

impl OpenTxns {
    pub async fn read(tx: &Tx) -> Result<OpenTxns> {
        let high_water_mark = tx.row(&sql::HIGH_WATER_MARK, &[]).await?.get::<Option<i64>>(0)?.unwrap_or(0);
        let rows = tx.rows(&sql::TXNS, &[]).await?;
        let window = i64::try_from(WINDOW.as_millis()).unwrap_or(i64::MAX);
        // Ids up to the newest that is older than the window have appeared, or never will.
        let mut below = i64::MAX;
        if tx.version() >= Version::V4_0 {
            below = 0;
            for row in &rows {
                let (id, started, now): (i64, i64, i64) = (row.get(0)?, row.get(3)?, row.get(4)?);
                below = if now - started >= window { below.max(id) } else { below };
            }
        }
        let mut txns = Vec::new();
        for row in rows {
            let id: i64 = row.get(0)?;
            if id > below {
                txns.extend(in_flight(below, id)?);
                below = id;
            }
            let (state, kind): (Str, i32) = (row.get(1)?, row.get(2)?);
            if state == "o" || state == "a" {
                txns.push(OpenTxn { id, aborted: state == "a", kind: TxnType(kind), row: Some(row) });
            }
        }
        Ok(OpenTxns { high_water_mark, txns })
    }

    /// The snapshot of a transaction; 0 for none.
    pub fn snapshot(&self, current: i64) -> Snapshot {
        let written = self.txns.iter().filter(|txn| txn.kind != TxnType::READ_ONLY);
        Snapshot::of(self.high_water_mark, written.map(|txn| (txn.id, txn.aborted)), current)
    }
}

/// Ids between two neighbours: taken, perhaps, by somebody who has not committed the row yet.
fn in_flight(below: i64, id: i64) -> Result<impl Iterator<Item = OpenTxn>> {
    if id - below > IN_FLIGHT_MAX {
        return Err(Error::Meta(format!(
            "transaction ids {below} to {id} may still be about to appear, which are too many to list: ask again"
        )));
    }
    Ok((below + 1..id).map(|id| OpenTxn { id, aborted: false, kind: TxnType::DEFAULT, row: None }))
}

impl OpenTxn {
    fn info(&self) -> Result<TxnInfo> {
        let state = if self.aborted { TxnState::ABORTED } else { TxnState::OPEN };
        let mut info = TxnInfo { id: self.id, state, agent_info: Some("Unknown".into()), ..TxnInfo::default() };
        if let Some(row) = &self.row {
            (info.started_time, info.user) = (Some(row.get(3)?), row.get(5)?);
            (info.hostname, info.last_heartbeat_time) = (row.get(6)?, Some(row.get(7)?));
        }
        Ok(info)
    }
}
