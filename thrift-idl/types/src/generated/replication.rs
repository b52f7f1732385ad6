// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

structs! {
    /// Since 4.0.
    ReplLastIdInfo {
        1 database: required Str,
        2 last_repl_id: required i64,
        3 table: optional Str,
        4 catalog: optional Str,
        5 partition_list: optional Vec<Str>,
    }
    /// Since 3.1.
    ReplTblWriteIdStateRequest {
        1 valid_write_idlist: required Str,
        2 user: required Str,
        3 host_name: required Str,
        4 db_name: required Str,
        5 table_name: required Str,
        6 part_names: optional Vec<Str>,
    }
    /// Since 3.1.
    CmRecycleRequest {
        1 data_path: required Str,
        2 purge: required bool,
    }
    /// Since 3.1.
    CmRecycleResponse {
    }
    /// Since 4.0.
    ReplicationMetrics {
        1 scheduled_execution_id: required i64,
        2 policy: required Str,
        3 dump_execution_id: required i64,
        4 metadata: optional Str,
        5 progress: optional Str,
        6 message_format: optional Str,
    }
    /// Since 4.0.
    ReplicationMetricList {
        1 replication_metric_list: required Vec<ReplicationMetrics>,
    }
    /// Since 4.0.
    GetReplicationMetricsRequest {
        1 scheduled_execution_id: optional i64,
        2 policy: optional Str,
        3 dump_execution_id: optional i64,
    }
}
