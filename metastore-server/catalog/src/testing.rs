//! A catalog of a test's own: a fresh database, a warehouse in a scratch folder, a clock that stands
//! still.

use crate::{Catalog, Clock, Rules};
use skep_schema::{Dialect, Version, ddl, statements};
use skep_sql::{Database, Fragment, Pool, Settings};
use skep_testing::{BACKENDS, Backend, TestDatabase};
use skep_types::{FieldSchema, SerDeInfo, StorageDescriptor, Table};
use skep_warehouse::Warehouse;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use tempfile::TempDir;

/// Every database with its newest schema, and PostgreSQL with each from this version on: MariaDB takes a second to make
/// one.
pub fn stages(since: Version) -> impl Iterator<Item = (Backend, Version)> {
    let versions =
        move |backend| if backend == Backend::Postgres { since..=Version::V4_1 } else { Version::V4_1..=Version::V4_1 };
    let stages = BACKENDS.into_iter().flat_map(move |backend| {
        Version::ALL
            .into_iter()
            .filter(move |version| versions(backend).contains(version))
            .map(move |version| (backend, version))
    });
    stages.inspect(|(backend, version)| eprintln!("on {backend} with the schema of Hive {version}"))
}

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
        if backend == Backend::Sqlite {
            return World::new().await;
        }
        let script = ddl(dialect(backend), version).expect("a schema this database had");
        let database = TestDatabase::filled(backend, script).await;
        let settings = Settings::parse(database.url()).expect("a test database's address");
        let pool = Pool::connect(&settings).await.expect("a test database that answers");
        World::of(pool, version, Some(database))
    }

    /// Runs a test in a world of its own on each database, in each of these versions that it had.
    pub async fn each(versions: RangeInclusive<Version>, test: impl AsyncFn(World)) {
        for backend in BACKENDS {
            for version in Version::ALL.into_iter().filter(|version| versions.contains(version)) {
                let dialect = dialect(backend);
                if skep_schema::exists(dialect, version) {
                    eprintln!("on {backend} with the schema of Hive {version}");
                    test(World::on(backend, version).await).await;
                }
            }
        }
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

    /// What the log holds, by type.
    pub async fn events(&self) -> Vec<String> {
        let events = crate::event::next(&self.catalog, &Default::default()).await.expect("readable");
        events.into_iter().map(|event| event.event_type.into()).collect()
    }

    /// The number that a query gives.
    pub async fn count(&self, query: &'static str) -> i64 {
        let rows = self.catalog.db.rows_of(&Fragment::new(query)).await.expect("a query");
        rows.first().expect("one row").get(0).expect("a number")
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

fn dialect(backend: Backend) -> Dialect {
    match backend {
        Backend::Sqlite => Dialect::Sqlite,
        Backend::Postgres => Dialect::Postgres,
        Backend::Mariadb => Dialect::Mysql,
    }
}

/// A table as plain as a client sends it. The database may carry a catalog.
pub fn plain_table(database: &str, name: &str) -> Table {
    let column = FieldSchema { name: Some("id".into()), type_: Some("bigint".into()), comment: None };
    let sd = StorageDescriptor {
        cols: Some(vec![column]),
        serde_info: Some(SerDeInfo::default()),
        ..StorageDescriptor::default()
    };
    Table {
        table_name: Some(name.into()),
        db_name: Some(database.into()),
        table_type: Some("MANAGED_TABLE".into()),
        sd: Some(sd),
        ..Table::default()
    }
}

/// The bytes of a sample, which stands in base64 beside what it means.
pub fn decoded(base64: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for four in base64.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = four.iter().fold(0u32, |bits, c| bits << 6 | u32::from(digit(*c))) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}
