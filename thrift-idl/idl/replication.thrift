struct ReplLastIdInfo {
  1: required string database,
  2: required i64 lastReplId,
  3: optional string table,
  4: optional string catalog,
  5: optional list<string> partitionList,
} (since = "4.0")

struct ReplTblWriteIdStateRequest {
  1: required string validWriteIdlist,
  2: required string user,
  3: required string hostName,
  4: required string dbName,
  5: required string tableName,
  6: optional list<string> partNames,
} (since = "3.1")

struct CmRecycleRequest {
  1: required string dataPath,
  2: required bool purge,
} (since = "3.1")

struct CmRecycleResponse {
} (since = "3.1")

struct ReplicationMetrics {
  1: required i64 scheduledExecutionId,
  2: required string policy,
  3: required i64 dumpExecutionId,
  4: optional string metadata,
  5: optional string progress,
  6: optional string messageFormat,
} (since = "4.0")

struct ReplicationMetricList {
  1: required list<ReplicationMetrics> replicationMetricList,
} (since = "4.0")

struct GetReplicationMetricsRequest {
  1: optional i64 scheduledExecutionId,
  2: optional string policy,
  3: optional i64 dumpExecutionId,
} (since = "4.0")

service ThriftHiveMetastore {
  void repl_tbl_writeid_state(1: ReplTblWriteIdStateRequest rqst) (since = "3.1"),
  CmRecycleResponse cm_recycle(1: CmRecycleRequest request) throws (1: MetaException o1) (since = "3.1"),
  void add_replication_metrics(1: ReplicationMetricList replicationMetricList) throws (1: MetaException o1) (since = "4.0"),
  ReplicationMetricList get_replication_metrics(1: GetReplicationMetricsRequest rqst) throws (1: MetaException o1) (since = "4.0"),
}
