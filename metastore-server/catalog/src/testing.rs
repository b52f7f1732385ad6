//! A catalog of a test's own: a fresh database, a warehouse in a scratch folder, a clock that stands
//! still.

use crate::{Catalog, Clock, Rules};
use skep_schema::{Dialect, Version, ddl, statements};
use skep_sql::{Database, Pool, Settings};
use skep_testing::{Backend, TestDatabase};
use skep_warehouse::Warehouse;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use tempfile::TempDir;

/// The catalog, and the folder that goes with it.
pub struct World {
    pub catalog: Catalog,
    pub now: Arc<AtomicI64>,
    pub folder: TempDir,
    /// Dropped with this value; none for SQLite in memory.
    database: Option<TestDatabase>,
}

impl World {
    /// On SQLite in memory.
    pub async fn new() -> World {
        let settings = Settings::parse("sqlite::memory:").expect("a valid address");
        let pool = Pool::connect(&settings).await.expect("memory");
        let script = ddl(Dialect::Sqlite, Version::V4_1).expect("written for SQLite");
        pool.run_script(&statements(script)).await.expect("the schema is made");
        World::of(pool, Version::V4_1, None)
    }

    /// On any of the databases.
    pub async fn on(backend: Backend, version: Version) -> World {
        let dialect = match backend {
            Backend::Sqlite => return World::new().await,
            Backend::Postgres => Dialect::Postgres,
            Backend::Mariadb => Dialect::Mysql,
        };
        let script = ddl(dialect, version).expect("a schema this database had");
        let database = TestDatabase::filled(backend, script).await;
        let settings = Settings::parse(database.url()).expect("a test database's address");
        let pool = Pool::connect(&settings).await.expect("a test database that answers");
        World::of(pool, version, Some(database))
    }

    fn of(pool: Pool, version: Version, database: Option<TestDatabase>) -> World {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let warehouse = skep_warehouse::Settings { root: folder.path().display().to_string(), ..Default::default() };
        let now = Arc::new(AtomicI64::new(1_700_000_000_000));
        let catalog = Catalog {
            db: Database::new(pool, version),
            warehouse: Warehouse::open(warehouse).expect("a local folder"),
            clock: Clock::Set(now.clone()),
            rules: Rules::default(),
        };
        World { catalog, now, folder, database }
    }

    pub fn backend(&self) -> Backend {
        self.database.as_ref().map_or(Backend::Sqlite, TestDatabase::backend)
    }

    /// Runs statements with double-quoted names behind the catalog's back.
    pub async fn run(&self, script: &str) {
        let script = match self.backend() {
            Backend::Mariadb => script.replace('"', "`"),
            _ => script.to_owned(),
        };
        self.catalog.db.pool().run_script(&statements(&script)).await.expect("the script runs");
    }
}
