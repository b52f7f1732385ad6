//! A metastore database of a test's own, in memory.

use crate::Locks;
use skep_schema::{Dialect, Version, ddl, statements};
use skep_sql::{Database, Pool, Settings};
use std::time::Duration;

pub const LONG: Duration = Duration::from_secs(300);

pub async fn locks(timeout: Duration) -> Locks {
    let settings = Settings::parse("sqlite::memory:").expect("a valid address");
    let pool = Pool::connect(&settings).await.expect("memory");
    let script = ddl(Dialect::Sqlite, Version::V4_1).expect("written for SQLite");
    pool.run_script(&statements(script)).await.expect("the schema is made");
    Locks { db: Database::new(pool, Version::V4_1), timeout }
}

impl Locks {
    /// Runs statements behind everybody's back.
    pub async fn run(&self, script: &str) {
        self.db.pool().run_script(&statements(script)).await.expect("the script runs");
    }
}
