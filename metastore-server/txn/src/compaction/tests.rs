//! The life of an entry, on SQLite in memory.

use super::*;
use skep_schema::{Dialect, Version, ddl, statements};
use skep_sql::{Database, Pool, Settings};
use skep_types::{
    AbortCompactionRequest, CompactionInfoStruct, CompactionRequest, CompactionType, FindNextCompactRequest,
    GetLatestCommittedCompactionInfoRequest, ShowCompactRequest, ShowCompactResponseElement,
};

async fn database() -> Database {
    let pool = Pool::connect(&Settings::parse("sqlite::memory:").expect("a valid address")).await.expect("memory");
    let script = ddl(Dialect::Sqlite, Version::V4_1).expect("written for SQLite");
    pool.run_script(&statements(script)).await.expect("the schema is made");
    Database::new(pool, Version::V4_1)
}

async fn run(db: &Database, script: &str) {
    db.pool().run_script(&statements(script)).await.expect("the script runs");
}

fn of(partition: Option<&str>) -> CompactionRequest {
    let (dbname, tablename) = ("D".into(), "T".into());
    let partitionname = partition.map(Into::into);
    CompactionRequest { dbname, tablename, partitionname, type_: CompactionType::MAJOR, ..Default::default() }
}

async fn shown(db: &Database, request: ShowCompactRequest) -> Vec<ShowCompactResponseElement> {
    show(db, &request).await.expect("listed").compacts
}

async fn states(db: &Database) -> Vec<String> {
    let order = Some("CC_ID".into());
    let all = shown(db, ShowCompactRequest { order, ..Default::default() }).await;
    all.iter().map(|entry| format!("{} {}", entry.id.expect("an id"), entry.state)).collect()
}

async fn next(db: &Database, pool: Option<&str>) -> Option<CompactionInfoStruct> {
    let request =
        FindNextCompactRequest { worker_id: Some("w".into()), pool_name: pool.map(Into::into), ..Default::default() };
    find_next(db, &request).await.expect("asked")
}

#[tokio::test]
async fn a_partition_is_queued_once_until_it_is_done() {
    let db = database().await;
    let first = compact(&db, &of(Some("p=1"))).await.expect("queued");
    assert_eq!((first.id, first.state.as_str(), first.accepted), (1, "initiated", true));
    let again = compact(&db, &of(Some("p=1"))).await.expect("answered");
    assert_eq!((again.id, again.state.as_str(), again.accepted), (-1, "refused", false));
    let why = "Compaction is already scheduled with state='initiated' and id=1";
    assert_eq!(again.errormessage.as_deref(), Some(why));
    assert!(compact(&db, &of(Some("p=2"))).await.expect("queued").accepted, "another partition");
    assert!(compact(&db, &of(None)).await.expect("queued").accepted, "the table itself");

    let entry = next(&db, None).await.expect("the oldest");
    assert_eq!((entry.id, entry.state.as_deref(), entry.dbname.as_str()), (1, Some("w"), "d"));
    assert!(!compact(&db, &of(Some("p=1"))).await.expect("answered").accepted, "somebody works on it");
    mark_compacted(&db, 1).await.expect("there");
    mark_cleaned(&db, &entry).await.expect("there");
    assert!(compact(&db, &of(Some("p=1"))).await.expect("queued").accepted);
    assert_eq!(states(&db).await, ["1 succeeded", "2 initiated", "3 initiated", "4 initiated"]);
}

/// Files of a compaction that wait for cleaning: nothing new to compact unless something was written since.
#[tokio::test]
async fn what_waits_for_cleaning_is_in_the_way_up_to_its_write_id() {
    let db = database().await;
    run(&db, r#"insert into "NEXT_WRITE_ID" values ('d', 't', 8);"#).await;
    submit_for_cleanup(&db, &of(None), 7, 1).await.expect("queued");
    assert!(!compact(&db, &of(None)).await.expect("answered").accepted, "it reads up to 7");
    run(&db, r#"update "NEXT_WRITE_ID" set "NWI_NEXT" = 9;"#).await;
    assert!(compact(&db, &of(None)).await.expect("queued").accepted, "8 is new");
}

#[tokio::test]
async fn the_high_water_mark_stays_below_what_is_open() {
    let db = database().await;
    run(
        &db,
        r#"insert into "NEXT_WRITE_ID" values ('d', 't', 4);
        insert into "TXNS" ("TXN_ID", "TXN_STATE", "TXN_STARTED", "TXN_LAST_HEARTBEAT", "TXN_USER", "TXN_HOST")
        values (5, 'a', 1, 1, 'u', 'h'), (6, 'o', 1, 1, 'u', 'h');
        insert into "TXN_TO_WRITE_ID" values (5, 'd', 't', 2);"#,
    )
    .await;
    submit_for_cleanup(&db, &of(None), 2, 1).await.expect("queued");
    assert!(!compact(&db, &of(None)).await.expect("answered").accepted, "only an aborted write: 2");
    run(&db, r#"insert into "TXN_TO_WRITE_ID" values (6, 'd', 't', 3);"#).await;
    assert!(!compact(&db, &of(None)).await.expect("answered").accepted, "3 is open: still 2");
    run(&db, r#"update "TXNS" set "TXN_STATE" = 'c' where "TXN_ID" = 6;"#).await;
    assert!(compact(&db, &of(None)).await.expect("queued").accepted, "3 is committed");
}

#[tokio::test]
async fn workers_get_what_is_their_pools() {
    let db = database().await;
    let pooled = CompactionRequest { pool_name: Some("big".into()), ..of(Some("p=1")) };
    compact(&db, &pooled).await.expect("queued");
    compact(&db, &of(Some("p=2"))).await.expect("queued");
    assert_eq!(next(&db, None).await.map(|entry| entry.id), Some(2));
    assert_eq!(next(&db, None).await, None);
    assert_eq!(next(&db, Some("small")).await, None);
    assert_eq!(next(&db, Some("big")).await.map(|entry| entry.id), Some(1));

    compact(&db, &CompactionRequest { pool_name: Some("big".into()), ..of(Some("p=3")) }).await.expect("queued");
    assert_eq!(next(&db, Some(" ")).await, None, "a blank pool is the default one");
    run(&db, r#"update "COMPACTION_QUEUE" set "CQ_ENQUEUE_TIME" = 1;"#).await;
    assert_eq!(next(&db, None).await.map(|entry| entry.id), Some(3), "its pool has not got to it for hours");
}

#[tokio::test]
async fn failures_and_refusals_go_to_the_history_with_their_reason() {
    let db = database().await;
    compact(&db, &of(Some("p=1"))).await.expect("queued");
    compact(&db, &of(Some("p=2"))).await.expect("queued");
    let (first, second) = (next(&db, None).await.expect("one"), next(&db, None).await.expect("two"));
    let failed = CompactionInfoStruct { error_message: Some("no space".into()), ..first };
    mark_failed(&db, &failed).await.expect("there");
    mark_refused(&db, &second).await.expect("there");
    let never_queued = CompactionInfoStruct { id: 0, error_message: Some("no table".into()), ..failed.clone() };
    mark_failed(&db, &never_queued).await.expect("recorded");
    assert_eq!(states(&db).await, ["1 failed", "2 refused", "3 did not initiate"]);
    let messages = shown(&db, ShowCompactRequest { state: Some("f".into()), ..Default::default() }).await;
    assert_eq!(messages.iter().map(|e| e.error_message.as_deref()).collect::<Vec<_>>(), [Some("no space")]);
    let gone = mark_failed(&db, &failed).await.expect_err("it has ended");
    assert_eq!(gone.to_string(), "No record with CQ_ID=1 found in COMPACTION_QUEUE");
}

/// Only up to the highest write id, only of aborted transactions, only of the partition.
#[tokio::test]
async fn cleaning_forgets_the_writes_that_were_compacted() {
    let db = database().await;
    run(
        &db,
        r#"insert into "TXNS" ("TXN_ID", "TXN_STATE", "TXN_STARTED", "TXN_LAST_HEARTBEAT", "TXN_USER", "TXN_HOST")
        values (5, 'a', 1, 1, 'u', 'h'), (6, 'o', 1, 1, 'u', 'h');
        insert into "TXN_COMPONENTS"
            ("TC_TXNID", "TC_DATABASE", "TC_TABLE", "TC_PARTITION", "TC_OPERATION_TYPE", "TC_WRITEID")
        values (5, 'd', 't', 'p=1', 'i', 2), (5, 'd', 't', 'p=1', 'i', 9), (5, 'd', 't', 'p=2', 'i', 2),
            (6, 'd', 't', 'p=1', 'i', 3);
        insert into "COMPLETED_TXN_COMPONENTS"
            ("CTC_TXNID", "CTC_DATABASE", "CTC_TABLE", "CTC_PARTITION", "CTC_WRITEID", "CTC_UPDATE_DELETE")
        values (1, 'd', 't', 'p=1', 1, 'N'), (2, 'd', 't', 'p=1', 8, 'N'), (3, 'd', 't', 'p=2', 1, 'N'),
            (4, 'd', 'other', 'p=1', 1, 'N');
        insert into "COMPACTION_QUEUE" ("CQ_ID", "CQ_DATABASE", "CQ_TABLE", "CQ_PARTITION", "CQ_STATE", "CQ_TYPE")
        values (100, 'd', 't', 'p=1', 'r', 'c'), (101, 'd', 't', 'p=2', 'r', 'c');"#,
    )
    .await;
    compact(&db, &of(Some("p=1"))).await.expect("queued");
    let entry = next(&db, None).await.expect("it");
    update_state(&db, &CompactionInfoStruct { highest_write_id: Some(5), ..entry.clone() }, 6).await.expect("there");
    mark_compacted(&db, entry.id).await.expect("there");
    mark_cleaned(&db, &CompactionInfoStruct { highest_write_id: Some(5), ..entry }).await.expect("there");

    let left = |column: &'static str, table: &'static str| {
        let db = db.clone();
        async move {
            let query = skep_sql::Fragment::new("select ").push(column).push(" from ").push(table).to_owned();
            let rows = db.rows_of(&query).await.expect("listed");
            let mut left: Vec<i64> = rows.iter().map(|row| row.get(0).expect("a number")).collect();
            left.sort_unstable();
            left
        }
    };
    assert_eq!(
        left(r#""TC_WRITEID""#, r#""TXN_COMPONENTS""#).await,
        [2, 3, 5, 9],
        "p=2, open, the compaction's, later"
    );
    assert_eq!(left(r#""CTC_TXNID""#, r#""COMPLETED_TXN_COMPONENTS""#).await, [2, 3, 4]);
    assert_eq!(left(r#""CQ_ID""#, r#""COMPACTION_QUEUE""#).await, [101], "the retry of p=1 is done with");
}

#[tokio::test]
async fn only_waiting_entries_can_be_aborted() {
    let db = database().await;
    for partition in ["p=1", "p=2"] {
        compact(&db, &of(Some(partition))).await.expect("queued");
    }
    next(&db, None).await.expect("the first");
    let request = AbortCompactionRequest { compaction_ids: vec![1, 2, 2, 7], ..Default::default() };
    let answers = abort(&db, &request).await.expect("answered").abortedcompacts;
    let said: Vec<_> = answers.values().map(|a| (a.compaction_id, a.status.as_deref(), a.message.as_deref())).collect();
    let working = "Error while aborting compaction as compaction is in state-working";
    assert_eq!(
        said,
        [
            (1, Some("Error"), Some(working)),
            (2, Some("Success"), Some("Successfully aborted compaction")),
            (7, Some("Error"), Some("No Such Compaction Id Available")),
        ]
    );
    assert_eq!(states(&db).await, ["1 working", "2 aborted"]);
}

#[tokio::test]
async fn the_list_is_filtered_ordered_and_cut_as_asked() {
    let db = database().await;
    for partition in ["p=1", "p=2", "p=3"] {
        compact(&db, &of(Some(partition))).await.expect("queued");
    }
    next(&db, None).await.expect("the first");
    let ids = async |request| shown(&db, request).await.iter().filter_map(|e| e.id).collect::<Vec<_>>();
    let all = ShowCompactRequest::default;
    assert_eq!(ids(all()).await, [2, 3, 1], "what is still to be done first");
    assert_eq!(ids(ShowCompactRequest { state: Some("working".into()), ..all() }).await, [1]);
    assert_eq!(ids(ShowCompactRequest { part_name: Some("p=3".into()), ..all() }).await, [3]);
    assert_eq!(ids(ShowCompactRequest { db_name: Some("D".into()), limit: Some(2), ..all() }).await, [2, 3]);
    let order = Some(r#" "CC_STATE" DESC, cc_id desc"#.into());
    assert_eq!(ids(ShowCompactRequest { order, ..all() }).await, [1, 3, 2]);
    for hostile in ["1; drop table TXNS", "CC_ID desc desc", "CC_ID,,", "(select 1)", "\"", "cc_id$1"] {
        let request = ShowCompactRequest { order: Some(hostile.into()), ..all() };
        let refused = show(&db, &request).await.expect_err(hostile);
        assert!(refused.to_string().starts_with("cannot order compactions by"), "{refused}");
    }
}

#[tokio::test]
async fn a_cache_learns_of_each_partitions_latest_compaction() {
    let db = database().await;
    run(
        &db,
        r#"insert into "COMPLETED_COMPACTIONS" ("CC_ID", "CC_DATABASE", "CC_TABLE", "CC_PARTITION", "CC_STATE",
            "CC_TYPE")
        values (1, 'd', 't', 'p=1', 's', 'a'), (2, 'd', 't', 'p=1', 's', 'i'), (3, 'd', 't', 'p=1', 'f', 'i'),
            (4, 'd', 't', 'p=2', 's', 'a');
        insert into "COMPACTION_QUEUE" ("CQ_ID", "CQ_DATABASE", "CQ_TABLE", "CQ_PARTITION", "CQ_STATE", "CQ_TYPE")
        values (5, 'd', 't', 'p=2', 'r', 'i'), (6, 'd', 't', 'p=3', 'w', 'i');"#,
    )
    .await;
    let latest = async |partitions: &[&str], last_compaction_id| {
        let partitionnames = Some(partitions.iter().map(|name| (*name).into()).collect());
        let (dbname, tablename) = ("D".into(), "t".into());
        let request = GetLatestCommittedCompactionInfoRequest { dbname, tablename, partitionnames, last_compaction_id };
        let found = latest_committed(&db, &request).await.expect("listed");
        found.compactions.iter().map(|entry| entry.id).collect::<Vec<_>>()
    };
    assert_eq!(latest(&[], None).await, [5, 2]);
    assert_eq!(latest(&[], Some(2)).await, [5]);
    assert_eq!(latest(&["p=1", "p=9"], None).await, [2]);
}
