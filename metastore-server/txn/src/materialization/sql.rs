//! The statements on `MATERIALIZATION_REBUILD_LOCKS`, and what writers left to a view's sources.

use skep_sql::{insert, statements};

statements! {
    REBUILDER = r#"
        select l."MRL_TXN_ID" from "MATERIALIZATION_REBUILD_LOCKS" l
         where l."MRL_DB_NAME" = $1 and l."MRL_TBL_NAME" = $2"#;
    HEARTBEAT = r#"
        update "MATERIALIZATION_REBUILD_LOCKS" set "MRL_LAST_HEARTBEAT" = $4
         where "MRL_TXN_ID" = $1 and "MRL_DB_NAME" = $2 and "MRL_TBL_NAME" = $3"#;

    /// The updates and deletes among what was written to tables of these names; conditions follow.
    CHANGED = r#"{since 3.1:
        select c."CTC_DATABASE", c."CTC_TABLE", c."CTC_WRITEID", c."CTC_TXNID" from "COMPLETED_TXN_COMPONENTS" c
         where c."CTC_UPDATE_DELETE" = 'Y' and c."CTC_DATABASE" {in $1} and c."CTC_TABLE" {in $2}}"#;

    /// Compactions of tables of these names, ended or still to come: those have no write id to compare.
    COMPACTED = r#"{since 3.1:
        select c."CC_DATABASE", c."CC_TABLE", c."CC_HIGHEST_WRITE_ID", 0 from "COMPLETED_COMPACTIONS" c
         where c."CC_DATABASE" {in $1} and c."CC_TABLE" {in $2}
        union all
        select q."CQ_DATABASE", q."CQ_TABLE", null, 1 from "COMPACTION_QUEUE" q
         where q."CQ_DATABASE" {in $1} and q."CQ_TABLE" {in $2}}"#;
}

insert! {
    INSERT_REBUILDER: "MATERIALIZATION_REBUILD_LOCKS" {
        "MRL_TXN_ID" bigint, "MRL_DB_NAME" text, "MRL_TBL_NAME" text, "MRL_LAST_HEARTBEAT" bigint,
    }
}
