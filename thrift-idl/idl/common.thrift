struct Version {
  1: string version,
  2: string comments,
} (since = "2.3")

struct EnvironmentContext {
  1: map<string,string> properties,
} (since = "2.3")

struct Schema {
  1: list<FieldSchema> fieldSchemas,
  2: map<string,string> properties,
} (since = "2.3")

struct AsyncOperationResp {
  1: required string id,
  2: optional string message,
  3: optional bool finished,
} (since = "4.1+")

exception MetaException {
  1: string message,
} (since = "2.3")

exception UnknownTableException {
  1: string message,
} (since = "2.3")

exception UnknownDBException {
  1: string message,
} (since = "2.3")

exception AlreadyExistsException {
  1: string message,
} (since = "2.3")

exception InvalidPartitionException {
  1: string message,
} (since = "2.3")

exception UnknownPartitionException {
  1: string message,
} (since = "2.3")

exception InvalidObjectException {
  1: string message,
} (since = "2.3")

exception NoSuchObjectException {
  1: string message,
} (since = "2.3")

exception InvalidOperationException {
  1: string message,
} (since = "2.3")

exception ConfigValSecurityException {
  1: string message,
} (since = "2.3")

exception InvalidInputException {
  1: string message,
} (since = "2.3")

exception NoSuchTxnException {
  1: string message,
} (since = "2.3")

exception TxnAbortedException {
  1: string message,
} (since = "2.3")

exception TxnOpenException {
  1: string message,
} (since = "2.3")

exception NoSuchLockException {
  1: string message,
} (since = "2.3")

exception CompactionAbortedException {
  1: string message,
} (since = "4.0")

exception NoSuchCompactionException {
  1: string message,
} (since = "4.0")

exception IndexAlreadyExistsException {
  1: string message,
} (since = "2.3", until = "2.3")
