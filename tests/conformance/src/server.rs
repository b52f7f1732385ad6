//! A whole Skep inside the test's process, on a port and a database of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use skep::calls::Calls;
use skep::front::Front;
use skep::identity::{Door, Gate};
use skep_access::Mode;
use skep_api::{Service, Shared};
use skep_catalog::policy::Keeper;
use skep_catalog::{Catalog, Clock, Rules};
use skep_net::{Config, Server};
use skep_schema::{Dialect, Version, ddl};
use skep_sql::{Database, Pool, Settings};
use skep_testing::{Backend, Client, TestDatabase, Wire};
use skep_warehouse::Warehouse;
use tempfile::TempDir;
use tokio::sync::oneshot;

/// A running server, ended with this value.
pub struct TestServer {
    address: SocketAddr,
    database: Arc<TestDatabase>,
    warehouse: Arc<TempDir>,
    version: Version,
    clock: Clock,
    pool: Pool,
    /// Dropping it tells the server to stop.
    _stop: oneshot::Sender<()>,
}

impl TestServer {
    /// On a fresh database with the newest schema.
    pub async fn start(backend: Backend) -> TestServer {
        TestServer::with_schema(backend, Version::NEWEST).await
    }

    /// On a fresh database as this version of Hive makes it.
    pub async fn with_schema(backend: Backend, version: Version) -> TestServer {
        TestServer::with_clock(backend, version, Clock::System).await
    }

    /// On a fresh database, at a time of the test's choice.
    pub async fn with_clock(backend: Backend, version: Version, clock: Clock) -> TestServer {
        let script = ddl(dialect(backend), version).expect("this database has this version");
        let database = Arc::new(TestDatabase::filled(backend, script).await);
        let warehouse = Arc::new(tempfile::tempdir().expect("a folder for the warehouse"));
        let url = database.url().to_owned();
        TestServer::on(&url, database, warehouse, version, clock, Mode::Off).await
    }

    /// A second server over the same database and warehouse.
    pub async fn beside(&self) -> TestServer {
        self.reaching(self.database.url()).await
    }

    /// A second server over the same database and warehouse, which asks the policy and believes what `set_ugi` says.
    pub async fn guarded(&self, mode: Mode) -> TestServer {
        let (database, warehouse) = (self.database.clone(), self.warehouse.clone());
        let url = database.url().to_owned();
        TestServer::on(&url, database, warehouse, self.version, self.clock.clone(), mode).await
    }

    /// A second server that reaches the database by this address.
    pub async fn reaching(&self, url: &str) -> TestServer {
        let (database, warehouse) = (self.database.clone(), self.warehouse.clone());
        TestServer::on(url, database, warehouse, self.version, self.clock.clone(), Mode::Off).await
    }

    async fn on(
        url: &str,
        database: Arc<TestDatabase>,
        warehouse: Arc<TempDir>,
        version: Version,
        clock: Clock,
        mode: Mode,
    ) -> TestServer {
        let settings = Settings::parse(url).expect("a valid address");
        let pool = Pool::connect(&settings).await.expect("the database was just made");
        let service = service(pool.clone(), version, warehouse.path(), clock.clone(), mode).await;
        let local = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let server = Server::bind(local, Config::default()).expect("a free port");
        let address = server.address().expect("a bound port has an address");
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move {
            let stopped = async {
                // An error is the other end dropped: that is how it is told.
                let _told = stopped.await;
            };
            let door = Door { trusted: mode != Mode::Off, ..Door::default() };
            let gate = Gate { doors: vec![door], ..Gate::default() };
            let front = Front::new(service, Calls::new(Duration::from_secs(10)).into()).behind(gate);
            server.run(front.into(), stopped).await
        });
        TestServer { address, database, warehouse, version, clock, pool, _stop: stop }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The database behind the server's back.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// The connections of this server, for tests that step in or look at its counts.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// The same as the servers see it, for what is kept in it and no call changes.
    pub fn catalog_database(&self) -> Database {
        Database::new(self.pool.clone(), self.version)
    }

    /// The catalog as the servers have it, for doors of another kind.
    pub fn catalog(&self) -> Catalog {
        catalog(self.pool.clone(), self.version, self.warehouse(), self.clock.clone())
    }

    /// The folder of the warehouse.
    pub fn warehouse(&self) -> &Path {
        self.warehouse.path()
    }

    /// A connection as most clients make it.
    pub async fn client(&self) -> Client {
        self.client_on(Wire::PLAIN).await
    }

    pub async fn client_on(&self, wire: Wire) -> Client {
        Client::connect(self.address, wire).await.expect("the server accepts")
    }
}

async fn service(pool: Pool, version: Version, warehouse: &Path, clock: Clock, mode: Mode) -> Service {
    let started = clock.seconds();
    let catalog = catalog(pool, version, warehouse, clock);
    skep_catalog::bootstrap(&catalog).await.expect("an empty metastore takes its first rows");
    let keeper = Arc::new(Keeper::new(mode));
    let shared = Shared { catalog, keeper, lock_timeout: Duration::from_secs(300), started };
    Service::new(shared)
}

fn catalog(pool: Pool, version: Version, warehouse: &Path, clock: Clock) -> Catalog {
    let root = warehouse.display().to_string();
    let warehouse = Warehouse::open(skep_warehouse::Settings { root, ..Default::default() }).expect("a local folder");
    Catalog { db: Database::new(pool, version), warehouse, clock, rules: Rules::default() }
}

fn dialect(backend: Backend) -> Dialect {
    match backend {
        Backend::Sqlite => Dialect::Sqlite,
        Backend::Postgres => Dialect::Postgres,
        Backend::Mariadb => Dialect::Mysql,
    }
}
