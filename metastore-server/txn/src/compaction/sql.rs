//! The statements on `COMPACTION_QUEUE`, `COMPLETED_COMPACTIONS` and what goes with them.

use skep_sql::{insert, statements};

statements! {
    NEXT_ID = r#"select n."NCQ_NEXT" from "NEXT_COMPACTION_QUEUE_ID" n {for update}"#;
    TAKE_ID = r#"update "NEXT_COMPACTION_QUEUE_ID" set "NCQ_NEXT" = $1"#;

    /// Entries of a table that are not done. $1 database, $2 table.
    ENTRIES_OF_TABLE = r#"
        select q."CQ_ID", q."CQ_STATE", q."CQ_PARTITION",
               {since 3.1: q."CQ_HIGHEST_WRITE_ID"}{before 3.1: q."CQ_HIGHEST_TXN_ID"}
          from "COMPACTION_QUEUE" q
         where q."CQ_DATABASE" = $1 and q."CQ_TABLE" = $2 and q."CQ_STATE" in ('i', 'w', 'r')
         order by q."CQ_ID""#;

    /// Of a table's write ids: the lowest open one, the lowest aborted one, the highest valid one, the highest, and the
    /// next to be given out. What is not in `TXNS` is committed. $1 database, $2 table.
    WRITE_IDS = r#"
        {since 3.1:
        select min(case when t."TXN_STATE" = 'o' then w."T2W_WRITEID" end),
               min(case when t."TXN_STATE" = 'a' then w."T2W_WRITEID" end),
               max(case when t."TXN_ID" is null or t."TXN_STATE" = 'c' then w."T2W_WRITEID" end),
               max(w."T2W_WRITEID"),
               (select max(n."NWI_NEXT") from "NEXT_WRITE_ID" n where n."NWI_DATABASE" = $1 and n."NWI_TABLE" = $2)
          from "TXN_TO_WRITE_ID" w left join "TXNS" t on t."TXN_ID" = w."T2W_TXNID"
         where w."T2W_DATABASE" = $1 and w."T2W_TABLE" = $2}"#;

    /// Entries that are about to end, with their states. $1 ids.
    LOCK_ENTRIES = r#"
        select q."CQ_ID", q."CQ_STATE" from "COMPACTION_QUEUE" q where q."CQ_ID" {in $1} order by q."CQ_ID" {for update}"#;

    /// Those that have ended. $1 ids.
    COMPLETED_STATES = r#"
        select c."CC_ID", c."CC_STATE" from "COMPLETED_COMPACTIONS" c where c."CC_ID" {in $1}"#;

    /// Still nobody's entries of the queue; a worker's search adds conditions and order.
    INITIATED = r#"
        select q."CQ_ID", q."CQ_DATABASE", q."CQ_TABLE", q."CQ_PARTITION", q."CQ_TYPE", q."CQ_TBLPROPERTIES",
               q."CQ_RUN_AS", {since 3.1: q."CQ_HIGHEST_WRITE_ID"}{before 3.1: q."CQ_HIGHEST_TXN_ID"},
               {since 4.0: q."CQ_ENQUEUE_TIME", q."CQ_RETRY_RETENTION", q."CQ_POOL_NAME", q."CQ_NUMBER_OF_BUCKETS",
               q."CQ_ORDER_BY"}
               {before 4.0: null, null, null, null, null}
          from "COMPACTION_QUEUE" q where q."CQ_STATE" = 'i'"#;

    /// $1 id, $2 worker, $3 its version, $4 now. Nothing if another worker was faster.
    START_WORK = r#"
        update "COMPACTION_QUEUE" set "CQ_STATE" = 'w', "CQ_WORKER_ID" = $2,
               {since 4.0: "CQ_WORKER_VERSION" = $3,} "CQ_START" = $4
         where "CQ_ID" = $1 and "CQ_STATE" = 'i'"#;

    /// $1 id, $2 highest write id, $3 user, $4 transaction.
    UPDATE_ENTRY = r#"
        update "COMPACTION_QUEUE" set
               {since 3.1: "CQ_HIGHEST_WRITE_ID"}{before 3.1: "CQ_HIGHEST_TXN_ID"} = $2, "CQ_RUN_AS" = $3
               {since 4.0: , "CQ_TXN_ID" = $4}
         where "CQ_ID" = $1"#;

    /// Whether there is such a transaction.
    TRANSACTION = r#"select t."TXN_ID" from "TXNS" t where t."TXN_ID" = $1 {for update}"#;

    MARK_COMPACTED = r#"
        update "COMPACTION_QUEUE" set "CQ_STATE" = 'r', "CQ_WORKER_ID" = null where "CQ_ID" = $1"#;

    SET_JOB = r#"update "COMPACTION_QUEUE" set "CQ_HADOOP_JOB_ID" = $2 where "CQ_ID" = $1"#;

    /// Copies entries to the history. $1 ids, $2 their last state, $3 now, $4 what went wrong, if anything.
    COMPLETE = r#"
        insert into "COMPLETED_COMPACTIONS" (
               "CC_ID", "CC_DATABASE", "CC_TABLE", "CC_PARTITION", "CC_STATE", "CC_TYPE", "CC_TBLPROPERTIES",
               "CC_WORKER_ID", "CC_START", "CC_END", "CC_RUN_AS",
               {since 3.1: "CC_HIGHEST_WRITE_ID"}{before 3.1: "CC_HIGHEST_TXN_ID"}, "CC_META_INFO", "CC_HADOOP_JOB_ID"
               {since 4.0: , "CC_ERROR_MESSAGE", "CC_ENQUEUE_TIME", "CC_WORKER_VERSION", "CC_INITIATOR_ID",
               "CC_INITIATOR_VERSION", "CC_NEXT_TXN_ID", "CC_TXN_ID", "CC_COMMIT_TIME", "CC_POOL_NAME",
               "CC_NUMBER_OF_BUCKETS", "CC_ORDER_BY"})
        select q."CQ_ID", q."CQ_DATABASE", q."CQ_TABLE", q."CQ_PARTITION", $2, q."CQ_TYPE", q."CQ_TBLPROPERTIES",
               q."CQ_WORKER_ID", q."CQ_START", $3, q."CQ_RUN_AS",
               {since 3.1: q."CQ_HIGHEST_WRITE_ID"}{before 3.1: q."CQ_HIGHEST_TXN_ID"}, q."CQ_META_INFO",
               q."CQ_HADOOP_JOB_ID"
               {since 4.0: , coalesce($4, q."CQ_ERROR_MESSAGE"), q."CQ_ENQUEUE_TIME", q."CQ_WORKER_VERSION",
               q."CQ_INITIATOR_ID", q."CQ_INITIATOR_VERSION", q."CQ_NEXT_TXN_ID", q."CQ_TXN_ID", q."CQ_COMMIT_TIME",
               q."CQ_POOL_NAME", q."CQ_NUMBER_OF_BUCKETS", q."CQ_ORDER_BY"}
          from "COMPACTION_QUEUE" q where q."CQ_ID" {in $1}"#;

    DELETE_ENTRIES = r#"delete from "COMPACTION_QUEUE" where "CQ_ID" {in $1}"#;

    /// What remembers that cleaning up aborted writes failed, which a compaction has now done. $1 database, $2 table.
    DELETE_ABORT_RETRIES = r#"
        delete from "COMPACTION_QUEUE" where "CQ_DATABASE" = $1 and "CQ_TABLE" = $2 and "CQ_TYPE" = 'c'"#;

    /// Writes of a table that a compaction has dealt with. $1 database, $2 table.
    DELETE_COMPLETED_WRITES = r#"
        delete from "COMPLETED_TXN_COMPONENTS" where "CTC_DATABASE" = $1 and "CTC_TABLE" = $2"#;

    /// Writes of aborted transactions whose files are gone. $1 database, $2 table, $3 highest write id.
    DELETE_ABORTED_WRITES = r#"
        delete from "TXN_COMPONENTS"
         where "TC_TXNID" in (select t."TXN_ID" from "TXNS" t where t."TXN_STATE" = 'a')
           and "TC_DATABASE" = $1 and "TC_TABLE" = $2 and {since 3.1: "TC_WRITEID"}{before 3.1: "TC_TXNID"} <= $3"#;

    /// What is queued and what was done, as `SHOW COMPACTIONS` prints it; the request adds conditions and order.
    SHOW = r#"
        select x."CC_ID", x."CC_DATABASE", x."CC_TABLE", x."CC_PARTITION", x."CC_STATE", x."CC_TYPE", x."CC_WORKER_ID",
               x."CC_START", x."CC_END", x."CC_RUN_AS", x."CC_HADOOP_JOB_ID", x."CC_HIGHEST"
               {since 4.0: , x."CC_ERROR_MESSAGE", x."CC_ENQUEUE_TIME", x."CC_WORKER_VERSION", x."CC_INITIATOR_ID",
               x."CC_INITIATOR_VERSION", x."CC_CLEANER_START", x."CC_POOL_NAME", x."CC_TXN_ID", x."CC_NEXT_TXN_ID",
               x."CC_COMMIT_TIME"}
          from (select q."CQ_ID" as "CC_ID", q."CQ_DATABASE" as "CC_DATABASE", q."CQ_TABLE" as "CC_TABLE",
                       q."CQ_PARTITION" as "CC_PARTITION", q."CQ_STATE" as "CC_STATE", q."CQ_TYPE" as "CC_TYPE",
                       q."CQ_WORKER_ID" as "CC_WORKER_ID", q."CQ_START" as "CC_START", -1 as "CC_END",
                       q."CQ_RUN_AS" as "CC_RUN_AS", q."CQ_HADOOP_JOB_ID" as "CC_HADOOP_JOB_ID",
                       {since 3.1: q."CQ_HIGHEST_WRITE_ID"}{before 3.1: q."CQ_HIGHEST_TXN_ID"} as "CC_HIGHEST"
                       {since 4.0: , q."CQ_ERROR_MESSAGE" as "CC_ERROR_MESSAGE",
                       q."CQ_ENQUEUE_TIME" as "CC_ENQUEUE_TIME", q."CQ_WORKER_VERSION" as "CC_WORKER_VERSION",
                       q."CQ_INITIATOR_ID" as "CC_INITIATOR_ID", q."CQ_INITIATOR_VERSION" as "CC_INITIATOR_VERSION",
                       q."CQ_CLEANER_START" as "CC_CLEANER_START", q."CQ_POOL_NAME" as "CC_POOL_NAME",
                       q."CQ_TXN_ID" as "CC_TXN_ID", q."CQ_NEXT_TXN_ID" as "CC_NEXT_TXN_ID",
                       q."CQ_COMMIT_TIME" as "CC_COMMIT_TIME"}
                  from "COMPACTION_QUEUE" q
                union all
                select c."CC_ID", c."CC_DATABASE", c."CC_TABLE", c."CC_PARTITION", c."CC_STATE", c."CC_TYPE",
                       c."CC_WORKER_ID", c."CC_START", c."CC_END", c."CC_RUN_AS", c."CC_HADOOP_JOB_ID",
                       {since 3.1: c."CC_HIGHEST_WRITE_ID"}{before 3.1: c."CC_HIGHEST_TXN_ID"}
                       {since 4.0: , c."CC_ERROR_MESSAGE", c."CC_ENQUEUE_TIME", c."CC_WORKER_VERSION",
                       c."CC_INITIATOR_ID", c."CC_INITIATOR_VERSION", -1, c."CC_POOL_NAME", c."CC_TXN_ID",
                       c."CC_NEXT_TXN_ID", c."CC_COMMIT_TIME"}
                  from "COMPLETED_COMPACTIONS" c) x
         where 1 = 1"#;

    /// All that is over, newest first of each table and partition.
    HISTORY = r#"
        select c."CC_ID", c."CC_DATABASE", c."CC_TABLE", c."CC_PARTITION", c."CC_STATE", c."CC_START", c."CC_TYPE"
          from "COMPLETED_COMPACTIONS" c
         order by c."CC_DATABASE", c."CC_TABLE", c."CC_PARTITION", c."CC_ID" desc"#;

    DELETE_HISTORY = r#"delete from "COMPLETED_COMPACTIONS" where "CC_ID" {in $1}"#;

    /// $1: who began before it has given up.
    REVOKE = r#"
        update "COMPACTION_QUEUE" set "CQ_STATE" = 'i', "CQ_WORKER_ID" = null, "CQ_START" = null
         where "CQ_STATE" = 'w' and "CQ_START" < $1"#;

    /// Compactions of a table whose files readers may use, newest first. $1 database, $2 table, $3 seen so far.
    LATEST = r#"
        select c."CC_ID" as "ID", c."CC_PARTITION", c."CC_TYPE" from "COMPLETED_COMPACTIONS" c
         where c."CC_DATABASE" = $1 and c."CC_TABLE" = $2 and c."CC_STATE" = 's' and c."CC_ID" > $3
        union all
        select q."CQ_ID", q."CQ_PARTITION", q."CQ_TYPE" from "COMPACTION_QUEUE" q
         where q."CQ_DATABASE" = $1 and q."CQ_TABLE" = $2 and q."CQ_STATE" = 'r' and q."CQ_ID" > $3
         order by 1 desc"#;

    /// $1 database, $2 table, $3 metric, $4 value; a partition is added.
    UPDATE_METRIC = r#"
        update "COMPACTION_METRICS_CACHE" set "CMC_METRIC_VALUE" = $4, "CMC_VERSION" = "CMC_VERSION" + 1
         where "CMC_DATABASE" = $1 and "CMC_TABLE" = $2 and "CMC_METRIC_TYPE" = $3"#;

    /// $1 database, $2 table, $3 metric; a partition is added.
    DELETE_METRIC = r#"
        delete from "COMPACTION_METRICS_CACHE"
         where "CMC_DATABASE" = $1 and "CMC_TABLE" = $2 and "CMC_METRIC_TYPE" = $3"#;

    /// Columns of a table that have statistics. $1 database, $2 table.
    TABLE_COLUMNS = r#"
        select distinct s."COLUMN_NAME" from "TAB_COL_STATS" s
          join "TBLS" t on t."TBL_ID" = s."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID"
         where d."NAME" = $1 and t."TBL_NAME" = $2 {since 3.1: and d."CTLG_NAME" = 'hive'}
         order by s."COLUMN_NAME""#;

    /// Columns of a partition that have statistics. $1 database, $2 table, $3 partition.
    PARTITION_COLUMNS = r#"
        select distinct s."COLUMN_NAME" from "PART_COL_STATS" s
          join "PARTITIONS" p on p."PART_ID" = s."PART_ID"
          join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID"
         where d."NAME" = $1 and t."TBL_NAME" = $2 and p."PART_NAME" = $3 {since 3.1: and d."CTLG_NAME" = 'hive'}
         order by s."COLUMN_NAME""#;
}

insert! {
    INSERT_ENTRY: "COMPACTION_QUEUE" {
        "CQ_ID" bigint, "CQ_DATABASE" text, "CQ_TABLE" text, "CQ_PARTITION" text, "CQ_STATE" text, "CQ_TYPE" text,
        "CQ_TBLPROPERTIES" text, "CQ_RUN_AS" text, "CQ_HIGHEST_TXN_ID" bigint before 3.1,
        "CQ_HIGHEST_WRITE_ID" bigint since 3.1, "CQ_TXN_ID" bigint since 4.0, "CQ_ENQUEUE_TIME" bigint since 4.0,
        "CQ_INITIATOR_ID" text since 4.0, "CQ_INITIATOR_VERSION" text since 4.0, "CQ_POOL_NAME" text since 4.0,
        "CQ_NUMBER_OF_BUCKETS" bigint since 4.0, "CQ_ORDER_BY" text since 4.0,
    }
    /// One that never was in the queue.
    INSERT_COMPLETED: "COMPLETED_COMPACTIONS" {
        "CC_ID" bigint, "CC_DATABASE" text, "CC_TABLE" text, "CC_PARTITION" text, "CC_STATE" text, "CC_TYPE" text,
        "CC_TBLPROPERTIES" text, "CC_WORKER_ID" text, "CC_START" bigint, "CC_END" bigint, "CC_RUN_AS" text,
        "CC_HIGHEST_TXN_ID" bigint before 3.1, "CC_HIGHEST_WRITE_ID" bigint since 3.1,
        "CC_ERROR_MESSAGE" text since 4.0, "CC_ENQUEUE_TIME" bigint since 4.0, "CC_POOL_NAME" text since 4.0,
        "CC_NUMBER_OF_BUCKETS" bigint since 4.0, "CC_ORDER_BY" text since 4.0,
    }
    /// What a compaction's own transaction may leave behind if it is aborted.
    INSERT_TXN_COMPONENT: "TXN_COMPONENTS" {
        "TC_TXNID" bigint, "TC_DATABASE" text, "TC_TABLE" text, "TC_PARTITION" text, "TC_OPERATION_TYPE" text,
        "TC_WRITEID" bigint since 3.1,
    }
    INSERT_METRIC: "COMPACTION_METRICS_CACHE" {
        "CMC_DATABASE" text, "CMC_TABLE" text, "CMC_PARTITION" text, "CMC_METRIC_TYPE" text,
        "CMC_METRIC_VALUE" bigint, "CMC_VERSION" bigint,
    }
}
