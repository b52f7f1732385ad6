//! Transactions, write ids, locks, and the compaction queue.

use super::{Step, call, list, partitioned, s, table};
use skep_types::{
    AbortCompactionRequest, AbortTxnRequest, AbortTxnsRequest, AddDynamicPartitions, AllocateTableWriteIdsRequest,
    CheckLockRequest, CommitTxnRequest, CompactionInfoStruct, CompactionMetricsDataRequest,
    CompactionMetricsDataStruct, CompactionMetricsMetricType, CompactionRequest, CompactionType, DataOperationType,
    FindNextCompactRequest, HeartbeatRequest, HeartbeatTxnRangeRequest, InsertEventRequestData, LockComponent,
    LockLevel, LockMaterializationRebuildRequest, LockRequest, LockType, OpenTxnRequest, ReplTblWriteIdStateRequest,
    SeedTableWriteIdsRequest, SeedTxnIdRequest, Table, UnlockRequest, WriteNotificationLogBatchRequest,
    WriteNotificationLogRequest,
};

pub fn steps() -> Vec<Step> {
    [locks(), transactions(), compactions()].into_iter().flatten().collect()
}

fn locks() -> Vec<Step> {
    let rebuild = LockMaterializationRebuildRequest {
        cat_name: "hive".into(),
        db_name: "d".into(),
        table_name: "mv2".into(),
        txn_id: 7,
    };
    vec![
        call!(Lock { rqst: exclusive("parent", None) }),
        call!(Heartbeat { ids: HeartbeatRequest { lockid: Some(1), ..Default::default() } }),
        call!(Lock { rqst: exclusive("parent", None) }),
        call!(Unlock { rqst: UnlockRequest { lockid: 1 } }),
        call!(CheckLock { rqst: CheckLockRequest { lockid: 2, ..Default::default() } }),
        call!(Unlock { rqst: UnlockRequest { lockid: 2 } }),
        call!(GetLockMaterializationRebuild { db_name: "d", table_name: "mv", txn_id: 6 }),
        call!(HeartbeatLockMaterializationRebuild { db_name: "d", table_name: "mv", txn_id: 6 }),
        call!(GetLockMaterializationRebuildReq { req: rebuild.clone() }),
        call!(HeartbeatLockMaterializationRebuildReq { req: rebuild }),
    ]
}

fn transactions() -> Vec<Step> {
    let noted = |txn| WriteNotificationLogRequest {
        txn_id: txn,
        write_id: 2,
        db: "d".into(),
        table: "acid".into(),
        file_info: InsertEventRequestData { files_added: list(&["f"]), ..Default::default() },
        partition_vals: None,
    };
    let acid = Table {
        table_type: s("MANAGED_TABLE"),
        parameters: Some(super::map(&[("transactional", "true"), ("transactional_properties", "insert_only")])),
        ..table("acid")
    };
    let parts = Table {
        parameters: Some(super::map(&[("transactional", "true"), ("transactional_properties", "insert_only")])),
        ..partitioned("parts")
    };
    let ids = [
        call!(HeartbeatTxnRange { txns: HeartbeatTxnRangeRequest { min: 1, max: 3 } }),
        call!(AllocateTableWriteIds {
            rqst: AllocateTableWriteIdsRequest {
                db_name: "d".into(),
                table_name: "acid".into(),
                txn_ids: Some(vec![1, 2]),
                ..Default::default()
            },
        }),
        call!(AllocateTableWriteIds {
            rqst: AllocateTableWriteIdsRequest {
                db_name: "d".into(),
                table_name: "parts".into(),
                txn_ids: Some(vec![1]),
                ..Default::default()
            },
        }),
        call!(AddWriteIdsToMinHistory {
            txn_id: 1,
            write_ids: std::collections::BTreeMap::from([("d.acid".into(), 1)])
        }),
        call!(Lock { rqst: exclusive("acid", Some(1)) }),
        call!(AddDynamicPartitions {
            rqst: AddDynamicPartitions {
                txnid: 1,
                writeid: Some(1),
                dbname: "d".into(),
                tablename: "parts".into(),
                partitionnames: list(&["p=1", "p=2"]),
                operation_type: Some(DataOperationType::INSERT),
            },
        }),
        call!(AddWriteNotificationLog { rqst: noted(1) }),
        call!(AddWriteNotificationLogInBatch {
            rqst: WriteNotificationLogBatchRequest {
                catalog: "hive".into(),
                db: "d".into(),
                table: "acid".into(),
                request_list: vec![noted(2)],
            },
        }),
        call!(CommitTxn { rqst: CommitTxnRequest { txnid: 1, ..Default::default() } }),
        call!(AbortTxn { rqst: AbortTxnRequest { txnid: 2, ..Default::default() } }),
        call!(AbortTxns { rqst: AbortTxnsRequest { txn_ids: vec![3], ..Default::default() } }),
        call!(SeedWriteId {
            rqst: SeedTableWriteIdsRequest { db_name: "d".into(), table_name: "seeded".into(), seed_write_id: 40 },
        }),
        call!(ReplTblWriteidState {
            rqst: ReplTblWriteIdStateRequest {
                valid_write_idlist: "d.replica:5:2:2:".into(),
                user: "u".into(),
                host_name: "h".into(),
                db_name: "d".into(),
                table_name: "replica".into(),
                part_names: None,
            },
        }),
        call!(SeedTxnId { rqst: SeedTxnIdRequest { seed_txn_id: 100 } }),
    ];
    let mut steps = vec![
        call!(CreateTable { tbl: acid }),
        call!(CreateTable { tbl: parts }),
        call!(OpenTxns {
            rqst: OpenTxnRequest { num_txns: 3, user: "u".into(), hostname: "h".into(), ..Default::default() },
        })
        .with_ids(),
    ];
    steps.extend(ids.into_iter().map(Step::with_ids));
    steps
}

fn compactions() -> Vec<Step> {
    let entry = |id, partition| CompactionInfoStruct {
        id,
        dbname: "d".into(),
        tablename: "q".into(),
        partitionname: s(partition),
        type_: CompactionType::MINOR,
        worker_id: s("w"),
        state: s("i"),
        error_message: s("no space"),
        highest_write_id: Some(1),
        ..Default::default()
    };
    let metric = CompactionMetricsMetricType::NUM_DELTAS;
    vec![
        call!(Compact { rqst: compaction("p=1") }),
        call!(Compact2 { rqst: compaction("p=2") }),
        call!(Compact2 { rqst: compaction("p=3") }),
        call!(Compact2 { rqst: compaction("p=4") }),
        call!(FindNextCompact { worker_id: "w" }),
        call!(SetHadoopJobid { job_id: "job", cq_id: 1 }),
        call!(UpdateCompactorState { cr: entry(1, "p=1"), txn_id: 1 }).with_ids(),
        call!(MarkCompacted { cr: entry(1, "p=1") }),
        call!(MarkCleaned { cr: entry(1, "p=1") }),
        call!(FindNextCompact2 {
            rqst: FindNextCompactRequest { worker_id: s("w"), worker_version: s("4"), pool_name: None },
        }),
        call!(MarkFailed { cr: entry(2, "p=2") }),
        call!(FindNextCompact { worker_id: "w" }),
        call!(MarkRefused { cr: entry(3, "p=3") }),
        call!(AbortCompactions { rqst: AbortCompactionRequest { compaction_ids: vec![4], ..Default::default() } }),
        call!(SubmitForCleanup { o1: compaction("p=5"), o2: 1, o3: 1 }).with_ids(),
        call!(UpdateCompactionMetricsData {
            data: CompactionMetricsDataStruct {
                dbname: "d".into(),
                tblname: "q".into(),
                partitionname: s("p=1"),
                type_: metric,
                metricvalue: 9,
                version: 1,
                threshold: 2,
            },
        }),
        call!(RemoveCompactionMetricsData {
            request: CompactionMetricsDataRequest {
                db_name: "d".into(),
                tbl_name: "q".into(),
                partition_name: s("p=1"),
                type_: metric,
            },
        }),
    ]
}

fn compaction(partition: &str) -> CompactionRequest {
    CompactionRequest {
        dbname: "d".into(),
        tablename: "q".into(),
        partitionname: s(partition),
        type_: CompactionType::MINOR,
        ..Default::default()
    }
}

fn exclusive(table: &str, txn: Option<i64>) -> LockRequest {
    let component = LockComponent {
        type_: LockType::EXCLUSIVE,
        level: LockLevel::TABLE,
        dbname: "d".into(),
        tablename: s(table),
        operation_type: Some(DataOperationType::INSERT),
        is_transactional: Some(txn.is_some()),
        ..Default::default()
    };
    LockRequest {
        component: vec![component],
        txnid: txn,
        user: "u".into(),
        hostname: "h".into(),
        agent_info: s("a"),
        ..Default::default()
    }
}
