// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 2.3.
    CompactionType {
        MINOR = 1,
        MAJOR = 2,
        REBALANCE = 3,
        ABORT_TXN_CLEANUP = 4,
        SMART_OPTIMIZE = 5,
        DEFERRED_CLEANUP = 6,
    }
}

enumeration! {
    /// Since 4.0.
    CompactionMetricsMetricType {
        NUM_OBSOLETE_DELTAS = 0,
        NUM_DELTAS = 1,
        NUM_SMALL_DELTAS = 2,
    }
}

structs! {
    /// Since 2.3.
    CompactionRequest {
        1 dbname: required Str,
        2 tablename: required Str,
        3 partitionname: optional Str,
        4 type_: required CompactionType,
        5 runas: optional Str,
        6 properties: optional BTreeMap<Str, Str>,
        7 initiator_id: optional Str,
        8 initiator_version: optional Str,
        9 pool_name: optional Str,
        10 number_of_buckets: optional i32,
        11 order_by_clause: optional Str,
    }
    /// Since 4.0.
    CompactionInfoStruct {
        1 id: required i64,
        2 dbname: required Str,
        3 tablename: required Str,
        4 partitionname: optional Str,
        5 type_: required CompactionType,
        6 runas: optional Str,
        7 properties: optional Str,
        8 toomanyaborts: optional bool,
        9 state: optional Str,
        10 worker_id: optional Str,
        11 start: optional i64,
        12 highest_write_id: optional i64,
        13 error_message: optional Str,
        14 hasoldabort: optional bool,
        15 enqueue_time: optional i64,
        16 retry_retention: optional i64,
        17 poolname: optional Str,
        18 number_of_buckets: optional i32,
        19 order_by_clause: optional Str,
    }
    /// Since 4.0.
    OptionalCompactionInfoStruct {
        1 ci: optional CompactionInfoStruct,
    }
    /// Since 4.0.
    CompactionMetricsDataStruct {
        1 dbname: required Str,
        2 tblname: required Str,
        3 partitionname: optional Str,
        4 type_: required CompactionMetricsMetricType,
        5 metricvalue: required i32,
        6 version: required i32,
        7 threshold: required i32,
    }
    /// Since 4.0.
    CompactionMetricsDataResponse {
        1 data: optional CompactionMetricsDataStruct,
    }
    /// Since 4.0.
    CompactionMetricsDataRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 partition_name: optional Str,
        4 type_: required CompactionMetricsMetricType,
    }
    /// Since 2.3.
    CompactionResponse {
        1 id: required i64,
        2 state: required Str,
        3 accepted: required bool,
        4 errormessage: optional Str,
    }
    /// Since 2.3.
    ShowCompactRequest {
        1 id: optional i64,
        2 pool_name: optional Str,
        3 db_name: optional Str,
        4 tb_name: optional Str,
        5 part_name: optional Str,
        6 type_: optional CompactionType,
        7 state: optional Str,
        8 limit: optional i64,
        9 order: optional Str,
    }
    /// Since 2.3.
    ShowCompactResponseElement {
        1 dbname: required Str,
        2 tablename: required Str,
        3 partitionname: optional Str,
        4 type_: required CompactionType,
        5 state: required Str,
        6 workerid: optional Str,
        7 start: optional i64,
        8 run_as: optional Str,
        9 hightest_txn_id: optional i64,
        10 meta_info: optional Str,
        11 end_time: optional i64,
        12 hadoop_job_id: optional Str,
        13 id: optional i64,
        14 error_message: optional Str,
        15 enqueue_time: optional i64,
        16 worker_version: optional Str,
        17 initiator_id: optional Str,
        18 initiator_version: optional Str,
        19 cleaner_start: optional i64,
        20 pool_name: optional Str,
        21 next_txn_id: optional i64,
        22 txn_id: optional i64,
        23 commit_time: optional i64,
        24 hightest_write_id: optional i64,
    }
    /// Since 2.3.
    ShowCompactResponse {
        1 compacts: required Vec<ShowCompactResponseElement>,
    }
    /// Since 4.0.
    AbortCompactionRequest {
        1 compaction_ids: required Vec<i64>,
        2 type_: optional Str,
        3 pool_name: optional Str,
    }
    /// Since 4.0.
    AbortCompactionResponseElement {
        1 compaction_id: required i64,
        2 status: optional Str,
        3 message: optional Str,
    }
    /// Since 4.0.
    AbortCompactResponse {
        1 abortedcompacts: required BTreeMap<i64, AbortCompactionResponseElement>,
    }
    /// Since 4.0.
    GetLatestCommittedCompactionInfoRequest {
        1 dbname: required Str,
        2 tablename: required Str,
        3 partitionnames: optional Vec<Str>,
        4 last_compaction_id: optional i64,
    }
    /// Since 4.0.
    GetLatestCommittedCompactionInfoResponse {
        1 compactions: required Vec<CompactionInfoStruct>,
    }
    /// Since 4.0.
    FindNextCompactRequest {
        1 worker_id: optional Str,
        2 worker_version: optional Str,
        3 pool_name: optional Str,
    }
}
