//! The statements on `SKEP_EPOCH`, `SKEP_STATEMENTS` and `SKEP_HISTORY`, and what a policy asks of Hive's tables.

use skep_sql::{insert, statements};

/// Reads statements that meet a condition, in the order in which they were said.
macro_rules! said {
    ($condition:literal) => {
        concat!(
            r#"select s."STMT_ID", s."STMT_TBL_ID", s."STMT_TEXT", s."STMT_GRANTOR", s."STMT_CREATED"
                 from "SKEP_STATEMENTS" s "#,
            $condition,
            r#" order by s."STMT_ID""#
        )
    };
}

statements! {
    /// Whether the tables were made.
    COUNT_TABLES = r#"
        {postgres: select count(*) from pg_catalog.pg_class c
                    where c.relname = 'SKEP_EPOCH' and pg_catalog.pg_table_is_visible(c.oid)}
        {mysql: select count(*) from information_schema.tables
                 where table_schema = database() and table_name = 'SKEP_EPOCH'}
        {sqlite: select count(*) from sqlite_master where type = 'table' and name = 'SKEP_EPOCH'}"#;

    EPOCH = r#"select e."EPOCH" from "SKEP_EPOCH" e where e."EPOCH_ID" = 1"#;

    /// The same with those of the named databases and tables that are there, in any combination.
    EPOCH_AND_PLACES = r#"
        select e."EPOCH", {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'}, d."NAME", d."DB_LOCATION_URI", t."TBL_ID",
               t."TBL_NAME", s."LOCATION"
          from "SKEP_EPOCH" e
          left join "DBS" d on d."NAME" {in $1}
          left join "TBLS" t on t."DB_ID" = d."DB_ID" and t."TBL_NAME" {in $2}
          left join "SDS" s on s."SD_ID" = t."SD_ID"
         where e."EPOCH_ID" = 1"#;

    /// Changes happen one after the other: whoever changes holds this row.
    LOCK_EPOCH = r#"select e."EPOCH", e."NEXT_ID" from "SKEP_EPOCH" e where e."EPOCH_ID" = 1 {for update}"#;
    MOVE_EPOCH = r#"update "SKEP_EPOCH" set "EPOCH" = $1, "NEXT_ID" = $2 where "EPOCH_ID" = 1"#;

    ALL_STATEMENTS = said!("");
    AT_OBJECTS = said!(r#"where s."STMT_OBJECT" {in $1}"#);
    OF_KINDS = said!(r#"where s."STMT_KIND" {in $1}"#);
    OF_PRINCIPALS = said!(r#"where s."STMT_PRINCIPAL" {in $1}"#);
    BY_IDS = said!(r#"where s."STMT_ID" {in $1}"#);
    OF_TABLE = said!(r#"where s."STMT_TBL_ID" = $1"#);
    DELETE_STATEMENTS = r#"delete from "SKEP_STATEMENTS" where "STMT_ID" {in $1}"#;

    /// $1 the first epoch wanted.
    HISTORY = r#"
        select h."HIST_EPOCH", h."HIST_TIME", h."HIST_ACTOR", h."HIST_ACTION", h."HIST_STMT_ID", h."HIST_TBL_ID",
               h."HIST_TEXT", h."HIST_GRANTOR", h."HIST_CREATED"
          from "SKEP_HISTORY" h where h."HIST_EPOCH" >= $1 order by h."HIST_ID""#;

    /// Tables whose database and own name are among these, in any combination.
    TABLES_NAMED = r#"
        select t."TBL_ID", {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'}, d."NAME", t."TBL_NAME", s."CD_ID"
          from "TBLS" t
          join "DBS" d on d."DB_ID" = t."DB_ID"
          left join "SDS" s on s."SD_ID" = t."SD_ID"
         where d."NAME" {in $1} and t."TBL_NAME" {in $2}"#;
    TABLES_IN = r#"
        select {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'}, d."NAME", t."TBL_NAME"
          from "TBLS" t
          join "DBS" d on d."DB_ID" = t."DB_ID"
         where d."NAME" {in $1}"#;
    COLUMNS_OF = r#"
        select c."CD_ID", c."COLUMN_NAME", c."TYPE_NAME" from "COLUMNS_V2" c
         where c."CD_ID" {in $1} order by c."CD_ID", c."INTEGER_IDX""#;
    KEYS_OF = r#"
        select k."TBL_ID", k."PKEY_NAME", k."PKEY_TYPE" from "PARTITION_KEYS" k
         where k."TBL_ID" {in $1} order by k."TBL_ID", k."INTEGER_IDX""#;
    DATABASES_NAMED = r#"
        select {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'}, d."NAME" from "DBS" d where d."NAME" {in $1}"#;
}

insert! {
    INSERT_STATEMENTS: "SKEP_STATEMENTS" {
        "STMT_ID" bigint, "STMT_KIND" text, "STMT_OBJECT" text, "STMT_PRINCIPAL" text, "STMT_TBL_ID" bigint,
        "STMT_TEXT" text, "STMT_GRANTOR" text, "STMT_CREATED" bigint, "STMT_UNTIL" bigint, "STMT_EPOCH" bigint,
    }
    INSERT_HISTORY: "SKEP_HISTORY" {
        "HIST_ID" bigint, "HIST_EPOCH" bigint, "HIST_TIME" bigint, "HIST_ACTOR" text, "HIST_ACTION" text,
        "HIST_STMT_ID" bigint, "HIST_TBL_ID" bigint, "HIST_GRANTOR" text, "HIST_CREATED" bigint, "HIST_TEXT" text,
    }
}
