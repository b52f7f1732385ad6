// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 2.3.
    TxnState {
        COMMITTED = 1,
        ABORTED = 2,
        OPEN = 3,
    }
}

enumeration! {
    /// Since 2.3.
    DataOperationType {
        SELECT = 1,
        INSERT = 2,
        UPDATE = 3,
        DELETE = 4,
        UNSET = 5,
        NO_TXN = 6,
    }
}

enumeration! {
    /// Since 4.0.
    TxnType {
        DEFAULT = 0,
        REPL_CREATED = 1,
        READ_ONLY = 2,
        COMPACTION = 3,
        MATER_VIEW_REBUILD = 4,
        SOFT_DELETE = 5,
        REBALANCE_COMPACTION = 6,
    }
}

structs! {
    /// Since 2.3.
    TxnInfo {
        1 id: required i64,
        2 state: required TxnState,
        3 user: required Str,
        4 hostname: required Str,
        5 agent_info: optional Str,
        6 heartbeat_count: optional i32,
        7 meta_info: optional Str,
        8 started_time: optional i64,
        9 last_heartbeat_time: optional i64,
    }
    /// Since 2.3.
    GetOpenTxnsInfoResponse {
        1 txn_high_water_mark: required i64,
        2 open_txns: required Vec<TxnInfo>,
    }
    /// Since 2.3.
    GetOpenTxnsResponse {
        1 txn_high_water_mark: required i64,
        2 open_txns_2_3: optional BTreeSet<i64>,
        2 open_txns: required Vec<i64>,
        3 min_open_txn: optional i64,
        4 aborted_bits: required Vec<u8>,
    }
    /// Since 2.3.
    OpenTxnRequest {
        1 num_txns: required i32,
        2 user: required Str,
        3 hostname: required Str,
        4 agent_info: optional Str,
        5 repl_policy: optional Str,
        6 repl_src_txn_ids: optional Vec<i64>,
        7 txn_type: optional TxnType,
    }
    /// Since 2.3.
    OpenTxnsResponse {
        1 txn_ids: required Vec<i64>,
    }
    /// Since 2.3.
    AbortTxnRequest {
        1 txnid: required i64,
        2 repl_policy: optional Str,
        3 txn_type: optional TxnType,
        4 error_code: optional i64,
    }
    /// Since 2.3.
    AbortTxnsRequest {
        1 txn_ids: required Vec<i64>,
        2 error_code: optional i64,
    }
    /// Since 4.0.
    CommitTxnKeyValue {
        1 table_id: required i64,
        2 key: required Str,
        3 value: required Str,
    }
    /// Since 2.3.
    CommitTxnRequest {
        1 txnid: required i64,
        2 repl_policy: optional Str,
        3 write_event_infos: optional Vec<WriteEventInfo>,
        4 repl_last_id_info: optional ReplLastIdInfo,
        5 key_value: optional CommitTxnKeyValue,
        6 excl_write_enabled: optional bool,
        7 txn_type: optional TxnType,
    }
    /// Since 3.1.
    GetValidWriteIdsRequest {
        1 full_table_names: required Vec<Str>,
        2 valid_txn_list: optional Str,
        3 write_id: optional i64,
    }
    /// Since 3.1.
    TableValidWriteIds {
        1 full_table_name: required Str,
        2 write_id_high_water_mark: required i64,
        3 invalid_write_ids: required Vec<i64>,
        4 min_open_write_id: optional i64,
        5 aborted_bits: required Vec<u8>,
    }
    /// Since 3.1.
    GetValidWriteIdsResponse {
        1 tbl_valid_write_ids: required Vec<TableValidWriteIds>,
    }
    /// Since 3.1.
    TxnToWriteId {
        1 txn_id: required i64,
        2 write_id: required i64,
    }
    /// Since 3.1.
    AllocateTableWriteIdsRequest {
        1 db_name: required Str,
        2 table_name: required Str,
        3 txn_ids: optional Vec<i64>,
        4 repl_policy: optional Str,
        5 src_txn_to_write_id_list: optional Vec<TxnToWriteId>,
        6 reallocate: optional bool,
    }
    /// Since 3.1.
    AllocateTableWriteIdsResponse {
        1 txn_to_write_ids: required Vec<TxnToWriteId>,
    }
    /// Since 4.0.
    MaxAllocatedTableWriteIdRequest {
        1 db_name: required Str,
        2 table_name: required Str,
    }
    /// Since 4.0.
    MaxAllocatedTableWriteIdResponse {
        1 max_write_id: required i64,
    }
    /// Since 4.0.
    SeedTableWriteIdsRequest {
        1 db_name: required Str,
        2 table_name: required Str,
        3 seed_write_id: required i64,
    }
    /// Since 4.0.
    SeedTxnIdRequest {
        1 seed_txn_id: required i64,
    }
    /// Since 2.3.
    HeartbeatTxnRangeRequest {
        1 min: required i64,
        2 max: required i64,
    }
    /// Since 2.3.
    HeartbeatTxnRangeResponse {
        1 aborted: required BTreeSet<i64>,
        2 nosuch: required BTreeSet<i64>,
    }
    /// Since 3.1.
    BasicTxnInfo {
        1 isnull: required bool,
        2 time: optional i64,
        3 txnid: optional i64,
        4 dbname: optional Str,
        5 tablename: optional Str,
        6 partitionname: optional Str,
    }
    /// Since 3.1.
    Materialization {
        1 source_tables_update_delete_modified: required bool,
        2 source_tables_compacted: required bool,
    }
    /// Since 4.0.
    GetOpenTxnsRequest {
        1 exclude_txn_types: optional Vec<TxnType>,
    }
    /// Since 4.1+.
    ReplayedTxnsForPolicyResult {
        1 repl_txn_map_entry: optional BTreeMap<Str, Str>,
    }
}
