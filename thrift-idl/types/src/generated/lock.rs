// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 2.3.
    LockLevel {
        DB = 1,
        TABLE = 2,
        PARTITION = 3,
    }
}

enumeration! {
    /// Since 2.3.
    LockState {
        ACQUIRED = 1,
        WAITING = 2,
        ABORT = 3,
        NOT_ACQUIRED = 4,
    }
}

enumeration! {
    /// Since 2.3.
    LockType {
        SHARED_READ = 1,
        SHARED_WRITE = 2,
        EXCLUSIVE = 3,
        EXCL_WRITE = 4,
    }
}

structs! {
    /// Since 2.3.
    LockComponent {
        1 type_: required LockType,
        2 level: required LockLevel,
        3 dbname: required Str,
        4 tablename: optional Str,
        5 partitionname: optional Str,
        6 operation_type: optional DataOperationType,
        7 is_transactional: optional bool,
        8 is_dynamic_partition_write: optional bool,
        9 cat_name: optional Str,
    }
    /// Since 2.3.
    LockRequest {
        1 component: required Vec<LockComponent>,
        2 txnid: optional i64,
        3 user: required Str,
        4 hostname: required Str,
        5 agent_info: optional Str,
        6 zero_wait_read_enabled: optional bool,
        7 exclusive_ctas: optional bool,
        8 lockless_reads_enabled: optional bool,
    }
    /// Since 2.3.
    LockResponse {
        1 lockid: required i64,
        2 state: required LockState,
        3 error_message: optional Str,
    }
    /// Since 2.3.
    CheckLockRequest {
        1 lockid: required i64,
        2 txnid: optional i64,
        3 elapsed_ms: optional i64,
    }
    /// Since 2.3.
    UnlockRequest {
        1 lockid: required i64,
    }
    /// Since 2.3.
    ShowLocksRequest {
        1 dbname: optional Str,
        2 tablename: optional Str,
        3 partname: optional Str,
        4 is_extended: optional bool,
        5 txnid: optional i64,
        6 catname: optional Str,
    }
    /// Since 2.3.
    ShowLocksResponseElement {
        1 lockid: required i64,
        2 dbname: required Str,
        3 tablename: optional Str,
        4 partname: optional Str,
        5 state: required LockState,
        6 type_: required LockType,
        7 txnid: optional i64,
        8 lastheartbeat: required i64,
        9 acquiredat: optional i64,
        10 user: required Str,
        11 hostname: required Str,
        12 heartbeat_count: optional i32,
        13 agent_info: optional Str,
        14 blocked_by_ext_id: optional i64,
        15 blocked_by_int_id: optional i64,
        16 lock_id_internal: optional i64,
        17 catname: required Str,
    }
    /// Since 4.1+.
    LockMaterializationRebuildRequest {
        1 cat_name: required Str,
        2 db_name: required Str,
        3 table_name: required Str,
        4 txn_id: required i64,
    }
    /// Since 2.3.
    ShowLocksResponse {
        1 locks: optional Vec<ShowLocksResponseElement>,
    }
    /// Since 2.3.
    HeartbeatRequest {
        1 lockid: optional i64,
        2 txnid: optional i64,
    }
}
