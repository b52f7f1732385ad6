//! A catalog of a test's own: SQLite in memory, a warehouse in a scratch folder, a
//! clock that stands still.

use crate::{Catalog, Clock, Rules};
use skep_schema::{Dialect, Version, ddl, statements};
use skep_sql::{Database, Pool, Settings};
use skep_warehouse::Warehouse;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use tempfile::TempDir;

/// The catalog, and the folder that goes with it.
pub struct World {
    pub catalog: Catalog,
    pub now: Arc<AtomicI64>,
    pub folder: TempDir,
}

impl World {
    pub async fn new() -> World {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let settings = Settings::parse("sqlite::memory:").expect("a valid address");
        let pool = Pool::connect(&settings).await.expect("memory");
        let script = ddl(Dialect::Sqlite, Version::V4_1).expect("written for SQLite");
        pool.run_script(&statements(script)).await.expect("the schema is made");
        let warehouse = skep_warehouse::Settings { root: folder.path().display().to_string(), ..Default::default() };
        let now = Arc::new(AtomicI64::new(1_700_000_000_000));
        let catalog = Catalog {
            db: Database::new(pool, Version::V4_1),
            warehouse: Warehouse::open(warehouse).expect("a local folder"),
            clock: Clock::Set(now.clone()),
            rules: Rules::default(),
        };
        World { catalog, now, folder }
    }
}
