//! What transactions write to the notification log, in Hive's `json-0.2`.

use crate::names::Name;
use serde_json::{Map, Value, json};
use skep_schema::Version;
use skep_sql::{EventRow, Tx};
use skep_types::{Str, TxnToWriteId};

/// Hive 2.3 has no events of transactions, and its readers know none.
fn emit(tx: &Tx, kind: &'static str, place: Option<&Name>, now: i64, about: Value) {
    if tx.version() < Version::V3_1 {
        return;
    }
    let time = now / 1000;
    let mut message = Map::new();
    for (name, value) in [("server", json!("")), ("servicePrincipal", json!("")), ("timestamp", json!(time))] {
        message.insert(name.into(), value);
    }
    if let Value::Object(about) = about {
        message.extend(about);
    }
    tx.emit(EventRow {
        event_type: kind,
        catalog: place.map(|_| "hive".into()),
        database: place.map(|place| place.database.to_string()),
        table: place.map(|place| place.table.to_string()),
        time,
        message: Value::Object(message).to_string(),
    });
}

/// The ids are listed: a range could take in those that others opened in between.
pub fn opened(tx: &Tx, ids: &[i64], now: i64) {
    emit(tx, "OPEN_TXN", None, now, json!({"txnIds": ids, "fromTxnId": ids.first(), "toTxnId": ids.last()}));
}

/// What was written is told by `get_all_write_event_info`; Hive leaves these fields null, too.
pub fn committed(tx: &Tx, txn: i64, now: i64) {
    let about = json!({
        "txnid": txn, "writeIds": null, "databases": null, "tables": null, "partitions": null,
        "tableObjs": null, "partitionObjs": null, "files": null,
    });
    emit(tx, "COMMIT_TXN", None, now, about);
}

/// A request of the compaction queue that a transaction has fulfilled.
pub struct Compacted {
    pub id: i64,
    pub kind: Option<&'static str>,
    pub place: Name,
    pub partition: Option<Str>,
}

pub fn compacted(tx: &Tx, txn: i64, compacted: &Compacted, now: i64) {
    let Compacted { id, kind, place, partition } = compacted;
    let about = json!({
        "txnid": txn, "compactionId": id, "type": kind,
        "dbname": place.database.as_str(), "tableName": place.table.as_str(), "partName": partition.as_deref(),
    });
    emit(tx, "COMMIT_COMPACTION_EVENT", Some(place), now, about);
}

pub fn aborted(tx: &Tx, txn: i64, now: i64) {
    emit(tx, "ABORT_TXN", None, now, json!({"txnid": txn, "dbsUpdated": []}));
}

pub fn allocated(tx: &Tx, place: &Name, ids: &[TxnToWriteId], now: i64) {
    let pairs: Vec<Value> = ids.iter().map(|id| json!({"txnId": id.txn_id, "writeId": id.write_id})).collect();
    let about = json!({
        "dbName": place.database.as_str(),
        "tableName": place.table.as_str(),
        "txnIdList": ids.iter().map(|id| id.txn_id).collect::<Vec<_>>(),
        "writeIdList": ids.iter().map(|id| id.write_id).collect::<Vec<_>>(),
        "txnToWriteIdList": pairs,
    });
    emit(tx, "ALLOC_WRITE_ID_EVENT", Some(place), now, about);
}
