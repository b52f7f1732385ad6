//! The schemas of a database that is being dropped.

use super::{TABLE, sql};
use crate::{Result, storage};
use skep_schema::Version;
use skep_sql::Tx;
use std::collections::BTreeSet;

/// How many column descriptors one statement names.
const BATCH: usize = 500;

/// Whether the database holds schemas. Hive does not ask, and fails later on its foreign key.
pub async fn any_in(tx: &Tx, database_id: i64) -> Result<bool> {
    Ok(keeps(tx) && tx.row_opt(&sql::ANY_SCHEMA_IN, &[database_id.into()]).await?.is_some())
}

/// Removes every schema of the database with its versions.
pub async fn drop_all(tx: &Tx, database_id: i64) -> Result<()> {
    if !any_in(tx, database_id).await? {
        return Ok(());
    }
    let mut columns: Vec<i64> = Vec::new();
    for row in tx.rows(&sql::COLUMNS_IN, &[database_id.into()]).await? {
        columns.push(row.get(0)?);
    }
    tx.execute(&sql::DELETE_VERSIONS_IN, &[database_id.into()]).await?;
    tx.execute(&sql::DELETE_SCHEMAS_IN, &[database_id.into()]).await?;
    for ids in columns.chunks(BATCH) {
        storage::delete_orphaned_columns(tx, ids.iter().copied().collect::<BTreeSet<i64>>()).await?;
    }
    Ok(())
}

fn keeps(tx: &Tx) -> bool {
    tx.version() >= Version::V3_1 && tx.has(TABLE)
}
