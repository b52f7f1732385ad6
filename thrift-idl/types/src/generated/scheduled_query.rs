// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 4.0.
    ScheduledQueryMaintenanceRequestType {
        CREATE = 1,
        ALTER = 2,
        DROP = 3,
    }
}

enumeration! {
    /// Since 4.0.
    QueryState {
        INITED = 0,
        EXECUTING = 1,
        FAILED = 2,
        FINISHED = 3,
        TIMED_OUT = 4,
        AUTO_DISABLED = 5,
    }
}

structs! {
    /// Since 4.0.
    ScheduledQueryPollRequest {
        1 cluster_namespace: required Str,
    }
    /// Since 4.0.
    ScheduledQueryKey {
        1 schedule_name: required Str,
        2 cluster_namespace: required Str,
    }
    /// Since 4.0.
    ScheduledQueryPollResponse {
        1 schedule_key: optional ScheduledQueryKey,
        2 execution_id: optional i64,
        3 query: optional Str,
        4 user: optional Str,
    }
    /// Since 4.0.
    ScheduledQuery {
        1 schedule_key: required ScheduledQueryKey,
        2 enabled: optional bool,
        4 schedule: optional Str,
        5 user: optional Str,
        6 query: optional Str,
        7 next_execution: optional i32,
    }
    /// Since 4.0.
    ScheduledQueryMaintenanceRequest {
        1 type_: required ScheduledQueryMaintenanceRequestType,
        2 scheduled_query: required ScheduledQuery,
    }
    /// Since 4.0.
    ScheduledQueryProgressInfo {
        1 scheduled_execution_id: required i64,
        2 state: required QueryState,
        3 executor_query_id: required Str,
        4 error_message: optional Str,
    }
}
