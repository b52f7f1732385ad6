//! The life of transactions, on SQLite in memory.

use super::*;
use crate::testing::{LONG, locks};
use crate::{Error, Locks, lock};
use skep_sql::{Database, statements};
use skep_types::{
    AbortTxnRequest, AbortTxnsRequest, CommitTxnKeyValue, CommitTxnRequest, DataOperationType,
    HeartbeatTxnRangeRequest, LockComponent, LockRequest, LockState, LockType, OpenTxnRequest, Str, TxnType,
};
use std::time::Duration;

statements! {
    REASONS = r#"select t."TXN_META_INFO" from "TXNS" t where t."TXN_ID" > 0 order by t."TXN_ID""#;
    TOLD = r#"select n."EVENT_TYPE", n."TBL_NAME", n."MESSAGE" from "NOTIFICATION_LOG" n order by n."EVENT_ID""#;
    EVENTS = r#"select n."EVENT_TYPE", n."MESSAGE" from "NOTIFICATION_LOG" n order by n."EVENT_ID""#;
    ROWS_LEFT = r#"
        select (select count(*) from "TXN_COMPONENTS"), (select count(*) from "HIVE_LOCKS"),
               (select count(*) from "MIN_HISTORY_LEVEL"), (select count(*) from "COMPLETED_TXN_COMPONENTS")"#;
}

async fn opened(db: &Database, count: i32) -> Vec<i64> {
    open(db, &request(count, TxnType::DEFAULT)).await.expect("opened").txn_ids
}

fn request(num_txns: i32, kind: TxnType) -> OpenTxnRequest {
    OpenTxnRequest { num_txns, user: "u".into(), hostname: "h".into(), txn_type: Some(kind), ..Default::default() }
}

fn of(txnid: i64) -> CommitTxnRequest {
    CommitTxnRequest { txnid, ..Default::default() }
}

/// A lock that says what the transaction will do to a partition of `d.t`.
fn writes(txn: i64, operation: DataOperationType, partition: Option<&str>) -> LockRequest {
    let component = LockComponent {
        type_: LockType::SHARED_WRITE,
        dbname: "D".into(),
        tablename: Some("T".into()),
        partitionname: partition.map(Into::into),
        operation_type: Some(operation),
        is_transactional: Some(true),
        ..Default::default()
    };
    LockRequest { component: vec![component], txnid: Some(txn), user: "u".into(), ..Default::default() }
}

async fn will(locks: &Locks, txn: i64, operation: DataOperationType, partition: Option<&str>) {
    let answer = lock::lock(locks, &writes(txn, operation, partition)).await.expect("asked");
    assert_eq!(answer.state, LockState::ACQUIRED);
}

async fn rows_left(db: &Database) -> [i64; 4] {
    let rows = db.rows(&ROWS_LEFT, &[]).await.expect("counted");
    [0, 1, 2, 3].map(|column| rows[0].get(column).expect("a number"))
}

#[tokio::test]
async fn a_snapshot_has_the_open_and_the_aborted_but_not_the_committed() {
    let db = &locks(LONG).await.db;
    let ids = opened(db, 5).await;
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    commit(db, &of(1)).await.expect("committed");
    commit(db, &of(3)).await.expect("committed");
    abort(db, &AbortTxnRequest { txnid: 4, ..Default::default() }).await.expect("aborted");
    let reader = open(db, &request(1, TxnType::READ_ONLY)).await.expect("opened").txn_ids;

    let now = list(db).await.expect("listed");
    assert_eq!((now.txn_high_water_mark, now.min_open_txn), (6, Some(2)));
    assert_eq!((now.open_txns, now.aborted_bits), (vec![2, 4, 5], vec![0b010]));
    assert_eq!(list_without(db, &[]).await.expect("listed").open_txns, [2, 4, 5, reader[0]]);
    let info = info(db).await.expect("listed");
    assert_eq!(info.open_txns.iter().map(|txn| txn.id).collect::<Vec<_>>(), [2, 4, 5, 6]);
    assert_eq!(info.open_txns[0].user, "u");
}

#[tokio::test]
async fn ending_twice_is_forgiven_where_hive_forgives_it() {
    let db = &locks(LONG).await.db;
    opened(db, 3).await;
    for _ in 0..2 {
        commit(db, &of(1)).await.expect("the answer may have been lost");
        abort(db, &AbortTxnRequest { txnid: 2, ..Default::default() }).await.expect("the same");
    }
    let late = commit(db, &of(2)).await.expect_err("aborted");
    assert!(matches!(&late, Error::TxnAborted(text) if text == "Transaction txnid:2 already aborted"), "{late:?}");
    let late = abort(db, &AbortTxnRequest { txnid: 1, ..Default::default() }).await.expect_err("committed");
    assert!(matches!(&late, Error::NoSuchTxn(text) if text == "Transaction txnid:1 is already committed."), "{late:?}");
    let never = commit(db, &of(99)).await.expect_err("unknown");
    assert!(matches!(&never, Error::NoSuchTxn(text) if text == "No such transaction txnid:99"), "{never:?}");

    let all = AbortTxnsRequest { txn_ids: vec![3, 99, 1, 3, -7], ..Default::default() };
    abort_all(db, &all).await.expect("what is open, is aborted");
    assert_eq!(list(db).await.expect("listed").aborted_bits, [0b11]);
}

#[tokio::test]
async fn the_first_committer_wins() {
    let [insert, update, delete] = [DataOperationType::INSERT, DataOperationType::UPDATE, DataOperationType::DELETE];
    let cases = [
        (update, update, Some("p=1"), true),
        (delete, delete, None, true),
        (insert, update, Some("p=1"), false),
        (update, update, Some("p=2"), false),
    ];
    for (first, second, partition, conflict) in cases {
        let locks = locks(LONG).await;
        let db = &locks.db;
        opened(db, 2).await;
        will(&locks, 1, first, if partition.is_some() { Some("p=1") } else { None }).await;
        will(&locks, 2, second, partition).await;
        commit(db, &of(1)).await.expect("nobody was before");
        let outcome = commit(db, &of(2)).await;
        match (conflict, outcome) {
            (false, outcome) => outcome.expect("they do not meet"),
            (true, outcome) => {
                let text = outcome.expect_err("they meet").to_string();
                assert!(text.starts_with("Aborting [txnid:2,2] due to a write conflict on d/t"), "{text}");
                assert!(text.contains(" committed by [txnid:1,2] "), "{text}");
                assert_eq!(list(db).await.expect("listed").aborted_bits, [1], "the loser is aborted");
            }
        }
        opened(db, 1).await;
        will(&locks, 3, second, partition).await;
        commit(db, &of(3)).await.expect("it began after the winner");
    }
}

#[tokio::test]
async fn writers_that_excluded_each_other_are_not_compared() {
    let locks = locks(LONG).await;
    opened(&locks.db, 2).await;
    for txn in [1, 2] {
        will(&locks, txn, DataOperationType::UPDATE, None).await;
        let request = CommitTxnRequest { excl_write_enabled: Some(true), ..of(txn) };
        commit(&locks.db, &request).await.expect("its lock was exclusive");
    }
}

#[tokio::test]
async fn an_end_leaves_what_others_need_and_nothing_else() {
    let locks = locks(LONG).await;
    let db = &locks.db;
    opened(db, 2).await;
    will(&locks, 1, DataOperationType::INSERT, Some("P=A")).await;
    will(&locks, 2, DataOperationType::INSERT, Some("p=b")).await;
    assert_eq!(rows_left(db).await, [2, 2, 2, 0]);
    commit(db, &of(1)).await.expect("committed");
    assert_eq!(rows_left(db).await, [1, 1, 1, 1]);
    abort(db, &AbortTxnRequest { txnid: 2, ..Default::default() }).await.expect("aborted");
    assert_eq!(rows_left(db).await, [1, 0, 0, 1], "its files are still to be cleaned");
    let log = db.rows(&EVENTS, &[]).await.expect("log");
    let kinds: Vec<Str> = log.iter().map(|row| row.get(0).expect("a type")).collect();
    assert_eq!(kinds, ["OPEN_TXN", "COMMIT_TXN", "ABORT_TXN"]);
    let first: String = log[0].get(1).expect("a message");
    assert!(first.contains(r#""txnIds":[1,2]"#), "{first}");
}

#[tokio::test]
async fn partitions_that_turn_out_take_the_place_of_the_table() {
    let locks = locks(LONG).await;
    let db = &locks.db;
    opened(db, 1).await;
    let mut request = writes(1, DataOperationType::UPDATE, Some("p"));
    request.component[0].is_dynamic_partition_write = Some(true);
    request.component.push(request.component[0].clone());
    lock::lock(&locks, &request).await.expect("asked");
    assert_eq!(rows_left(db).await[0], 1, "one row for the table");
    let partitions = skep_types::AddDynamicPartitions {
        txnid: 1,
        writeid: Some(4),
        dbname: "D".into(),
        tablename: "T".into(),
        partitionnames: vec!["p=a".into(), "p=b".into(), "p='\"%_\\$1{if}\u{1f600}".into()],
        operation_type: Some(DataOperationType::UPDATE),
    };
    add_partitions(db, &partitions).await.expect("added");
    assert_eq!(rows_left(db).await[0], 3);
    let late = skep_types::AddDynamicPartitions { txnid: 2, ..partitions.clone() };
    assert!(matches!(add_partitions(db, &late).await, Err(Error::NoSuchTxn(_))));
    let odd = skep_types::AddDynamicPartitions { operation_type: Some(DataOperationType(77)), ..partitions };
    assert!(matches!(add_partitions(db, &odd).await, Err(Error::Meta(_))));
    assert_eq!(rows_left(db).await[0], 3);
}

#[tokio::test]
async fn a_silent_transaction_is_aborted_with_its_locks() {
    let locks = locks(Duration::from_millis(300)).await;
    opened(&locks.db, 2).await;
    locks.run(r#"update "TXNS" set "TXN_LAST_HEARTBEAT" = 1 where "TXN_ID" in (1, 2)"#).await;
    let beat = heartbeat_range(&locks.db, &HeartbeatTxnRangeRequest { min: 2, max: 3 }).await.expect("answered");
    assert_eq!((beat.aborted.len(), beat.nosuch.into_iter().collect::<Vec<_>>()), (0, vec![3]));
    assert_eq!(expire(&locks).await.expect("done"), 1);
    let beat = heartbeat_range(&locks.db, &HeartbeatTxnRangeRequest { min: 1, max: 2 }).await.expect("answered");
    assert_eq!((beat.aborted.into_iter().collect::<Vec<_>>(), beat.nosuch.len()), (vec![1], 0));
    let all = heartbeat_range(&locks.db, &HeartbeatTxnRangeRequest { min: i64::MIN, max: i64::MAX }).await;
    assert!(matches!(all, Err(Error::Meta(_))));
}

#[tokio::test]
async fn why_a_transaction_was_aborted_is_kept_in_hives_words() {
    let locks = locks(Duration::from_millis(300)).await;
    let db = &locks.db;
    let ids = opened(db, 6).await;
    let request = |txnid, error_code| AbortTxnRequest { txnid, error_code, ..Default::default() };
    abort(db, &request(1, Some(50005))).await.expect("aborted");
    abort(db, &request(2, Some(7))).await.expect("aborted");
    let of_replication =
        AbortTxnRequest { repl_policy: Some("p".into()), txn_type: Some(TxnType::DEFAULT), ..request(3, None) };
    abort(db, &of_replication).await.expect("aborted");
    abort_all(db, &AbortTxnsRequest { txn_ids: vec![4], error_code: Some(50001) }).await.expect("aborted");
    // The second time changes nothing.
    abort(db, &request(1, Some(50001))).await.expect("aborted already");
    locks.run(r#"update "TXNS" set "TXN_LAST_HEARTBEAT" = 1 where "TXN_ID" = 5"#).await;
    expire(&locks).await.expect("done");
    let reasons = db.rows(&REASONS, &[]).await.expect("read");
    let reasons: Vec<Option<Str>> = reasons.iter().map(|row| row.get(0).expect("a text")).collect();
    let expected = [
        Some("rollback"),
        Some("none"),
        Some("Replication:default replication transaction abort"),
        Some("abort by query command"),
        Some("heartbeat time-out"),
        None,
    ];
    assert_eq!((ids.len(), reasons), (6, expected.map(|reason| reason.map(Str::from)).into()));
}

#[tokio::test]
async fn a_compaction_that_commits_is_told() {
    let locks = locks(LONG).await;
    let db = &locks.db;
    for kind in [TxnType::COMPACTION, TxnType::COMPACTION, TxnType::DEFAULT] {
        open(db, &request(1, kind)).await.expect("opened");
    }
    locks
        .run(
            r#"insert into "COMPACTION_QUEUE" ("CQ_ID", "CQ_DATABASE", "CQ_TABLE", "CQ_PARTITION", "CQ_STATE", "CQ_TYPE", "CQ_TXN_ID")
 values (31, 'd', 't', 'ds=1', 'w', 'i', 1)"#,
        )
        .await;
    for txn in 1..=3 {
        commit(db, &of(txn)).await.expect("committed");
    }
    let events = db.rows(&TOLD, &[]).await.expect("read");
    let events: Vec<(Str, Option<Str>, Str)> = events
        .iter()
        .map(|row| (row.get(0).expect("a text"), row.get(1).expect("a text"), row.get(2).expect("a text")))
        .collect();
    let kinds: Vec<&str> = events.iter().skip(3).map(|(kind, ..)| kind.as_str()).collect();
    assert_eq!(kinds, ["COMMIT_TXN", "COMMIT_COMPACTION_EVENT", "COMMIT_TXN", "COMMIT_TXN"]);
    let (_, table, message) = &events[4];
    let message: serde_json::Value = serde_json::from_str(message).expect("JSON");
    assert_eq!(table.as_deref(), Some("t"));
    let told = ["txnid", "compactionId", "type", "dbname", "tableName", "partName"].map(|name| message[name].clone());
    assert_eq!(serde_json::Value::from(told.to_vec()), serde_json::json!([1, 31, "MINOR", "d", "t", "ds=1"]));
}

#[tokio::test]
async fn ids_go_on_from_where_they_are_told_to() {
    let db = &locks(LONG).await.db;
    opened(db, 3).await;
    let back = seed(db, 3).await.expect_err("given already");
    assert_eq!(back.to_string(), "Invalid txnId seed 3, the highWaterMark is 3");
    seed(db, 4_000_000_000).await.expect("forwards");
    assert_eq!(opened(db, 1).await, [4_000_000_000]);
    let now = list(db).await.expect("the ids between are not about to appear");
    assert_eq!((now.open_txns, now.txn_high_water_mark), (vec![1, 2, 3, 4_000_000_000], 4_000_000_000));
}

#[tokio::test]
async fn a_missing_id_is_open_while_it_may_still_appear() {
    let locks = locks(LONG).await;
    opened(&locks.db, 3).await;
    locks.run(r#"delete from "MIN_HISTORY_LEVEL"; delete from "TXNS" where "TXN_ID" = 2"#).await;
    assert_eq!(list(&locks.db).await.expect("listed").open_txns, [1, 2, 3]);
    locks.run(r#"update "TXNS" set "TXN_STARTED" = "TXN_STARTED" - 5000"#).await;
    assert_eq!(list(&locks.db).await.expect("listed").open_txns, [1, 3]);
}

#[tokio::test]
async fn a_replica_opens_once_for_its_source() {
    let db = &locks(LONG).await.db;
    let source = OpenTxnRequest {
        repl_policy: Some("sales.*".into()),
        repl_src_txn_ids: Some(vec![70, 71]),
        ..request(2, TxnType::REPL_CREATED)
    };
    for _ in 0..2 {
        assert_eq!(open(db, &source).await.expect("opened").txn_ids, [1, 2]);
    }
    let known = replayed(db, "sales.*").await.expect("listed").repl_txn_map_entry.expect("a map");
    assert_eq!(known.get("71").map(Str::as_str), Some("2"));
    let end = CommitTxnRequest { repl_policy: Some("sales.*".into()), txn_type: Some(TxnType::REPL_CREATED), ..of(70) };
    for _ in 0..2 {
        commit(db, &end).await.expect("the second time there is nothing to do");
    }
    assert_eq!(list(db).await.expect("listed").open_txns, [2]);
    let lost = OpenTxnRequest { repl_src_txn_ids: None, ..source };
    assert!(matches!(open(db, &lost).await, Err(Error::Meta(_))));
}

#[tokio::test]
async fn what_cannot_be_opened_or_set_is_refused() {
    let db = &locks(LONG).await.db;
    let none = open(db, &request(0, TxnType::DEFAULT)).await.expect_err("none");
    assert_eq!(none.to_string(), "Invalid input for number of txns: 0");
    assert_eq!(opened(db, i32::MAX).await.len(), 1000);
    for key in ["x", "_meta"] {
        let pair = CommitTxnKeyValue { table_id: 1, key: key.into(), value: "v".into() };
        let request = CommitTxnRequest { key_value: Some(pair), ..of(1) };
        assert!(matches!(commit(db, &request).await, Err(Error::Meta(_))), "{key}");
    }
    assert_eq!(list(db).await.expect("listed").min_open_txn, Some(1), "nothing changed");
}
