//! The statements on `SCHEDULED_QUERIES` and `SCHEDULED_EXECUTIONS`.

use skep_sql::{insert, statements};

statements! {
    /// No key of the schema keeps names unique: whoever makes a query holds this row.
    LOCK_NAMES = r#"select c."CTLG_ID" from "CTLGS" c where c."NAME" = 'hive' {for update}"#;

    /// $1 name, $2 namespace.
    QUERY_BY_NAME = r#"
        select q."SCHEDULED_QUERY_ID", q."ENABLED", q."SCHEDULE", q."USER", q."QUERY", q."NEXT_EXECUTION"
          from "SCHEDULED_QUERIES" q where q."SCHEDULE_NAME" = $1 and q."CLUSTER_NAMESPACE" = $2"#;
    UPDATE_QUERY = r#"
        update "SCHEDULED_QUERIES"
           set "ENABLED" = $3, "SCHEDULE" = $4, "USER" = $5, "QUERY" = $6, "NEXT_EXECUTION" = $7
         where "SCHEDULE_NAME" = $1 and "CLUSTER_NAMESPACE" = $2"#;
    DELETE_EXECUTIONS = r#"
        delete from "SCHEDULED_EXECUTIONS"
         where "SCHEDULED_QUERY_ID" in (select q."SCHEDULED_QUERY_ID" from "SCHEDULED_QUERIES" q
                                         where q."SCHEDULE_NAME" = $1 and q."CLUSTER_NAMESPACE" = $2)"#;
    DELETE_QUERY = r#"
        delete from "SCHEDULED_QUERIES" where "SCHEDULE_NAME" = $1 and "CLUSTER_NAMESPACE" = $2"#;

    /// What is to run by the time $1 in the namespace $2 and does not run yet.
    DUE = r#"
        select q."SCHEDULED_QUERY_ID" from "SCHEDULED_QUERIES" q
         where q."NEXT_EXECUTION" <= $1 and q."ENABLED" and q."CLUSTER_NAMESPACE" = $2
           and q."ACTIVE_EXECUTION_ID" is null
         limit 1"#;
    LOCK_DUE = r#"
        select q."SCHEDULED_QUERY_ID", q."SCHEDULE_NAME", q."CLUSTER_NAMESPACE", q."SCHEDULE", q."USER", q."QUERY"
          from "SCHEDULED_QUERIES" q
         where q."NEXT_EXECUTION" <= $1 and q."ENABLED" and q."CLUSTER_NAMESPACE" = $2
           and q."ACTIVE_EXECUTION_ID" is null
         order by q."NEXT_EXECUTION", q."SCHEDULED_QUERY_ID" limit 1 {for update}"#;
    START_EXECUTION = r#"
        update "SCHEDULED_QUERIES" set "NEXT_EXECUTION" = $2, "ACTIVE_EXECUTION_ID" = $3
         where "SCHEDULED_QUERY_ID" = $1"#;

    LOCK_QUERY_OF_EXECUTION = r#"
        select q."SCHEDULED_QUERY_ID" from "SCHEDULED_QUERIES" q
         where q."SCHEDULED_QUERY_ID" = (select e."SCHEDULED_QUERY_ID" from "SCHEDULED_EXECUTIONS" e
                                          where e."SCHEDULED_EXECUTION_ID" = $1) {for update}"#;
    EXECUTION = r#"select e."STATE" from "SCHEDULED_EXECUTIONS" e where e."SCHEDULED_EXECUTION_ID" = $1"#;
    UPDATE_EXECUTION = r#"
        update "SCHEDULED_EXECUTIONS"
           set "STATE" = $2, "EXECUTOR_QUERY_ID" = $3, "ERROR_MESSAGE" = coalesce($4, "ERROR_MESSAGE"),
               "LAST_UPDATE_TIME" = $5, "END_TIME" = coalesce($6, "END_TIME")
         where "SCHEDULED_EXECUTION_ID" = $1"#;
    END_EXECUTION = r#"
        update "SCHEDULED_QUERIES" set "ACTIVE_EXECUTION_ID" = null
         where "SCHEDULED_QUERY_ID" = $1 and "ACTIVE_EXECUTION_ID" = $2"#;

    /// How the last $2 executions of a query ended, the newest first.
    LAST_STATES = r#"
        select e."STATE" from "SCHEDULED_EXECUTIONS" e where e."SCHEDULED_QUERY_ID" = $1
         order by e."SCHEDULED_EXECUTION_ID" desc limit $2"#;
    DISABLE = r#"update "SCHEDULED_QUERIES" set "ENABLED" = false where "SCHEDULED_QUERY_ID" = $1"#;
    NEXT_TURN = r#"
        select q."SCHEDULE", q."NEXT_EXECUTION" from "SCHEDULED_QUERIES" q where q."SCHEDULED_QUERY_ID" = $1"#;
    SET_NEXT_TURN = r#"update "SCHEDULED_QUERIES" set "NEXT_EXECUTION" = $2 where "SCHEDULED_QUERY_ID" = $1"#;

    STUCK_QUERIES = r#"
        select q."SCHEDULED_QUERY_ID" from "SCHEDULED_QUERIES" q
         where q."ACTIVE_EXECUTION_ID" in (
               select e."SCHEDULED_EXECUTION_ID" from "SCHEDULED_EXECUTIONS" e
                where e."LAST_UPDATE_TIME" <= $1 and e."STATE" in ('INITED', 'EXECUTING'))
         order by q."SCHEDULED_QUERY_ID" {for update}"#;

    /// Executions not heard of since $1. Queries first: that is the order of locks.
    FREE_STUCK_QUERIES = r#"
        update "SCHEDULED_QUERIES" set "ACTIVE_EXECUTION_ID" = null
         where "ACTIVE_EXECUTION_ID" in (
               select e."SCHEDULED_EXECUTION_ID" from "SCHEDULED_EXECUTIONS" e
                where e."LAST_UPDATE_TIME" <= $1 and e."STATE" in ('INITED', 'EXECUTING'))"#;
    /// $2 now, $3 and $4 what is said before and after the state.
    TIME_OUT_STUCK = r#"
        update "SCHEDULED_EXECUTIONS"
           set "ERROR_MESSAGE" = {mysql: concat($3, "STATE", $4)}
                                 {postgres: cast($3 as text) || "STATE" || cast($4 as text)}
                                 {sqlite: $3 || "STATE" || $4},
               "STATE" = 'TIMED_OUT', "END_TIME" = $2, "LAST_UPDATE_TIME" = null
         where "LAST_UPDATE_TIME" <= $1 and "STATE" in ('INITED', 'EXECUTING')"#;
    DELETE_OLD_EXECUTIONS = r#"
        delete from "SCHEDULED_EXECUTIONS" where "START_TIME" <= $1 and "END_TIME" is not null"#;
}

insert! {
    INSERT_QUERY: "SCHEDULED_QUERIES" {
        "SCHEDULED_QUERY_ID" bigint, "SCHEDULE_NAME" text, "CLUSTER_NAMESPACE" text, "ENABLED" bool,
        "SCHEDULE" text, "USER" text, "QUERY" text, "NEXT_EXECUTION" bigint,
    }
    INSERT_EXECUTION: "SCHEDULED_EXECUTIONS" {
        "SCHEDULED_EXECUTION_ID" bigint, "SCHEDULED_QUERY_ID" bigint, "STATE" text, "START_TIME" bigint,
        "LAST_UPDATE_TIME" bigint,
    }
    INSERT_NOTE: "SCHEDULED_EXECUTIONS" {
        "SCHEDULED_EXECUTION_ID" bigint, "SCHEDULED_QUERY_ID" bigint, "STATE" text, "START_TIME" bigint,
        "LAST_UPDATE_TIME" bigint, "END_TIME" bigint, "ERROR_MESSAGE" text,
    }
}
