enum LockLevel {
  DB = 1,
  TABLE = 2,
  PARTITION = 3,
} (since = "2.3")

enum LockState {
  ACQUIRED = 1,
  WAITING = 2,
  ABORT = 3,
  NOT_ACQUIRED = 4,
} (since = "2.3")

enum LockType {
  SHARED_READ = 1,
  SHARED_WRITE = 2,
  EXCLUSIVE = 3,
  EXCL_WRITE = 4 (since = "4.0"),
} (since = "2.3")

struct LockComponent {
  1: required LockType type,
  2: required LockLevel level,
  3: required string dbname,
  4: optional string tablename,
  5: optional string partitionname,
  6: optional DataOperationType operationType = DataOperationType.UNSET,
  7: optional bool isTransactional = false (since = "3.1"),
  8: optional bool isDynamicPartitionWrite = false,
  9: optional string catName = "hive" (since = "4.1+"),
  // until 2.3: 7: bool isAcid
} (since = "2.3")

struct LockRequest {
  1: required list<LockComponent> component,
  2: optional i64 txnid,
  3: required string user,
  4: required string hostname,
  5: optional string agentInfo = "Unknown",
  6: optional bool zeroWaitReadEnabled = false (since = "4.0"),
  7: optional bool exclusiveCTAS = false (since = "4.0"),
  8: optional bool locklessReadsEnabled = false (since = "4.0"),
} (since = "2.3")

struct LockResponse {
  1: required i64 lockid,
  2: required LockState state,
  3: optional string errorMessage (since = "4.0"),
} (since = "2.3")

struct CheckLockRequest {
  1: required i64 lockid,
  2: optional i64 txnid,
  3: optional i64 elapsed_ms,
} (since = "2.3")

struct UnlockRequest {
  1: required i64 lockid,
} (since = "2.3")

struct ShowLocksRequest {
  1: optional string dbname,
  2: optional string tablename,
  3: optional string partname,
  4: optional bool isExtended = false,
  5: optional i64 txnid (since = "4.0"),
  6: optional string catname = "hive" (since = "4.1+"),
} (since = "2.3")

struct ShowLocksResponseElement {
  1: required i64 lockid,
  2: required string dbname,
  3: optional string tablename,
  4: optional string partname,
  5: required LockState state,
  6: required LockType type,
  7: optional i64 txnid,
  8: required i64 lastheartbeat,
  9: optional i64 acquiredat,
  10: required string user,
  11: required string hostname,
  12: optional i32 heartbeatCount = 0,
  13: optional string agentInfo,
  14: optional i64 blockedByExtId,
  15: optional i64 blockedByIntId,
  16: optional i64 lockIdInternal,
  17: required string catname (since = "4.1+"),
} (since = "2.3")

struct LockMaterializationRebuildRequest {
  1: required string catName,
  2: required string dbName,
  3: required string tableName,
  4: required i64 txnId,
} (since = "4.1+")

struct ShowLocksResponse {
  1: list<ShowLocksResponseElement> locks,
} (since = "2.3")

struct HeartbeatRequest {
  1: optional i64 lockid,
  2: optional i64 txnid,
} (since = "2.3")

service ThriftHiveMetastore {
  LockResponse lock(1: LockRequest rqst) throws (1: NoSuchTxnException o1, 2: TxnAbortedException o2) (since = "2.3"),
  LockResponse check_lock(1: CheckLockRequest rqst) throws (1: NoSuchTxnException o1, 2: TxnAbortedException o2, 3: NoSuchLockException o3) (since = "2.3"),
  void unlock(1: UnlockRequest rqst) throws (1: NoSuchLockException o1, 2: TxnOpenException o2) (since = "2.3"),
  ShowLocksResponse show_locks(1: ShowLocksRequest rqst) (since = "2.3"),
  void heartbeat(1: HeartbeatRequest ids) throws (1: NoSuchLockException o1, 2: NoSuchTxnException o2, 3: TxnAbortedException o3) (since = "2.3"),
  LockResponse get_lock_materialization_rebuild(1: string dbName, 2: string tableName, 3: i64 txnId) (since = "3.1"),
  bool heartbeat_lock_materialization_rebuild(1: string dbName, 2: string tableName, 3: i64 txnId) (since = "3.1"),
  LockResponse get_lock_materialization_rebuild_req(1: LockMaterializationRebuildRequest req) (since = "4.1+"),
  bool heartbeat_lock_materialization_rebuild_req(1: LockMaterializationRebuildRequest req) (since = "4.1+"),
}
