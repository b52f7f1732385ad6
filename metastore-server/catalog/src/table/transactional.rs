//! What the transaction tables know of a table by its name: it goes and is renamed with the table.

use super::is_transactional;
use crate::Result;
use crate::names::{DEFAULT_CATALOG, DatabaseName, TableName};
use crate::storage::BATCH;
use skep_schema::Version;
use skep_sql::{Statement, Tx, Value, insert, statements};
use skep_types::Table;

statements! {
    FORGET_COMPONENTS = r#"delete from "TXN_COMPONENTS" where "TC_DATABASE" = $1 and "TC_TABLE" {in $2}"#;
    FORGET_COMPLETED = r#"
        delete from "COMPLETED_TXN_COMPONENTS" where "CTC_DATABASE" = $1 and "CTC_TABLE" {in $2}"#;
    FORGET_QUEUE = r#"delete from "COMPACTION_QUEUE" where "CQ_DATABASE" = $1 and "CQ_TABLE" {in $2}"#;
    FORGET_COMPACTIONS = r#"
        delete from "COMPLETED_COMPACTIONS" where "CC_DATABASE" = $1 and "CC_TABLE" {in $2}"#;
    FORGET_WRITE_IDS = r#"delete from "TXN_TO_WRITE_ID" where "T2W_DATABASE" = $1 and "T2W_TABLE" {in $2}"#;
    FORGET_NEXT_WRITE_ID = r#"delete from "NEXT_WRITE_ID" where "NWI_DATABASE" = $1 and "NWI_TABLE" {in $2}"#;

    FORGET_METRICS = r#"
        delete from "COMPACTION_METRICS_CACHE" where "CMC_DATABASE" = $1 and "CMC_TABLE" {in $2}"#;

    FORGET_COMPONENTS_IN = r#"delete from "TXN_COMPONENTS" where "TC_DATABASE" = $1"#;
    FORGET_COMPLETED_IN = r#"delete from "COMPLETED_TXN_COMPONENTS" where "CTC_DATABASE" = $1"#;
    FORGET_QUEUE_IN = r#"delete from "COMPACTION_QUEUE" where "CQ_DATABASE" = $1"#;
    FORGET_COMPACTIONS_IN = r#"delete from "COMPLETED_COMPACTIONS" where "CC_DATABASE" = $1"#;
    FORGET_WRITE_IDS_IN = r#"delete from "TXN_TO_WRITE_ID" where "T2W_DATABASE" = $1"#;
    FORGET_NEXT_WRITE_ID_IN = r#"delete from "NEXT_WRITE_ID" where "NWI_DATABASE" = $1"#;
    FORGET_METRICS_IN = r#"delete from "COMPACTION_METRICS_CACHE" where "CMC_DATABASE" = $1"#;

    FORGET_PARTITION_COMPONENTS = r#"
        delete from "TXN_COMPONENTS" where "TC_DATABASE" = $1 and "TC_TABLE" = $2 and "TC_PARTITION" {in $3}"#;
    FORGET_PARTITION_COMPLETED = r#"
        delete from "COMPLETED_TXN_COMPONENTS"
         where "CTC_DATABASE" = $1 and "CTC_TABLE" = $2 and "CTC_PARTITION" {in $3}"#;
    FORGET_PARTITION_QUEUE = r#"
        delete from "COMPACTION_QUEUE" where "CQ_DATABASE" = $1 and "CQ_TABLE" = $2 and "CQ_PARTITION" {in $3}"#;
    FORGET_PARTITION_COMPACTIONS = r#"
        delete from "COMPLETED_COMPACTIONS" where "CC_DATABASE" = $1 and "CC_TABLE" = $2 and "CC_PARTITION" {in $3}"#;
    FORGET_PARTITION_METRICS = r#"
        delete from "COMPACTION_METRICS_CACHE"
         where "CMC_DATABASE" = $1 and "CMC_TABLE" = $2 and "CMC_PARTITION" {in $3}"#;

    RENAME_PARTITION_COMPONENTS = r#"
        update "TXN_COMPONENTS" set "TC_PARTITION" = $4
         where "TC_DATABASE" = $1 and "TC_TABLE" = $2 and "TC_PARTITION" = $3"#;
    RENAME_PARTITION_COMPLETED = r#"
        update "COMPLETED_TXN_COMPONENTS" set "CTC_PARTITION" = $4
         where "CTC_DATABASE" = $1 and "CTC_TABLE" = $2 and "CTC_PARTITION" = $3"#;
    RENAME_PARTITION_QUEUE = r#"
        update "COMPACTION_QUEUE" set "CQ_PARTITION" = $4
         where "CQ_DATABASE" = $1 and "CQ_TABLE" = $2 and "CQ_PARTITION" = $3"#;
    RENAME_PARTITION_COMPACTIONS = r#"
        update "COMPLETED_COMPACTIONS" set "CC_PARTITION" = $4
         where "CC_DATABASE" = $1 and "CC_TABLE" = $2 and "CC_PARTITION" = $3"#;
    RENAME_PARTITION_WRITE_SET = r#"
        update "WRITE_SET" set "WS_PARTITION" = $4
         where "WS_DATABASE" = $1 and "WS_TABLE" = $2 and "WS_PARTITION" = $3"#;
    RENAME_PARTITION_LOCKS = r#"
        update "HIVE_LOCKS" set "HL_PARTITION" = $4 where "HL_DB" = $1 and "HL_TABLE" = $2 and "HL_PARTITION" = $3"#;
    RENAME_PARTITION_METRICS = r#"
        update "COMPACTION_METRICS_CACHE" set "CMC_PARTITION" = $4
         where "CMC_DATABASE" = $1 and "CMC_TABLE" = $2 and "CMC_PARTITION" = $3"#;

    RENAME_COMPONENTS = r#"
        update "TXN_COMPONENTS" set "TC_DATABASE" = $3, "TC_TABLE" = $4
         where "TC_DATABASE" = $1 and "TC_TABLE" = $2"#;
    RENAME_COMPLETED = r#"
        update "COMPLETED_TXN_COMPONENTS" set "CTC_DATABASE" = $3, "CTC_TABLE" = $4
         where "CTC_DATABASE" = $1 and "CTC_TABLE" = $2"#;
    RENAME_QUEUE = r#"
        update "COMPACTION_QUEUE" set "CQ_DATABASE" = $3, "CQ_TABLE" = $4
         where "CQ_DATABASE" = $1 and "CQ_TABLE" = $2"#;
    RENAME_COMPACTIONS = r#"
        update "COMPLETED_COMPACTIONS" set "CC_DATABASE" = $3, "CC_TABLE" = $4
         where "CC_DATABASE" = $1 and "CC_TABLE" = $2"#;
    RENAME_WRITE_SET = r#"
        update "WRITE_SET" set "WS_DATABASE" = $3, "WS_TABLE" = $4 where "WS_DATABASE" = $1 and "WS_TABLE" = $2"#;
    RENAME_LOCKS = r#"
        update "HIVE_LOCKS" set "HL_DB" = $3, "HL_TABLE" = $4 where "HL_DB" = $1 and "HL_TABLE" = $2"#;
    RENAME_WRITE_IDS = r#"
        update "TXN_TO_WRITE_ID" set "T2W_DATABASE" = $3, "T2W_TABLE" = $4
         where "T2W_DATABASE" = $1 and "T2W_TABLE" = $2"#;
    RENAME_NEXT_WRITE_ID = r#"
        update "NEXT_WRITE_ID" set "NWI_DATABASE" = $3, "NWI_TABLE" = $4
         where "NWI_DATABASE" = $1 and "NWI_TABLE" = $2"#;
    RENAME_REBUILD_LOCKS = r#"
        update "MATERIALIZATION_REBUILD_LOCKS" set "MRL_DB_NAME" = $3, "MRL_TBL_NAME" = $4
         where "MRL_DB_NAME" = $1 and "MRL_TBL_NAME" = $2"#;
    RENAME_METRICS = r#"
        update "COMPACTION_METRICS_CACHE" set "CMC_DATABASE" = $3, "CMC_TABLE" = $4
         where "CMC_DATABASE" = $1 and "CMC_TABLE" = $2"#;
    RENAME_HISTORY = r#"
        update "MIN_HISTORY_WRITE_ID" set "MH_DATABASE" = $3, "MH_TABLE" = $4
         where "MH_DATABASE" = $1 and "MH_TABLE" = $2"#;

    WRITE_IDS = r#"select w."NWI_NEXT" from "NEXT_WRITE_ID" w where w."NWI_DATABASE" = $1 and w."NWI_TABLE" = $2"#;
}

insert! {
    INSERT_WRITE_IDS: "NEXT_WRITE_ID" { "NWI_DATABASE" text, "NWI_TABLE" text, "NWI_NEXT" bigint }
}

/// What Java leaves for the files that a table has when it becomes transactional: readers number
/// their rows below the first write.
const FIRST_WRITE_AFTER_ADOPTION: i64 = 10_000_001;

/// Statements, each with the first version whose schema has its table.
type Since = (&'static Statement, Version);

const FORGET: [Since; 7] = [
    (&FORGET_COMPONENTS, Version::V2_3),
    (&FORGET_COMPLETED, Version::V2_3),
    (&FORGET_QUEUE, Version::V2_3),
    (&FORGET_COMPACTIONS, Version::V2_3),
    (&FORGET_WRITE_IDS, Version::V3_1),
    (&FORGET_NEXT_WRITE_ID, Version::V3_1),
    (&FORGET_METRICS, Version::V4_0),
];

const FORGET_IN: [Since; 7] = [
    (&FORGET_COMPONENTS_IN, Version::V2_3),
    (&FORGET_COMPLETED_IN, Version::V2_3),
    (&FORGET_QUEUE_IN, Version::V2_3),
    (&FORGET_COMPACTIONS_IN, Version::V2_3),
    (&FORGET_WRITE_IDS_IN, Version::V3_1),
    (&FORGET_NEXT_WRITE_ID_IN, Version::V3_1),
    (&FORGET_METRICS_IN, Version::V4_0),
];

const FORGET_PARTITIONS: [Since; 5] = [
    (&FORGET_PARTITION_COMPONENTS, Version::V2_3),
    (&FORGET_PARTITION_COMPLETED, Version::V2_3),
    (&FORGET_PARTITION_QUEUE, Version::V2_3),
    (&FORGET_PARTITION_COMPACTIONS, Version::V2_3),
    (&FORGET_PARTITION_METRICS, Version::V4_0),
];

const RENAME_PARTITION: [Since; 7] = [
    (&RENAME_PARTITION_COMPONENTS, Version::V2_3),
    (&RENAME_PARTITION_COMPLETED, Version::V2_3),
    (&RENAME_PARTITION_QUEUE, Version::V2_3),
    (&RENAME_PARTITION_COMPACTIONS, Version::V2_3),
    (&RENAME_PARTITION_WRITE_SET, Version::V2_3),
    (&RENAME_PARTITION_LOCKS, Version::V2_3),
    (&RENAME_PARTITION_METRICS, Version::V4_0),
];

const RENAME: [Since; 11] = [
    (&RENAME_COMPONENTS, Version::V2_3),
    (&RENAME_COMPLETED, Version::V2_3),
    (&RENAME_QUEUE, Version::V2_3),
    (&RENAME_COMPACTIONS, Version::V2_3),
    (&RENAME_WRITE_SET, Version::V2_3),
    (&RENAME_LOCKS, Version::V2_3),
    (&RENAME_WRITE_IDS, Version::V3_1),
    (&RENAME_NEXT_WRITE_ID, Version::V3_1),
    (&RENAME_REBUILD_LOCKS, Version::V3_1),
    (&RENAME_METRICS, Version::V4_0),
    (&RENAME_HISTORY, Version::V4_0),
];

async fn run(tx: &Tx, statements: &[Since], values: &[Value<'_>]) -> Result<()> {
    for (statement, since) in statements {
        if tx.version() >= *since {
            tx.execute(statement, values).await?;
        }
    }
    Ok(())
}

/// Removes what is known of dropped tables. Others than transactional ones leave no traces there.
pub async fn forget<'a>(tx: &Tx, database: &DatabaseName, tables: impl IntoIterator<Item = &'a Table>) -> Result<()> {
    let transactional = tables.into_iter().filter(|table| is_transactional(table));
    let names: Vec<&str> = transactional.filter_map(|table| table.table_name.as_deref()).collect();
    if names.is_empty() || database.catalog != DEFAULT_CATALOG {
        return Ok(());
    }
    run(tx, &FORGET, &[database.database.as_str().into(), names.as_slice().into()]).await
}

/// Removes what is left of a dropped database: locks name tables that need not exist.
pub async fn forget_database(tx: &Tx, database: &DatabaseName) -> Result<()> {
    if database.catalog != DEFAULT_CATALOG {
        return Ok(());
    }
    run(tx, &FORGET_IN, &[database.database.as_str().into()]).await
}

/// Removes what is known of dropped partitions.
pub async fn forget_partitions(tx: &Tx, table: &Table, name: &TableName, partitions: &[&str]) -> Result<()> {
    if !is_transactional(table) || name.database.catalog != DEFAULT_CATALOG {
        return Ok(());
    }
    for partitions in partitions.chunks(BATCH) {
        let place = [name.database.database.as_str().into(), name.table.as_str().into(), partitions.into()];
        run(tx, &FORGET_PARTITIONS, &place).await?;
    }
    Ok(())
}

/// A table with files becomes transactional: its first write comes after all rows that are there.
pub async fn seed(tx: &Tx, table: &Table) -> Result<()> {
    let [database, table] = [&table.db_name, &table.table_name].map(|name| name.as_deref().unwrap_or_default());
    if tx.row_opt(&WRITE_IDS, &[database.into(), table.into()]).await?.is_some() {
        return Ok(());
    }
    let row = [database.into(), table.into(), FIRST_WRITE_AFTER_ADOPTION.into()];
    Ok(tx.insert(&INSERT_WRITE_IDS, [row]).await?)
}

/// Follows a partition's new values.
pub async fn rename_partition(tx: &Tx, table: &Table, name: &TableName, from: &str, to: &str) -> Result<()> {
    if !is_transactional(table) || name.database.catalog != DEFAULT_CATALOG || from == to {
        return Ok(());
    }
    let place = [name.database.database.as_str().into(), name.table.as_str().into(), from.into(), to.into()];
    run(tx, &RENAME_PARTITION, &place).await
}

/// Follows a rename.
pub async fn rename(tx: &Tx, table: &Table, from: &TableName, to: &TableName) -> Result<()> {
    if !is_transactional(table) || from.database.catalog != DEFAULT_CATALOG {
        return Ok(());
    }
    let names = [&from.database.database, &from.table, &to.database.database, &to.table];
    run(tx, &RENAME, &names.map(|name| name.as_str().into())).await
}
