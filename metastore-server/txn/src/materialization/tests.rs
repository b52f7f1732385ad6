//! Views and their sources, on SQLite in memory.

use super::*;
use crate::testing::{LONG, locks};
use crate::{Error, Locks, transaction, write_id};
use skep_types::{
    AllocateTableWriteIdsRequest, CommitTxnRequest, CreationMetadata, LockState, Materialization, OpenTxnRequest,
};

#[tokio::test]
async fn one_rebuilds_at_a_time_until_its_transaction_ends() {
    let db = &locks(LONG).await.db;
    let request = OpenTxnRequest { num_txns: 2, ..Default::default() };
    transaction::open(db, &request).await.expect("opened");
    assert_eq!(lock(db, "D", "V", 1).await.expect("asked").state, LockState::ACQUIRED);
    assert_eq!(lock(db, "d", "v", 2).await.expect("asked").state, LockState::NOT_ACQUIRED);
    assert_eq!(lock(db, "d", "v2", 2).await.expect("asked").state, LockState::ACQUIRED);
    assert!(matches!(lock(db, "d", "v3", 2).await, Err(Error::Meta(_))), "one view a transaction");
    assert!(heartbeat(db, "d", "V", 1).await.expect("answered"));
    assert!(!heartbeat(db, "d", "v", 2).await.expect("answered"));
    transaction::commit(db, &CommitTxnRequest { txnid: 1, ..Default::default() }).await.expect("committed");
    assert!(!heartbeat(db, "d", "v", 1).await.expect("answered"));
}

/// A table `d.t` whose only write was committed, and a view of it.
async fn view() -> (Locks, CreationMetadata) {
    let locks = locks(LONG).await;
    let request = OpenTxnRequest { num_txns: 1, ..Default::default() };
    transaction::open(&locks.db, &request).await.expect("opened");
    let ids = AllocateTableWriteIdsRequest {
        db_name: "d".into(),
        table_name: "t".into(),
        txn_ids: Some(vec![1]),
        ..Default::default()
    };
    write_id::allocate(&locks.db, &ids).await.expect("allocated");
    transaction::commit(&locks.db, &CommitTxnRequest { txnid: 1, ..Default::default() }).await.expect("committed");
    let made = CreationMetadata {
        tables_used: ["d.t".into()].into(),
        valid_txn_list: Some("1$d.t:1:9223372036854775807::".into()),
        ..Default::default()
    };
    (locks, made)
}

const NOW: &str = "9:9223372036854775807::";

async fn since(locks: &Locks, made: &CreationMetadata) -> Option<(bool, bool)> {
    let info: Option<Materialization> = invalidation(&locks.db, made, NOW).await.expect("answered");
    info.map(|info| (info.source_tables_update_delete_modified, info.source_tables_compacted))
}

#[tokio::test]
async fn a_view_is_told_what_became_of_its_sources() {
    let (locks, made) = view().await;
    assert_eq!(since(&locks, &made).await, Some((false, false)));
    locks
        .run(
            r#"insert into "COMPLETED_TXN_COMPONENTS" ("CTC_TXNID", "CTC_DATABASE", "CTC_TABLE", "CTC_WRITEID",
               "CTC_UPDATE_DELETE") values (2, 'd', 't', 2, 'N'), (3, 'd', 'u', 2, 'Y'), (10, 'd', 't', 3, 'Y')"#,
        )
        .await;
    assert_eq!(
        since(&locks, &made).await,
        Some((false, false)),
        "inserts, other tables and later changes do not count"
    );
    locks.run(r#"update "COMPLETED_TXN_COMPONENTS" set "CTC_UPDATE_DELETE" = 'Y'"#).await;
    assert_eq!(since(&locks, &made).await, Some((true, false)));
    locks
        .run(
            r#"insert into "COMPACTION_QUEUE" ("CQ_ID", "CQ_DATABASE", "CQ_TABLE", "CQ_STATE", "CQ_TYPE")
               values (1, 'd', 't', 'i', 'a')"#,
        )
        .await;
    assert_eq!(since(&locks, &made).await, Some((true, true)));
}

#[tokio::test]
async fn what_cannot_be_compared_is_not() {
    let (locks, made) = view().await;
    let with = |text: Option<&str>| CreationMetadata { valid_txn_list: text.map(Into::into), ..made.clone() };
    let json = r#"{"validTxnList":"1$d.t:1:9223372036854775807::","tableSnapshots":null}"#;
    assert_eq!(since(&locks, &with(Some(json))).await, Some((false, false)));
    let iceberg = r#"{"validTxnList":"1$","tableSnapshots":{"d.t":"7"}}"#;
    for text in [None, Some(iceberg), Some("1$d.other:1:1::"), Some("1$d.t:4:2:2:")] {
        assert_eq!(since(&locks, &with(text)).await, None, "{text:?}");
    }
    assert!(invalidation(&locks.db, &with(Some("1$d.t:x")), NOW).await.is_err());
}
