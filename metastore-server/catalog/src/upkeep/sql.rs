//! The statements of upkeep. One that is about a table its version lacks is empty there.

use skep_sql::statements;

statements! {
    /// Tables that keep partitions for a time only, and have their partitions looked after. Databases that a replication
    /// writes are left to it.
    RETAINING_TABLES = r#"
        select t."TBL_ID", d."NAME", t."TBL_NAME", r."PARAM_VALUE", f."PARAM_VALUE"
          from "TABLE_PARAMS" r
          join "TABLE_PARAMS" f on f."TBL_ID" = r."TBL_ID" and f."PARAM_KEY" = 'discover.partitions'
          join "TBLS" t on t."TBL_ID" = r."TBL_ID"
          join "DBS" d on d."DB_ID" = t."DB_ID"
         where r."PARAM_KEY" = 'partition.retention.period' and t."TBL_TYPE" in ('MANAGED_TABLE', 'EXTERNAL_TABLE')
           {since 3.1: and d."CTLG_NAME" = 'hive'}
           and not exists (select 1 from "DATABASE_PARAMS" p
                            where p."DB_ID" = d."DB_ID" and p."PARAM_KEY" = 'repl.target.for')
         order by t."TBL_ID""#;

    /// Partitions of a table that were made before $2, oldest first, at most $3. One without a time of creation has no
    /// age.
    EXPIRED_PARTITIONS = r#"
        select p."PART_ID" from "PARTITIONS" p
         where p."TBL_ID" = $1 and p."CREATE_TIME" > 0 and p."CREATE_TIME" < $2 order by p."PART_ID" limit $3"#;

    DELETE_WRITE_EVENTS = r#"{since 4.0: delete from "TXN_WRITE_NOTIFICATION_LOG" where "WNL_EVENT_TIME" < $1}"#;
}
