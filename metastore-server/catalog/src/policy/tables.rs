//! The tables themselves.

use super::sql;
use crate::Result;
use skep_schema::{own_ddl, statements};
use skep_sql::Database;

/// Whether [`prepare`] was run on this database.
pub async fn exists(db: &Database) -> Result<bool> {
    let rows = db.rows(&sql::COUNT_TABLES, &[]).await?;
    Ok(rows.first().map(|row| row.get::<i64>(0)).transpose()?.is_some_and(|count| count > 0))
}

/// Makes the tables that are missing. Whoever serves without access control has no use for them.
pub async fn prepare(db: &Database) -> Result<()> {
    let script = statements(own_ddl(db.dialect()));
    Ok(db.pool().run_script(&script).await?)
}
