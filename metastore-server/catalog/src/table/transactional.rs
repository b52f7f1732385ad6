//! What the transaction tables know of a table by its name: it goes and is renamed with the table.

use super::is_transactional;
use crate::Result;
use crate::names::{DEFAULT_CATALOG, DatabaseName, TableName};
use skep_schema::Version;
use skep_sql::{Statement, Tx, insert, statements};
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

/// The statements, and the first version whose schema has their table.
const FORGET: [(&Statement, Version); 6] = [
    (&FORGET_COMPONENTS, Version::V2_3),
    (&FORGET_COMPLETED, Version::V2_3),
    (&FORGET_QUEUE, Version::V2_3),
    (&FORGET_COMPACTIONS, Version::V2_3),
    (&FORGET_WRITE_IDS, Version::V3_1),
    (&FORGET_NEXT_WRITE_ID, Version::V3_1),
];

const RENAME: [(&Statement, Version); 10] = [
    (&RENAME_COMPONENTS, Version::V2_3),
    (&RENAME_COMPLETED, Version::V2_3),
    (&RENAME_QUEUE, Version::V2_3),
    (&RENAME_COMPACTIONS, Version::V2_3),
    (&RENAME_WRITE_SET, Version::V2_3),
    (&RENAME_LOCKS, Version::V2_3),
    (&RENAME_WRITE_IDS, Version::V3_1),
    (&RENAME_NEXT_WRITE_ID, Version::V3_1),
    (&RENAME_REBUILD_LOCKS, Version::V3_1),
    (&RENAME_HISTORY, Version::V4_0),
];

/// Removes what is known of dropped tables. Others than transactional ones leave no traces there.
pub async fn forget<'a>(tx: &Tx, database: &DatabaseName, tables: impl IntoIterator<Item = &'a Table>) -> Result<()> {
    let transactional = tables.into_iter().filter(|table| is_transactional(table));
    let names: Vec<&str> = transactional.filter_map(|table| table.table_name.as_deref()).collect();
    if names.is_empty() || database.catalog != DEFAULT_CATALOG {
        return Ok(());
    }
    for (statement, since) in FORGET {
        if tx.version() >= since {
            tx.execute(statement, &[database.database.as_str().into(), names.as_slice().into()]).await?;
        }
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

/// Follows a rename.
pub async fn rename(tx: &Tx, table: &Table, from: &TableName, to: &TableName) -> Result<()> {
    if !is_transactional(table) || from.database.catalog != DEFAULT_CATALOG {
        return Ok(());
    }
    let names = [&from.database.database, &from.table, &to.database.database, &to.table];
    let names = names.map(|name| name.as_str().into());
    for (statement, since) in RENAME {
        if tx.version() >= since {
            tx.execute(statement, &names).await?;
        }
    }
    Ok(())
}
