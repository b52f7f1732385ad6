//! The statements on `TXNS`, what transactions wrote, and who may still read it.

use skep_sql::{insert, statements};

statements! {
    TXN_STATE = r#"
        select t."TXN_STATE", {since 3.1: coalesce(t."TXN_TYPE", 0)}{before 3.1: 0}
          from "TXNS" t where t."TXN_ID" = $1 {for update}"#;

    /// Committed transactions that are no longer kept in `TXNS`.
    TXN_COMPLETED = r#"select count(*) from "COMPLETED_TXN_COMPONENTS" c where c."CTC_TXNID" = $1"#;

    /// Many may open at once, nobody may commit a conflict meanwhile. Before Hive 4 it is
    /// the counter, and they take turns.
    LOCK_TO_OPEN = r#"
        {before 4.0: select n."NTXN_NEXT" from "NEXT_TXN_ID" n {for update}}
        {since 4.0: {postgres: lock table "TXN_LOCK_TBL" in share mode}
            {mysql: select l."TXN_LOCK" from "TXN_LOCK_TBL" l lock in share mode}
            {sqlite: select l."TXN_LOCK" from "TXN_LOCK_TBL" l}}"#;

    /// Alone: no transaction is opened or committed until ours ends.
    LOCK_TO_COMMIT = r#"
        {before 4.0: select n."NTXN_NEXT" from "NEXT_TXN_ID" n {for update}}
        {since 4.0: {postgres: lock table "TXN_LOCK_TBL" in exclusive mode}
            {mysql: select l."TXN_LOCK" from "TXN_LOCK_TBL" l for update}
            {sqlite: select l."TXN_LOCK" from "TXN_LOCK_TBL" l}}"#;

    /// The newest id ever given. Hive 4 never removes its row.
    HIGH_WATER_MARK = r#"
        {before 4.0: select n."NTXN_NEXT" - 1 from "NEXT_TXN_ID" n}
        {since 4.0: select max(t."TXN_ID") from "TXNS" t}"#;

    TAKE_TXN_IDS = r#"{before 4.0: update "NEXT_TXN_ID" set "NTXN_NEXT" = $1}"#;

    /// The clock, how many are open, and the oldest of them.
    OPEN_NOW = r#"
        select {postgres: (extract(epoch from clock_timestamp()) * 1000)::bigint}
               {mysql: cast(unix_timestamp(sysdate(3)) * 1000 as signed)}
               {sqlite: cast(round((julianday('now') - 2440587.5) * 86400000) as integer)},
               count(*), min(t."TXN_ID")
          from "TXNS" t where t."TXN_STATE" = 'o'"#;

    /// Ours: no other transaction's are visible in this state.
    NEW_TXNS = r#"select t."TXN_ID" from "TXNS" t where t."TXN_STATE" = '_' order by t."TXN_ID""#;
    OPEN_NEW_TXNS = r#"update "TXNS" set "TXN_STATE" = 'o' where "TXN_ID" {in $1}"#;

    /// The newest that began before $1: nothing below it is still to appear. The first few rows of the key tell it;
    /// for a `max` MariaDB would read them all.
    NEWEST_STARTED_BEFORE = r#"
        select t."TXN_ID" from "TXNS" t where t."TXN_STARTED" < $1 order by t."TXN_ID" desc limit 1"#;

    /// All, with the clock that says how old they are.
    TXNS = r#"
        select t."TXN_ID", t."TXN_STATE", {since 3.1: coalesce(t."TXN_TYPE", 0)}{before 3.1: 0}, t."TXN_STARTED",
               {postgres: (extract(epoch from clock_timestamp()) * 1000)::bigint}
               {mysql: cast(unix_timestamp(sysdate(3)) * 1000 as signed)}
               {sqlite: cast(round((julianday('now') - 2440587.5) * 86400000) as integer)},
               t."TXN_USER", t."TXN_HOST", t."TXN_LAST_HEARTBEAT"
          from "TXNS" t order by t."TXN_ID""#;

    HEARTBEAT_TXN = r#"update "TXNS" set "TXN_LAST_HEARTBEAT" = $2 where "TXN_ID" = $1 and "TXN_STATE" = 'o'"#;
    HEARTBEAT_RANGE = r#"
        update "TXNS" set "TXN_LAST_HEARTBEAT" = $3
         where "TXN_ID" >= $1 and "TXN_ID" <= $2 and "TXN_STATE" = 'o'"#;
    STATES_IN_RANGE = r#"
        select t."TXN_ID", t."TXN_STATE" from "TXNS" t where t."TXN_ID" >= $1 and t."TXN_ID" <= $2"#;

    /// Those of a list that are open, and were last heard of before $2.
    LOCK_OPEN = r#"
        select t."TXN_ID", {since 3.1: coalesce(t."TXN_TYPE", 0)}{before 3.1: 0} from "TXNS" t
         where t."TXN_ID" {in $1} and t."TXN_STATE" = 'o' and t."TXN_LAST_HEARTBEAT" < $2
         order by t."TXN_ID" {for update}"#;
    ABORT = r#"
        update "TXNS" set "TXN_STATE" = 'a' {since 4.0: , "TXN_META_INFO" = $2}
         where "TXN_ID" {in $1} and "TXN_STATE" = 'o'"#;

    /// Open and not heard of since $1; those that a replica opened, since $2.
    SILENT = r#"
        select t."TXN_ID" from "TXNS" t
         where t."TXN_STATE" = 'o' and t."TXN_LAST_HEARTBEAT" < $1
               {since 3.1: and (coalesce(t."TXN_TYPE", 0) <> 1 or t."TXN_LAST_HEARTBEAT" < $2)}
         order by t."TXN_ID" limit $3"#;

    DELETE_LOCKS = r#"delete from "HIVE_LOCKS" where "HL_TXNID" {in $1}"#;
    DELETE_MIN_HISTORY = r#"delete from "MIN_HISTORY_LEVEL" where "MHL_TXNID" {in $1}"#;
    DELETE_MIN_HISTORY_WRITE_IDS = r#"delete from "MIN_HISTORY_WRITE_ID" where "MH_TXNID" {in $1}"#;
    DELETE_REBUILD_LOCKS = r#"delete from "MATERIALIZATION_REBUILD_LOCKS" where "MRL_TXN_ID" {in $1}"#;

    /// What it wrote: all of it, and updates and deletes alone.
    COUNT_COMPONENTS = r#"
        select count(*), count(case when c."TC_OPERATION_TYPE" in ('u', 'd') then 1 end)
          from "TXN_COMPONENTS" c where c."TC_TXNID" = $1"#;

    /// What was committed since we began and changed the same table or partition. Up to
    /// Hive 3 two deletes may meet; an update in Hive 4 is a delete and an insert.
    CONFLICT = r#"
        select w."WS_TXNID", w."WS_COMMIT_ID", w."WS_DATABASE", w."WS_TABLE", w."WS_PARTITION",
               c."TC_OPERATION_TYPE", w."WS_OPERATION_TYPE"
          from "TXN_COMPONENTS" c
          join "WRITE_SET" w on w."WS_DATABASE" = c."TC_DATABASE" and w."WS_TABLE" = c."TC_TABLE"
               and (w."WS_PARTITION" = c."TC_PARTITION" or (w."WS_PARTITION" is null and c."TC_PARTITION" is null))
         where c."TC_TXNID" = $1 and w."WS_COMMIT_ID" >= $1 and w."WS_TXNID" <> $1
               and c."TC_OPERATION_TYPE" in ('u', 'd') and w."WS_OPERATION_TYPE" in ('u', 'd')
               {before 4.0: and (c."TC_OPERATION_TYPE" = 'u' or w."WS_OPERATION_TYPE" = 'u')}
         order by w."WS_TXNID" limit 1"#;

    LATEST_IN_CONFLICT = r#"
        select max(w."WS_TXNID")
          from "TXN_COMPONENTS" c
          join "WRITE_SET" w on w."WS_DATABASE" = c."TC_DATABASE" and w."WS_TABLE" = c."TC_TABLE"
               and (w."WS_PARTITION" = c."TC_PARTITION" or c."TC_PARTITION" is null)
         where c."TC_TXNID" = $1 and w."WS_COMMIT_ID" >= $1 and w."WS_OPERATION_TYPE" <> 'i'
               and c."TC_OPERATION_TYPE" in ('u', 'd')"#;

    NOTE_WRITE_SET = r#"
        insert into "WRITE_SET" ("WS_DATABASE", "WS_TABLE", "WS_PARTITION", "WS_TXNID", "WS_COMMIT_ID",
               "WS_OPERATION_TYPE")
        select distinct c."TC_DATABASE", c."TC_TABLE", c."TC_PARTITION", c."TC_TXNID",
               {postgres: $2::int8}{mysql: $2}{sqlite: $2}, c."TC_OPERATION_TYPE"
          from "TXN_COMPONENTS" c where c."TC_TXNID" = $1 and c."TC_OPERATION_TYPE" in ('u', 'd')"#;

    /// For compaction. What a compaction did is none of its business.
    COMPLETE = r#"
        insert into "COMPLETED_TXN_COMPONENTS" ("CTC_TXNID", "CTC_DATABASE", "CTC_TABLE", "CTC_PARTITION"
               {since 3.1: , "CTC_WRITEID", "CTC_UPDATE_DELETE"})
        select c."TC_TXNID", c."TC_DATABASE", c."TC_TABLE", c."TC_PARTITION" {since 3.1: , c."TC_WRITEID", $2}
          from "TXN_COMPONENTS" c where c."TC_TXNID" = $1 and c."TC_OPERATION_TYPE" <> 'c'"#;

    COMMIT_COMPACTION = r#"{since 4.0:
        update "COMPACTION_QUEUE" set "CQ_NEXT_TXN_ID" = $2, "CQ_COMMIT_TIME" = $3 where "CQ_TXN_ID" = $1}"#;

    /// What a transaction compacted.
    COMPACTED = r#"{since 4.0:
        select q."CQ_ID", q."CQ_TYPE", q."CQ_DATABASE", q."CQ_TABLE", q."CQ_PARTITION"
          from "COMPACTION_QUEUE" q where q."CQ_TXN_ID" = $1 order by q."CQ_ID" limit 1}"#;

    DELETE_COMPONENTS = r#"delete from "TXN_COMPONENTS" where "TC_TXNID" = $1"#;

    /// Hive 4 keeps committed ones until no reader can take their ids for open.
    COMMIT = r#"
        {since 4.0: update "TXNS" set "TXN_STATE" = 'c' where "TXN_ID" = $1}
        {before 4.0: delete from "TXNS" where "TXN_ID" = $1}"#;

    SET_TABLE_PARAM = r#"
        update "TABLE_PARAMS" set "PARAM_VALUE" = $3 where "TBL_ID" = $1 and "PARAM_KEY" = $2"#;

    /// The row of a table written into, once the partitions are known.
    DELETE_PLACEHOLDER = r#"
        delete from "TXN_COMPONENTS"
         where "TC_TXNID" = $1 and "TC_DATABASE" = $2 and "TC_TABLE" = $3 and "TC_PARTITION" is null"#;

    INSERT_SEED = r#"
        insert into "TXNS" ("TXN_ID", "TXN_STATE", "TXN_STARTED", "TXN_LAST_HEARTBEAT", "TXN_USER", "TXN_HOST")
        values ($1, 'c', 0, 0, '', '')"#;
    /// MySQL and SQLite count on from the highest row.
    MOVE_COUNTER = r#"{since 4.0:
        {postgres: select setval(coalesce(pg_get_serial_sequence('"TXNS"', 'TXN_ID'), '"TXNS_TXN_ID_seq"')::regclass,
            $1)}{mysql: select 1}{sqlite: select 1}}"#;

    TARGETS = r#"
        select m."RTM_SRC_TXN_ID", m."RTM_TARGET_TXN_ID" from "REPL_TXN_MAP" m
         where m."RTM_REPL_POLICY" = $1 and m."RTM_SRC_TXN_ID" {in $2}"#;
    TARGETS_OF_POLICY = r#"
        select m."RTM_SRC_TXN_ID", m."RTM_TARGET_TXN_ID" from "REPL_TXN_MAP" m where m."RTM_REPL_POLICY" = $1"#;
    POLICIES_OF = r#"
        select distinct m."RTM_REPL_POLICY" from "REPL_TXN_MAP" m where m."RTM_TARGET_TXN_ID" {in $1}"#;
    FORGET_TARGETS = r#"delete from "REPL_TXN_MAP" where "RTM_TARGET_TXN_ID" {in $1}"#;

    DATABASE_ID = r#"
        select d."DB_ID" from "DBS" d where d."NAME" = $1 {since 3.1: and d."CTLG_NAME" = $2} {for update}"#;
    TABLE_ID = r#"select t."TBL_ID" from "TBLS" t where t."DB_ID" = $1 and t."TBL_NAME" = $2 {for update}"#;
    PARTITION_IDS = r#"
        select p."PART_ID" from "PARTITIONS" p where p."TBL_ID" = $1 and p."PART_NAME" {in $2}
         order by p."PART_ID" {for update}"#;
    DELETE_DATABASE_PARAM = r#"delete from "DATABASE_PARAMS" where "DB_ID" = $1 and "PARAM_KEY" = $2"#;
    DELETE_TABLE_PARAM = r#"delete from "TABLE_PARAMS" where "TBL_ID" = $1 and "PARAM_KEY" = $2"#;
    DELETE_PARTITION_PARAM = r#"delete from "PARTITION_PARAMS" where "PART_ID" {in $1} and "PARAM_KEY" = $2"#;
}

insert! {
    /// From Hive 4 on the database counts.
    INSERT_TXN: "TXNS" {
        "TXN_ID" bigint before 4.0, "TXN_STATE" text, "TXN_STARTED" bigint, "TXN_LAST_HEARTBEAT" bigint,
        "TXN_USER" text, "TXN_HOST" text, "TXN_TYPE" bigint since 3.1,
    }
    /// Which transactions were open when one began.
    INSERT_MIN_HISTORY: "MIN_HISTORY_LEVEL" { "MHL_TXNID" bigint, "MHL_MIN_OPEN_TXNID" bigint }
    INSERT_COMPLETED: "COMPLETED_TXN_COMPONENTS" {
        "CTC_TXNID" bigint, "CTC_DATABASE" text, "CTC_TABLE" text, "CTC_PARTITION" text,
        "CTC_WRITEID" bigint since 3.1, "CTC_UPDATE_DELETE" text since 3.1,
    }
    INSERT_TARGET: "REPL_TXN_MAP" {
        "RTM_REPL_POLICY" text, "RTM_SRC_TXN_ID" bigint, "RTM_TARGET_TXN_ID" bigint,
    }
    INSERT_DATABASE_PARAM: "DATABASE_PARAMS" { "DB_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }
    INSERT_TABLE_PARAM: "TABLE_PARAMS" { "TBL_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }
    INSERT_PARTITION_PARAM: "PARTITION_PARAMS" { "PART_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }
}
