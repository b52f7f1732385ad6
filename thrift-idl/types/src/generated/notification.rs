// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 2.3.
    EventRequestType {
        INSERT = 1,
        UPDATE = 2,
        DELETE = 3,
    }
}

structs! {
    /// Since 4.0.
    WriteEventInfo {
        1 write_id: required i64,
        2 database: required Str,
        3 table: required Str,
        4 files: required Str,
        5 partition: optional Str,
        6 table_obj: optional Str,
        7 partition_obj: optional Str,
    }
    /// Since 2.3.
    NotificationEventRequest {
        1 last_event: required i64,
        2 max_events: optional i32,
        3 event_type_skip_list: optional Vec<Str>,
        4 cat_name: optional Str,
        5 db_name: optional Str,
        6 table_names: optional Vec<Str>,
        7 event_type_list: optional Vec<Str>,
    }
    /// Since 2.3.
    NotificationEvent {
        1 event_id: required i64,
        2 event_time: required i32,
        3 event_type: required Str,
        4 db_name: optional Str,
        5 table_name: optional Str,
        6 message: required Str,
        7 message_format: optional Str,
        8 cat_name: optional Str,
    }
    /// Since 2.3.
    NotificationEventResponse {
        1 events: required Vec<NotificationEvent>,
    }
    /// Since 2.3.
    CurrentNotificationEventId {
        1 event_id: required i64,
    }
    /// Since 3.1.
    NotificationEventsCountRequest {
        1 from_event_id: required i64,
        2 db_name: required Str,
        3 cat_name: optional Str,
        4 to_event_id: optional i64,
        5 limit: optional i64,
        6 table_names: optional Vec<Str>,
    }
    /// Since 3.1.
    NotificationEventsCountResponse {
        1 events_count: required i64,
    }
    /// Since 2.3.
    FireEventRequest {
        1 successful: required bool,
        2 data: required FireEventRequestData,
        3 db_name: optional Str,
        4 table_name: optional Str,
        5 partition_vals: optional Vec<Str>,
        6 cat_name: optional Str,
        7 tbl_params: optional BTreeMap<Str, Str>,
        8 batch_partition_vals_for_refresh: optional Vec<Vec<Str>>,
    }
    /// Since 2.3.
    FireEventResponse {
        1 event_ids: optional Vec<i64>,
    }
    /// Since 4.0.
    WriteNotificationLogRequest {
        1 txn_id: required i64,
        2 write_id: required i64,
        3 db: required Str,
        4 table: required Str,
        5 file_info: required InsertEventRequestData,
        6 partition_vals: optional Vec<Str>,
    }
    /// Since 4.0.
    WriteNotificationLogResponse {
    }
    /// Since 4.0.
    WriteNotificationLogBatchRequest {
        1 catalog: required Str,
        2 db: required Str,
        3 table: required Str,
        4 request_list: required Vec<WriteNotificationLogRequest>,
    }
    /// Since 4.0.
    WriteNotificationLogBatchResponse {
    }
    /// Since 4.0.
    GetAllWriteEventInfoRequest {
        1 txn_id: required i64,
        2 db_name: optional Str,
        3 table_name: optional Str,
    }
}

unions! {
    /// Since 2.3.
    FireEventRequestData {
        1 InsertData(InsertEventRequestData),
        2 InsertDatas(Vec<InsertEventRequestData>),
        3 RefreshEvent(bool),
    }
}
