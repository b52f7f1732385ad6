//! Transactions and write ids, as clients see them.

use std::time::Duration;

use skep_conformance::{TestServer, everywhere};
use skep_schema::Version;
use skep_sql::{Database, Pool, Settings};
use skep_testing::{BACKENDS, Backend, CallError, Client};
use skep_txn::{Locks, housekeeping, transaction};
use skep_types::{
    AbortTxnRequest, AbortTxnsRequest, AddDynamicPartitions, AllocateTableWriteIdsRequest, CommitTxnRequest,
    DataOperationType, Exception, GetOpenTxnsRequest, GetOpenTxnsResponse, GetValidWriteIdsRequest,
    HeartbeatTxnRangeRequest, LockComponent, LockRequest, LockResponse, LockState, LockType,
    MaxAllocatedTableWriteIdRequest, NotificationEventRequest, OpenTxnRequest, SeedTableWriteIdsRequest,
    SeedTxnIdRequest, TableValidWriteIds, TxnType, args, calls,
};

everywhere! {
    async fn a_writer_is_seen_when_it_has_committed(server) {
        let mut client = server.client().await;
        let txns = open(&mut client, 2, TxnType::DEFAULT).await;
        assert_eq!(write_ids(&mut client, &txns, "t").await, [1, 2]);
        let held = lock(&mut client, txns[0], LockType::SHARED_WRITE, DataOperationType::INSERT).await.expect("asked");
        assert_eq!(held.state, LockState::ACQUIRED);

        let before = valid(&mut client, None).await;
        assert_eq!((before.write_id_high_water_mark, before.min_open_write_id), (1, Some(1)));
        commit(&mut client, txns[0]).await.expect("committed");
        commit(&mut client, txns[0]).await.expect("the answer may have been lost");
        let after = valid(&mut client, None).await;
        assert_eq!((after.write_id_high_water_mark, &after.invalid_write_ids[..]), (2, &[2][..]));
        let as_before = valid(&mut client, Some(&format!("{}:{0}:{0},{}:", txns[1], txns[0]))).await;
        assert_eq!(as_before.invalid_write_ids, [1]);

        abort(&mut client, txns[1]).await.expect("aborted");
        let after = valid(&mut client, None).await;
        assert_eq!((&after.invalid_write_ids[..], &after.aborted_bits[..]), (&[2][..], &[1][..]));
        let kinds: Vec<String> = events(&mut client).await;
        assert_eq!(kinds, ["OPEN_TXN", "ALLOC_WRITE_ID_EVENT", "COMMIT_TXN", "ABORT_TXN"]);
    }

    async fn of_two_updates_of_a_table_the_first_to_commit_wins(server) {
        let mut client = server.client().await;
        let txns = open(&mut client, 2, TxnType::DEFAULT).await;
        for txn in &txns {
            let held = lock(&mut client, *txn, LockType::SHARED_WRITE, DataOperationType::UPDATE).await.expect("asked");
            assert_eq!(held.state, LockState::ACQUIRED);
        }
        commit(&mut client, txns[1]).await.expect("the first");
        let conflict = args::GetLatestTxnidInConflict { txn_id: Some(txns[0]) };
        let latest = client.call::<calls::GetLatestTxnidInConflict>(conflict).await.expect("answered");
        assert_eq!(latest, txns[1]);
        let late = commit(&mut client, txns[0]).await.expect_err("the second");
        assert_eq!(late.exception(), Some(Exception::TxnAbortedException));
        assert!(late.message().contains("due to a write conflict on default/t committed by"), "{}", late.message());
        let again = lock(&mut client, txns[0], LockType::SHARED_READ, DataOperationType::SELECT).await;
        assert_eq!(again.expect_err("it is aborted").exception(), Some(Exception::TxnAbortedException));
        assert_eq!(open_txns(&mut client).await.open_txns, [txns[0]]);
    }

    async fn a_reader_that_does_not_wait_is_told_so(server) {
        let mut client = server.client().await;
        let txns = open(&mut client, 2, TxnType::DEFAULT).await;
        lock(&mut client, txns[0], LockType::EXCLUSIVE, DataOperationType::NO_TXN).await.expect("asked");
        let mut wanted = request(txns[1], LockType::SHARED_READ, DataOperationType::SELECT);
        wanted.zero_wait_read_enabled = Some(true);
        let told = client.call::<calls::Lock>(args::Lock { rqst: Some(wanted) }).await.expect("answered");
        assert_eq!(told.state, LockState::NOT_ACQUIRED);
        let waits = lock(&mut client, txns[1], LockType::SHARED_READ, DataOperationType::SELECT).await.expect("asked");
        assert_eq!(waits.state, LockState::WAITING);
        commit(&mut client, txns[0]).await.expect("its locks go with it");
        let check = skep_types::CheckLockRequest { lockid: waits.lockid, ..Default::default() };
        let now = client.call::<calls::CheckLock>(args::CheckLock { rqst: Some(check) }).await.expect("there");
        assert_eq!(now.state, LockState::ACQUIRED);
        let unlock = skep_types::UnlockRequest { lockid: waits.lockid };
        let refused = client.call::<calls::Unlock>(args::Unlock { rqst: Some(unlock) }).await.expect_err("in a txn");
        assert_eq!(refused.exception(), Some(Exception::TxnOpenException));
    }

    async fn clients_that_open_at_once_get_ids_of_their_own(server) {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let mut client = server.client().await;
            tasks.spawn(async move {
                let mut mine = Vec::new();
                for _ in 0..5 {
                    let txns = open(&mut client, 3, TxnType::DEFAULT).await;
                    write_ids(&mut client, &txns, "t").await;
                    commit(&mut client, txns[1]).await.expect("committed");
                    mine.extend(txns);
                }
                mine
            });
        }
        let mut all: Vec<i64> = tasks.join_all().await.concat();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 60);
        let mut client = server.client().await;
        assert_eq!(max_write_id(&mut client, "t").await, 60);
        assert_eq!(open_txns(&mut client).await.open_txns.len(), 40);
    }

    async fn what_a_heartbeat_finds_gone_is_named(server) {
        let mut client = server.client().await;
        let txns = open(&mut client, 3, TxnType::DEFAULT).await;
        commit(&mut client, txns[0]).await.expect("committed");
        abort(&mut client, txns[1]).await.expect("aborted");
        let range = HeartbeatTxnRangeRequest { min: txns[0], max: txns[2] + 1 };
        let beat = args::HeartbeatTxnRange { txns: Some(range) };
        let answer = client.call::<calls::HeartbeatTxnRange>(beat).await.expect("answered");
        assert_eq!(answer.aborted.into_iter().collect::<Vec<_>>(), [txns[1]]);
        assert_eq!(answer.nosuch.into_iter().collect::<Vec<_>>(), [txns[0], txns[2] + 1]);
        let ids = AbortTxnsRequest { txn_ids: vec![txns[2], 12_345, txns[0]], ..Default::default() };
        client.call::<calls::AbortTxns>(args::AbortTxns { rqst: Some(ids) }).await.expect("says nothing of the others");
        assert_eq!(open_txns(&mut client).await.aborted_bits, [0b11]);
    }

    async fn counters_are_moved_forwards_only(server) {
        let mut client = server.client().await;
        let first = open(&mut client, 1, TxnType::DEFAULT).await[0];
        let seed = |seed_txn_id| args::SeedTxnId { rqst: Some(SeedTxnIdRequest { seed_txn_id }) };
        let back = client.call::<calls::SeedTxnId>(seed(first)).await.expect_err("given");
        assert_eq!(back.exception(), Some(Exception::MetaException));
        client.call::<calls::SeedTxnId>(seed(7_000_000_000)).await.expect("moved");
        assert_eq!(open(&mut client, 2, TxnType::DEFAULT).await, [7_000_000_000, 7_000_000_001]);
        assert_eq!(open_txns(&mut client).await.open_txns, [first, 7_000_000_000, 7_000_000_001]);

        let seeded = SeedTableWriteIdsRequest { db_name: "default".into(), table_name: "s".into(), seed_write_id: 8 };
        let call = args::SeedWriteId { rqst: Some(seeded) };
        client.call::<calls::SeedWriteId>(call.clone()).await.expect("seeded");
        let twice = client.call::<calls::SeedWriteId>(call).await.expect_err("seeded before");
        assert_eq!(twice.exception(), Some(Exception::MetaException));
        assert_eq!(max_write_id(&mut client, "s").await, 8);
    }

    async fn hostile_names_are_names(server) {
        let mut client = server.client().await;
        let txn = open(&mut client, 1, TxnType::DEFAULT).await[0];
        for name in ["'; drop table \"TXNS\"; --", "%_\\", "$1{if}", "\u{1f600}"] {
            let partitions = AddDynamicPartitions {
                txnid: txn,
                writeid: Some(1),
                dbname: "default".into(),
                tablename: "t".into(),
                partitionnames: vec![format!("p={name}").into()],
                operation_type: Some(DataOperationType::INSERT),
            };
            // What the database's character set lacks is refused, not mangled.
            let added = client.call::<calls::AddDynamicPartitions>(args::AddDynamicPartitions { rqst: Some(partitions) });
            if let Err(refused) = added.await {
                assert!(!name.is_ascii(), "{name}: {}", refused.message());
            }
        }
        for bad in ["p=\0".to_owned(), "p".repeat(64 * 1024)] {
            let ids = AllocateTableWriteIdsRequest {
                db_name: "default".into(),
                table_name: bad.as_str().into(),
                txn_ids: Some(vec![txn]),
                ..Default::default()
            };
            let call = args::AllocateTableWriteIds { rqst: Some(ids) };
            // SQLite knows no lengths, and NUL is a character to it and to MariaDB.
            if let Err(refused) = client.call::<calls::AllocateTableWriteIds>(call).await {
                assert_eq!(refused.exception(), Some(Exception::MetaException));
            }
        }
        for rqst in [None, Some(OpenTxnRequest::default())] {
            client.call::<calls::OpenTxns>(args::OpenTxns { rqst }).await.expect_err("how many?");
        }
        let odd = OpenTxnRequest { num_txns: 1, txn_type: Some(TxnType(99)), ..Default::default() };
        client.call::<calls::OpenTxns>(args::OpenTxns { rqst: Some(odd) }).await.expect("kept as it is");
        commit(&mut client, txn).await.expect("still in order");
    }
}

/// What each schema version has tables for works alike in all of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_to_commit_wins_in_every_schema_version() {
    for (backend, version) in BACKENDS.into_iter().flat_map(|backend| Version::ALL.map(|version| (backend, version))) {
        if backend == Backend::Sqlite || version == Version::NEWEST {
            continue;
        }
        eprintln!("on {backend} with schema {version:?}");
        let server = TestServer::with_schema(backend, version).await;
        let mut client = server.client().await;
        let txns = open(&mut client, 3, TxnType::DEFAULT).await;
        assert_eq!(txns, [1, 2, 3]);
        if version >= Version::V3_1 {
            assert_eq!(write_ids(&mut client, &txns, "t").await, [1, 2, 3]);
        } else {
            let call = args::GetMaxAllocatedTableWriteId::default();
            let refused = client.call::<calls::GetMaxAllocatedTableWriteId>(call).await.expect_err("no such table");
            assert!(refused.message().contains("3.1.0"), "{}", refused.message());
        }
        for (txn, partition) in [(1, "p=1"), (2, "p=1"), (3, "p=2")] {
            let partitions = AddDynamicPartitions {
                txnid: txn,
                writeid: Some(txn),
                dbname: "default".into(),
                tablename: "t".into(),
                partitionnames: vec![partition.into()],
                operation_type: Some(DataOperationType::UPDATE),
            };
            let call = args::AddDynamicPartitions { rqst: Some(partitions) };
            client.call::<calls::AddDynamicPartitions>(call).await.expect("noted");
        }
        commit(&mut client, 1).await.expect("the first");
        commit(&mut client, 1).await.expect("again");
        let late = commit(&mut client, 2).await.expect_err("the second");
        assert_eq!(late.exception(), Some(Exception::TxnAbortedException));
        commit(&mut client, 3).await.expect("another partition");
        let seed = args::SeedTxnId { rqst: Some(SeedTxnIdRequest { seed_txn_id: 100 }) };
        client.call::<calls::SeedTxnId>(seed).await.expect("moved");
        assert_eq!(open(&mut client, 1, TxnType::DEFAULT).await, [100]);
        let now = open_txns(&mut client).await;
        assert_eq!((now.txn_high_water_mark, now.min_open_txn), (100, Some(100)));
        assert_eq!((now.open_txns, now.aborted_bits), (vec![2, 100], vec![1]));

        let settings = Settings::parse(server.database().url()).expect("a valid address");
        let db = Database::new(Pool::connect(&settings).await.expect("reachable"), version);
        let locks = Locks { db, timeout: Duration::ZERO };
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert_eq!(transaction::expire(&locks).await.expect("done"), 1);
        housekeeping::write_sets(&locks.db).await.expect("done");
        housekeeping::write_ids(&locks.db).await.expect("done");
        housekeeping::empty_transactions(&locks.db).await.expect("done");
        let now = open_txns(&mut client).await;
        assert_eq!((now.open_txns.contains(&2), now.min_open_txn), (true, None), "what 2 wrote is still there");
    }
}

async fn open(client: &mut Client, num_txns: i32, kind: TxnType) -> Vec<i64> {
    let request = OpenTxnRequest {
        num_txns,
        user: "alice".into(),
        hostname: "h".into(),
        txn_type: Some(kind),
        ..Default::default()
    };
    client.call::<calls::OpenTxns>(args::OpenTxns { rqst: Some(request) }).await.expect("opened").txn_ids
}

async fn commit(client: &mut Client, txnid: i64) -> Result<(), CallError> {
    let request = CommitTxnRequest { txnid, ..Default::default() };
    client.call::<calls::CommitTxn>(args::CommitTxn { rqst: Some(request) }).await
}

async fn abort(client: &mut Client, txnid: i64) -> Result<(), CallError> {
    let request = AbortTxnRequest { txnid, ..Default::default() };
    client.call::<calls::AbortTxn>(args::AbortTxn { rqst: Some(request) }).await
}

async fn write_ids(client: &mut Client, txns: &[i64], table: &str) -> Vec<i64> {
    let request = AllocateTableWriteIdsRequest {
        db_name: "default".into(),
        table_name: table.into(),
        txn_ids: Some(txns.to_vec()),
        ..Default::default()
    };
    let call = args::AllocateTableWriteIds { rqst: Some(request) };
    let answer = client.call::<calls::AllocateTableWriteIds>(call).await.expect("allocated");
    answer.txn_to_write_ids.iter().map(|id| id.write_id).collect()
}

async fn max_write_id(client: &mut Client, table: &str) -> i64 {
    let request = MaxAllocatedTableWriteIdRequest { db_name: "default".into(), table_name: table.into() };
    let call = args::GetMaxAllocatedTableWriteId { rqst: Some(request) };
    client.call::<calls::GetMaxAllocatedTableWriteId>(call).await.expect("read").max_write_id
}

async fn valid(client: &mut Client, snapshot: Option<&str>) -> TableValidWriteIds {
    let request = GetValidWriteIdsRequest {
        full_table_names: vec!["default.t".into()],
        valid_txn_list: snapshot.map(Into::into),
        ..Default::default()
    };
    let call = args::GetValidWriteIds { rqst: Some(request) };
    let mut answer = client.call::<calls::GetValidWriteIds>(call).await.expect("answered");
    answer.tbl_valid_write_ids.remove(0)
}

async fn open_txns(client: &mut Client) -> GetOpenTxnsResponse {
    let all = client.call::<calls::GetOpenTxns>(args::GetOpenTxns {}).await.expect("listed");
    let request = GetOpenTxnsRequest { exclude_txn_types: Some(vec![TxnType::READ_ONLY]) };
    let call = args::GetOpenTxnsReq { get_open_txns_request: Some(request) };
    assert_eq!(client.call::<calls::GetOpenTxnsReq>(call).await.expect("listed"), all);
    all
}

fn request(txn: i64, type_: LockType, operation: DataOperationType) -> LockRequest {
    let component = LockComponent {
        type_,
        dbname: "default".into(),
        tablename: Some("t".into()),
        operation_type: Some(operation),
        is_transactional: Some(true),
        ..Default::default()
    };
    LockRequest { component: vec![component], txnid: Some(txn), ..Default::default() }
}

async fn lock(
    client: &mut Client,
    txn: i64,
    kind: LockType,
    operation: DataOperationType,
) -> Result<LockResponse, CallError> {
    client.call::<calls::Lock>(args::Lock { rqst: Some(request(txn, kind, operation)) }).await
}

/// Of transactions, in their order.
async fn events(client: &mut Client) -> Vec<String> {
    let call = args::GetNextNotification { rqst: Some(NotificationEventRequest::default()) };
    let log = client.call::<calls::GetNextNotification>(call).await.expect("log").events;
    let about = log.iter().filter(|event| event.event_type.contains("TXN") || event.event_type.contains("WRITE_ID"));
    about.map(|event| event.event_type.to_string()).collect()
}
