//! The statements that tidy up. One that is about a table its version lacks is empty there.

use skep_sql::statements;

statements! {
    /// Ids that bound what may go. Up to Hive 3 a transaction is visible as soon as its id is taken. $1: what began
    /// before it has become visible.
    BOUNDS = r#"
        select {since 4.0: (select max(s."TXN_ID") from "TXNS" s where s."TXN_STARTED" < $1)}
               {before 4.0: (select max(n."NTXN_NEXT") - 1 from "NEXT_TXN_ID" n)},
               (select min(o."TXN_ID") from "TXNS" o where o."TXN_STATE" = 'o'),
               (select min(a."TXN_ID") from "TXNS" a where a."TXN_STATE" = 'a'),
               (select min(w."WS_TXNID") from "WRITE_SET" w),
               {since 3.1: (select min(h."MHL_MIN_OPEN_TXNID") from "MIN_HISTORY_LEVEL" h)}{before 3.1: null}"#;

    DELETE_WRITE_SETS = r#"delete from "WRITE_SET" where "WS_COMMIT_ID" < $1"#;

    DELETE_WRITE_IDS = r#"{since 3.1: delete from "TXN_TO_WRITE_ID" where "T2W_TXNID" < $1}"#;

    DELETE_MIN_HISTORY_LEVELS = r#"
        {since 3.1: delete from "MIN_HISTORY_LEVEL" where not exists (
            select 1 from "TXNS" t where t."TXN_ID" = "MHL_TXNID" and t."TXN_STATE" = 'o')}"#;

    DELETE_MIN_HISTORY_WRITE_IDS = r#"
        {since 4.0: delete from "MIN_HISTORY_WRITE_ID" where not exists (
            select 1 from "TXNS" t where t."TXN_ID" = "MH_TXNID" and t."TXN_STATE" = 'o')}"#;

    DELETE_REBUILD_LOCKS = r#"
        {since 3.1: delete from "MATERIALIZATION_REBUILD_LOCKS" where "MRL_LAST_HEARTBEAT" < $1 and not exists (
            select 1 from "TXNS" t where t."TXN_ID" = "MRL_TXN_ID" and t."TXN_STATE" = 'o')}"#;

    DELETE_DUPLICATE_WRITES = r#"
        {since 4.0:
        {mysql: delete c}
        {postgres: delete from "COMPLETED_TXN_COMPONENTS" where ctid in (select c.ctid}
        {sqlite: delete from "COMPLETED_TXN_COMPONENTS" where rowid in (select c.rowid}
          from "COMPLETED_TXN_COMPONENTS" c
          join (select w."CTC_DATABASE", w."CTC_TABLE", w."CTC_PARTITION", max(w."CTC_WRITEID") as newest,
                       max(case when w."CTC_UPDATE_DELETE" = 'Y' then w."CTC_WRITEID" end) as changed
                  from "COMPLETED_TXN_COMPONENTS" w
                 group by w."CTC_DATABASE", w."CTC_TABLE", w."CTC_PARTITION") g
            on g."CTC_DATABASE" = c."CTC_DATABASE" and g."CTC_TABLE" = c."CTC_TABLE" and g."CTC_PARTITION"
               {mysql: <=>}{postgres: is not distinct from}{sqlite: is} c."CTC_PARTITION"
         where c."CTC_WRITEID" < g.newest and (g.changed is null or c."CTC_WRITEID" <> g.changed)
        {postgres: )}{sqlite: )}}"#;

    /// Ended transactions without components, oldest first. $1 the highest settled id, $2 how many.
    EMPTY_TRANSACTIONS = r#"
        select t."TXN_ID" from "TXNS" t
         where t."TXN_STATE" in ({since 4.0: 'c',} 'a') and t."TXN_ID" < $1
           and not exists (select 1 from "TXN_COMPONENTS" c where c."TC_TXNID" = t."TXN_ID")
           {since 4.0: and not exists (select 1 from "MIN_HISTORY_WRITE_ID" h where h."MH_TXNID" = t."TXN_ID")}
         order by t."TXN_ID" limit $2"#;

    DELETE_TRANSACTIONS = r#"delete from "TXNS" where "TXN_ID" {in $1}"#;
}
