//! The statements on `NEXT_WRITE_ID` and `TXN_TO_WRITE_ID`. Hive 2 has neither.

use skep_sql::{insert, statements};

statements! {
    /// The next write id of a table; whoever allocates takes turns here.
    NEXT_WRITE_ID = r#"
        select n."NWI_NEXT" from "NEXT_WRITE_ID" n where n."NWI_DATABASE" = $1 and n."NWI_TABLE" = $2 {for update}"#;
    LAST_WRITE_ID = r#"
        select n."NWI_NEXT" - 1 from "NEXT_WRITE_ID" n where n."NWI_DATABASE" = $1 and n."NWI_TABLE" = $2"#;
    TAKE_WRITE_IDS = r#"
        update "NEXT_WRITE_ID" set "NWI_NEXT" = $3 where "NWI_DATABASE" = $1 and "NWI_TABLE" = $2"#;

    /// Open transactions of a list that may write.
    COUNT_WRITERS = r#"
        select count(*) from "TXNS" t
         where t."TXN_ID" {in $1} and t."TXN_STATE" = 'o' {since 3.1: and coalesce(t."TXN_TYPE", 0) <> 2}"#;

    ALLOCATED = r#"
        select w."T2W_TXNID", w."T2W_WRITEID" from "TXN_TO_WRITE_ID" w
         where w."T2W_DATABASE" = $1 and w."T2W_TABLE" = $2 and w."T2W_TXNID" {in $3} order by w."T2W_TXNID""#;
    FORGET_ALLOCATED = r#"
        delete from "TXN_TO_WRITE_ID" where "T2W_DATABASE" = $1 and "T2W_TABLE" = $2 and "T2W_TXNID" {in $3}"#;
    FORGET_TABLE = r#"delete from "TXN_TO_WRITE_ID" where "T2W_DATABASE" = $1 and "T2W_TABLE" = $2"#;

    TXN_OF_WRITE_ID = r#"
        select w."T2W_TXNID" from "TXN_TO_WRITE_ID" w
         where w."T2W_DATABASE" = $1 and w."T2W_TABLE" = $2 and w."T2W_WRITEID" = $3"#;

    /// The write ids of a transaction, by table.
    OF_TXN = r#"
        select w."T2W_DATABASE", w."T2W_TABLE", w."T2W_WRITEID" from "TXN_TO_WRITE_ID" w where w."T2W_TXNID" = $1"#;

    /// Of all tables with one of these names in one of these databases: a few more, perhaps,
    /// than were asked for.
    WRITE_IDS_OF_TABLES = r#"
        select w."T2W_DATABASE", w."T2W_TABLE", w."T2W_TXNID", w."T2W_WRITEID" from "TXN_TO_WRITE_ID" w
         where w."T2W_DATABASE" {in $1} and w."T2W_TABLE" {in $2} order by w."T2W_WRITEID""#;
    LAST_WRITE_IDS = r#"
        select n."NWI_DATABASE", n."NWI_TABLE", n."NWI_NEXT" - 1 from "NEXT_WRITE_ID" n
         where n."NWI_DATABASE" {in $1} and n."NWI_TABLE" {in $2}"#;

    NEXT_COMPACTION_ID = r#"
        select n."NCQ_NEXT" from "NEXT_COMPACTION_QUEUE_ID" n {for update}"#;
    TAKE_COMPACTION_IDS = r#"update "NEXT_COMPACTION_QUEUE_ID" set "NCQ_NEXT" = $1"#;
}

insert! {
    INSERT_NEXT_WRITE_ID: "NEXT_WRITE_ID" { "NWI_DATABASE" text, "NWI_TABLE" text, "NWI_NEXT" bigint }
    INSERT_WRITE_IDS: "TXN_TO_WRITE_ID" {
        "T2W_TXNID" bigint, "T2W_DATABASE" text, "T2W_TABLE" text, "T2W_WRITEID" bigint,
    }
    INSERT_MIN_WRITE_IDS: "MIN_HISTORY_WRITE_ID" {
        "MH_TXNID" bigint, "MH_DATABASE" text, "MH_TABLE" text, "MH_WRITEID" bigint,
    }
    INSERT_COMPACTION: "COMPACTION_QUEUE" {
        "CQ_ID" bigint, "CQ_DATABASE" text, "CQ_TABLE" text, "CQ_PARTITION" text, "CQ_STATE" text, "CQ_TYPE" text,
        "CQ_ENQUEUE_TIME" bigint since 4.0, "CQ_RUN_AS" text,
    }
}
