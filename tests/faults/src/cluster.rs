//! Real servers on one database and one warehouse, the database behind a proxy.

use skep_testing::{Backend, Client, Proxy, TestDatabase, Wire};
use skep_types::{args, calls};
use std::net::{SocketAddr, TcpListener};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::process::{Child, Command};

pub struct Cluster {
    binary: String,
    /// As the servers reach it.
    url: String,
    pub proxy: Option<Proxy>,
    servers: Vec<(SocketAddr, Child)>,
    warehouse: TempDir,
    _database: TestDatabase,
}

impl Cluster {
    /// Two servers; a SQLite file has one.
    pub async fn start(binary: &str, backend: Backend) -> Result<Cluster, String> {
        let database = TestDatabase::empty(backend).await;
        let (proxy, url) = match database.through_proxy().await {
            Some((proxy, url)) => (Some(proxy), url),
            None => (None, database.url().to_owned()),
        };
        let warehouse = tempfile::tempdir().map_err(|error| error.to_string())?;
        let servers = Vec::new();
        let mut cluster = Cluster { binary: binary.to_owned(), url, proxy, servers, warehouse, _database: database };
        let wanted = if backend == Backend::Sqlite { 1 } else { 2 };
        for _ in 0..wanted {
            let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
            let address = free.map_err(|error| error.to_string())?;
            let child = cluster.spawn(address)?;
            cluster.servers.push((address, child));
            // One after the other: the first makes the schema.
            cluster.ready(cluster.servers.len() - 1).await?;
        }
        Ok(cluster)
    }

    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.servers.iter().map(|(address, _)| *address).collect()
    }

    /// `kill -9`, and up again at once on the same port.
    pub async fn kill(&mut self, number: usize) -> Result<(), String> {
        let (address, child) = &mut self.servers[number];
        child.kill().await.map_err(|error| error.to_string())?;
        let address = *address;
        self.servers[number].1 = self.spawn(address)?;
        self.ready(number).await
    }

    /// All of them answer again.
    pub async fn all_ready(&mut self) -> Result<(), String> {
        for number in 0..self.servers.len() {
            self.ready(number).await?;
        }
        Ok(())
    }

    async fn ready(&mut self, number: usize) -> Result<(), String> {
        let deadline = Instant::now() + Duration::from_secs(60);
        let address = self.servers[number].0;
        while Instant::now() < deadline {
            // It says what is wrong and ends if its database is down just then; whoever runs it
            // starts it again.
            if self.servers[number].1.try_wait().is_ok_and(|ended| ended.is_some()) {
                self.servers[number].1 = self.spawn(address)?;
            }
            // The port is open before the database is: only an answer means ready.
            if let Ok(mut client) = Client::connect(address, Wire::PLAIN).await
                && client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.is_ok()
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err("a server did not come up in 60 s".into())
    }

    fn spawn(&self, address: SocketAddr) -> Result<Child, String> {
        Command::new(&self.binary)
            .args(["serve", "--init-schema", "--listen", &address.to_string(), "--database", &self.url])
            .arg("--warehouse")
            .arg(self.warehouse.path())
            .env("SKEP_CATALOG_LOCK_TIMEOUT", format!("{}s", crate::clients::LOCK_TIMEOUT.as_secs()))
            .stdout(Stdio::null())
            .stderr(log()?)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{}: {error}", self.binary))
    }
}

/// What the servers say goes to one file, for whoever looks into a failure.
fn log() -> Result<Stdio, String> {
    let path = std::env::temp_dir().join("skep-faults.log");
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path).map_err(|error| error.to_string())?;
    Ok(file.into())
}
