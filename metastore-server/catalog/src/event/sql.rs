//! The statements on the notification log (reading and cleaning; rows are written
//! by the transaction that causes them).

use skep_sql::{insert, statements};

statements! {
    /// One past the newest event id.
    NEXT_EVENT_ID = r#"select s."NEXT_EVENT_ID" from "NOTIFICATION_SEQUENCE" s"#;

    EVENTS_AFTER = r#"
        select n."EVENT_ID", n."EVENT_TIME", n."EVENT_TYPE", n."DB_NAME", n."TBL_NAME", n."MESSAGE", n."MESSAGE_FORMAT",
               {since 3.1: n."CAT_NAME"}{before 3.1: null}
          from "NOTIFICATION_LOG" n where n."EVENT_ID" > $1"#;

    COUNT_EVENTS_AFTER = r#"select count(*) from "NOTIFICATION_LOG" n where n."EVENT_ID" > $1"#;

    /// The newest id whose event, and every event before it, is older than $1:
    /// what the cleaner may remove up to. (Times are not ordered like ids.)
    CLEANABLE_UP_TO = r#"
        select coalesce(min(young."EVENT_ID") - 1, (select max(old."EVENT_ID") from "NOTIFICATION_LOG" old))
          from "NOTIFICATION_LOG" young where young."EVENT_TIME" >= $1"#;

    OLDEST_EVENT_ID = r#"select min(n."EVENT_ID") from "NOTIFICATION_LOG" n"#;

    /// What some transactions wrote into a table so far.
    WRITTEN = r#"
        select w."WNL_TXNID", w."WNL_WRITEID", w."WNL_PARTITION", w."WNL_FILES", w."WNL_PARTITION_OBJ"
          from "TXN_WRITE_NOTIFICATION_LOG" w
         where w."WNL_TXNID" {in $1} and w."WNL_DATABASE" = $2 and w."WNL_TABLE" = $3 {for update}"#;
    DELETE_WRITTEN = r#"
        delete from "TXN_WRITE_NOTIFICATION_LOG"
         where "WNL_TXNID" {in $1} and "WNL_DATABASE" = $2 and "WNL_TABLE" = $3"#;
    /// Conditions and order follow.
    WRITTEN_BY = r#"
        select w."WNL_WRITEID", w."WNL_DATABASE", w."WNL_TABLE", w."WNL_FILES", w."WNL_PARTITION", w."WNL_TABLE_OBJ",
               w."WNL_PARTITION_OBJ"
          from "TXN_WRITE_NOTIFICATION_LOG" w where w."WNL_TXNID" = $1"#;

    DELETE_EVENTS_UP_TO = r#"delete from "NOTIFICATION_LOG" where "EVENT_ID" <= $1"#;
}

insert! {
    INSERT_WRITTEN: "TXN_WRITE_NOTIFICATION_LOG" {
        "WNL_ID" bigint, "WNL_TXNID" bigint, "WNL_WRITEID" bigint, "WNL_DATABASE" text, "WNL_TABLE" text,
        "WNL_PARTITION" text, "WNL_TABLE_OBJ" text, "WNL_PARTITION_OBJ" text, "WNL_FILES" text,
        "WNL_EVENT_TIME" bigint,
    }
}
