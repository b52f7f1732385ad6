//! Whether the database keeps what it acknowledged.

use crate::{Failure, Pool};
use skep_schema::Dialect;

/// Settings under which a crash of the database may lose writes that clients were told are done, as `name = value`.
///
/// An operator may have chosen them; a metastore that forgets a table or an Iceberg commit is worth a word all the same.
pub async fn weak_settings(pool: &Pool) -> Result<Vec<String>, Failure> {
    let rows = match pool.dialect() {
        Dialect::Postgres => {
            pool.query(
                "select name, setting from pg_catalog.pg_settings
                  where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'
                  order by name",
            )
            .await?
        }
        Dialect::Mysql => {
            pool.query(
                "select 'innodb_flush_log_at_trx_commit', cast(@@global.innodb_flush_log_at_trx_commit as char)
                   from dual where @@global.innodb_flush_log_at_trx_commit <> 1",
            )
            .await?
        }
        // We open the file, with `synchronous=FULL`.
        Dialect::Sqlite => Vec::new(),
    };
    rows.iter().map(|row| Ok(format!("{} = {}", row.get::<String>(0)?, row.get::<String>(1)?))).collect()
}
