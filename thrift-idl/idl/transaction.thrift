enum TxnState {
  COMMITTED = 1,
  ABORTED = 2,
  OPEN = 3,
} (since = "2.3")

enum DataOperationType {
  SELECT = 1,
  INSERT = 2,
  UPDATE = 3,
  DELETE = 4,
  UNSET = 5,
  NO_TXN = 6,
} (since = "2.3")

enum TxnType {
  DEFAULT = 0,
  REPL_CREATED = 1,
  READ_ONLY = 2,
  COMPACTION = 3,
  MATER_VIEW_REBUILD = 4,
  SOFT_DELETE = 5,
  REBALANCE_COMPACTION = 6,
} (since = "4.0")

struct TxnInfo {
  1: required i64 id,
  2: required TxnState state,
  3: required string user,
  4: required string hostname,
  5: optional string agentInfo = "Unknown",
  6: optional i32 heartbeatCount = 0,
  7: optional string metaInfo,
  8: optional i64 startedTime,
  9: optional i64 lastHeartbeatTime,
} (since = "2.3")

struct GetOpenTxnsInfoResponse {
  1: required i64 txn_high_water_mark,
  2: required list<TxnInfo> open_txns,
} (since = "2.3")

struct GetOpenTxnsResponse {
  1: required i64 txn_high_water_mark,
  // Hive 2.3 reads a set where later clients read a list, and nothing tells which of them asks: both are sent, and each
  // passes over the other's.
  2: optional set<i64> open_txns_2_3 (until = "2.3"),
  2: required list<i64> open_txns (since = "3.1"),
  3: optional i64 min_open_txn,
  4: required binary abortedBits (since = "3.1"),
} (since = "2.3")

struct OpenTxnRequest {
  1: required i32 num_txns,
  2: required string user,
  3: required string hostname,
  4: optional string agentInfo = "Unknown",
  5: optional string replPolicy (since = "3.1"),
  6: optional list<i64> replSrcTxnIds (since = "3.1"),
  7: optional TxnType txn_type = TxnType.DEFAULT (since = "4.0"),
} (since = "2.3")

struct OpenTxnsResponse {
  1: required list<i64> txn_ids,
} (since = "2.3")

struct AbortTxnRequest {
  1: required i64 txnid,
  2: optional string replPolicy (since = "3.1"),
  3: optional TxnType txn_type (since = "4.0"),
  4: optional i64 errorCode (since = "4.0"),
} (since = "2.3")

struct AbortTxnsRequest {
  1: required list<i64> txn_ids,
  2: optional i64 errorCode (since = "4.0"),
} (since = "2.3")

struct CommitTxnKeyValue {
  1: required i64 tableId,
  2: required string key,
  3: required string value,
} (since = "4.0")

struct CommitTxnRequest {
  1: required i64 txnid,
  2: optional string replPolicy (since = "3.1"),
  3: optional list<WriteEventInfo> writeEventInfos (since = "4.0"),
  4: optional ReplLastIdInfo replLastIdInfo (since = "4.0"),
  5: optional CommitTxnKeyValue keyValue (since = "4.0"),
  6: optional bool exclWriteEnabled = true (since = "4.0"),
  7: optional TxnType txn_type (since = "4.0"),
} (since = "2.3")

struct GetValidWriteIdsRequest {
  1: required list<string> fullTableNames,
  2: optional string validTxnList,
  3: optional i64 writeId (since = "4.0"),
} (since = "3.1")

struct TableValidWriteIds {
  1: required string fullTableName,
  2: required i64 writeIdHighWaterMark,
  3: required list<i64> invalidWriteIds,
  4: optional i64 minOpenWriteId,
  5: required binary abortedBits,
} (since = "3.1")

struct GetValidWriteIdsResponse {
  1: required list<TableValidWriteIds> tblValidWriteIds,
} (since = "3.1")

struct TxnToWriteId {
  1: required i64 txnId,
  2: required i64 writeId,
} (since = "3.1")

struct AllocateTableWriteIdsRequest {
  1: required string dbName,
  2: required string tableName,
  3: optional list<i64> txnIds,
  4: optional string replPolicy,
  5: optional list<TxnToWriteId> srcTxnToWriteIdList,
  6: optional bool reallocate = false (since = "4.0"),
} (since = "3.1")

struct AllocateTableWriteIdsResponse {
  1: required list<TxnToWriteId> txnToWriteIds,
} (since = "3.1")

struct MaxAllocatedTableWriteIdRequest {
  1: required string dbName,
  2: required string tableName,
} (since = "4.0")

struct MaxAllocatedTableWriteIdResponse {
  1: required i64 maxWriteId,
} (since = "4.0")

struct SeedTableWriteIdsRequest {
  1: required string dbName,
  2: required string tableName,
  3: required i64 seedWriteId,
} (since = "4.0")

struct SeedTxnIdRequest {
  1: required i64 seedTxnId,
} (since = "4.0")

struct HeartbeatTxnRangeRequest {
  1: required i64 min,
  2: required i64 max,
} (since = "2.3")

struct HeartbeatTxnRangeResponse {
  1: required set<i64> aborted,
  2: required set<i64> nosuch,
} (since = "2.3")

struct AddDynamicPartitions {
  1: required i64 txnid,
  2: required i64 writeid (since = "3.1"),
  3: required string dbname (since = "3.1"),
  4: required string tablename (since = "3.1"),
  5: required list<string> partitionnames (since = "3.1"),
  6: optional DataOperationType operationType = DataOperationType.UNSET (since = "3.1"),
  // until 2.3: 2: string dbname
  // until 2.3: 3: string tablename
  // until 2.3: 4: list<string> partitionnames
  // until 2.3: 5: DataOperationType operationType
} (since = "2.3")

struct BasicTxnInfo {
  1: required bool isnull,
  2: optional i64 time,
  3: optional i64 txnid,
  4: optional string dbname,
  5: optional string tablename,
  6: optional string partitionname,
} (since = "3.1")

struct Materialization {
  1: required bool sourceTablesUpdateDeleteModified,
  2: required bool sourceTablesCompacted (since = "4.0"),
  // until 3.0: 1: set<string> tablesUsed
  // until 3.0: 2: string validTxnList
  // until 3.0: 3: i64 invalidationTime
  // until 3.0: 4: bool sourceTablesUpdateDeleteModified
} (since = "3.1")

struct GetOpenTxnsRequest {
  1: optional list<TxnType> excludeTxnTypes,
} (since = "4.0")

struct ReplayedTxnsForPolicyResult {
  1: map<string,string> replTxnMapEntry,
} (since = "4.1+")

service ThriftHiveMetastore {
  Materialization get_materialization_invalidation_info(1: CreationMetadata creation_metadata, 2: string validTxnList) throws (1: MetaException o1, 2: InvalidOperationException o2, 3: UnknownDBException o3) (since = "3.1"),
  GetOpenTxnsResponse get_open_txns() (since = "2.3"),
  GetOpenTxnsInfoResponse get_open_txns_info() (since = "2.3"),
  OpenTxnsResponse open_txns(1: OpenTxnRequest rqst) (since = "2.3"),
  void abort_txn(1: AbortTxnRequest rqst) throws (1: NoSuchTxnException o1) (since = "2.3"),
  void abort_txns(1: AbortTxnsRequest rqst) throws (1: NoSuchTxnException o1) (since = "2.3"),
  void commit_txn(1: CommitTxnRequest rqst) throws (1: NoSuchTxnException o1, 2: TxnAbortedException o2) (since = "2.3"),
  i64 get_latest_txnid_in_conflict(1: i64 txnId) throws (1: MetaException o1) (since = "4.0"),
  GetValidWriteIdsResponse get_valid_write_ids(1: GetValidWriteIdsRequest rqst) throws (1: NoSuchTxnException o1, 2: MetaException o2) (since = "3.1"),
  void add_write_ids_to_min_history(1: i64 txnId, 2: map<string,i64> writeIds) throws (1: MetaException o2) (since = "4.0"),
  AllocateTableWriteIdsResponse allocate_table_write_ids(1: AllocateTableWriteIdsRequest rqst) throws (1: NoSuchTxnException o1, 2: TxnAbortedException o2, 3: MetaException o3) (since = "3.1"),
  MaxAllocatedTableWriteIdResponse get_max_allocated_table_write_id(1: MaxAllocatedTableWriteIdRequest rqst) throws (1: MetaException o1) (since = "4.0"),
  void seed_write_id(1: SeedTableWriteIdsRequest rqst) throws (1: MetaException o1) (since = "4.0"),
  void seed_txn_id(1: SeedTxnIdRequest rqst) throws (1: MetaException o1) (since = "4.0"),
  HeartbeatTxnRangeResponse heartbeat_txn_range(1: HeartbeatTxnRangeRequest txns) (since = "2.3"),
  void add_dynamic_partitions(1: AddDynamicPartitions rqst) throws (1: NoSuchTxnException o1, 2: TxnAbortedException o2) (since = "2.3"),
  GetOpenTxnsResponse get_open_txns_req(1: GetOpenTxnsRequest getOpenTxnsRequest) (since = "4.0"),
  ReplayedTxnsForPolicyResult get_replayed_txns_for_policy(1: string policyName) throws (1: MetaException o1) (since = "4.1+"),
}
