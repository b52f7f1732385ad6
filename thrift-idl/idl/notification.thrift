enum EventRequestType {
  INSERT = 1,
  UPDATE = 2,
  DELETE = 3,
} (since = "2.3")

struct WriteEventInfo {
  1: required i64 writeId,
  2: required string database,
  3: required string table,
  4: required string files,
  5: optional string partition,
  6: optional string tableObj,
  7: optional string partitionObj,
} (since = "4.0")

struct NotificationEventRequest {
  1: required i64 lastEvent,
  2: optional i32 maxEvents,
  3: optional list<string> eventTypeSkipList (since = "4.0"),
  4: optional string catName (since = "4.0"),
  5: optional string dbName (since = "4.0"),
  6: optional list<string> tableNames (since = "4.0"),
  7: optional list<string> eventTypeList (since = "4.1+"),
} (since = "2.3")

struct NotificationEvent {
  1: required i64 eventId,
  2: required i32 eventTime,
  3: required string eventType,
  4: optional string dbName,
  5: optional string tableName,
  6: required string message,
  7: optional string messageFormat,
  8: optional string catName (since = "3.1"),
} (since = "2.3")

struct NotificationEventResponse {
  1: required list<NotificationEvent> events,
} (since = "2.3")

struct CurrentNotificationEventId {
  1: required i64 eventId,
} (since = "2.3")

struct NotificationEventsCountRequest {
  1: required i64 fromEventId,
  2: required string dbName,
  3: optional string catName,
  4: optional i64 toEventId (since = "4.0"),
  5: optional i64 limit (since = "4.0"),
  6: optional list<string> tableNames (since = "4.0"),
} (since = "3.1")

struct NotificationEventsCountResponse {
  1: required i64 eventsCount,
} (since = "3.1")

struct InsertEventRequestData {
  1: optional bool replace (since = "3.1"),
  2: required list<string> filesAdded (since = "3.1"),
  3: optional list<string> filesAddedChecksum (since = "3.1"),
  4: optional list<string> subDirectoryList (since = "4.0"),
  5: optional list<string> partitionVal (since = "4.0"),
  // until 2.3: 1: list<string> filesAdded
  // until 2.3: 2: list<string> filesAddedChecksum
} (since = "2.3")

union FireEventRequestData {
  1: optional InsertEventRequestData insertData,
  2: optional list<InsertEventRequestData> insertDatas (since = "4.0"),
  3: optional bool refreshEvent (since = "4.0"),
} (since = "2.3")

struct FireEventRequest {
  1: required bool successful,
  2: required FireEventRequestData data,
  3: optional string dbName,
  4: optional string tableName,
  5: optional list<string> partitionVals,
  6: optional string catName (since = "3.1"),
  7: optional map<string,string> tblParams (since = "4.0"),
  8: optional list<list<string>> batchPartitionValsForRefresh (since = "4.1+"),
} (since = "2.3")

struct FireEventResponse {
  1: list<i64> eventIds (since = "4.0"),
} (since = "2.3")

struct WriteNotificationLogRequest {
  1: required i64 txnId,
  2: required i64 writeId,
  3: required string db,
  4: required string table,
  5: required InsertEventRequestData fileInfo,
  6: optional list<string> partitionVals,
} (since = "4.0")

struct WriteNotificationLogResponse {
} (since = "4.0")

struct WriteNotificationLogBatchRequest {
  1: required string catalog,
  2: required string db,
  3: required string table,
  4: required list<WriteNotificationLogRequest> requestList,
} (since = "4.0")

struct WriteNotificationLogBatchResponse {
} (since = "4.0")

struct GetAllWriteEventInfoRequest {
  1: required i64 txnId,
  2: optional string dbName,
  3: optional string tableName,
} (since = "4.0")

service ThriftHiveMetastore {
  NotificationEventResponse get_next_notification(1: NotificationEventRequest rqst) (since = "2.3"),
  CurrentNotificationEventId get_current_notificationEventId() (since = "2.3"),
  NotificationEventsCountResponse get_notification_events_count(1: NotificationEventsCountRequest rqst) (since = "3.1"),
  FireEventResponse fire_listener_event(1: FireEventRequest rqst) (since = "2.3"),
  WriteNotificationLogResponse add_write_notification_log(1: WriteNotificationLogRequest rqst) (since = "4.0"),
  WriteNotificationLogBatchResponse add_write_notification_log_in_batch(1: WriteNotificationLogBatchRequest rqst) (since = "4.0"),
  list<WriteEventInfo> get_all_write_event_info(1: GetAllWriteEventInfoRequest request) throws (1: MetaException o1) (since = "4.0"),
}
