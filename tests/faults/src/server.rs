//! The real binary on a database and a warehouse of its own.

use skep_testing::{Backend, Client, TestDatabase, Wire};
use skep_types::{args, calls};
use std::net::{SocketAddr, TcpListener};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::process::{Child, Command};

pub struct Server {
    binary: String,
    database: TestDatabase,
    warehouse: TempDir,
    address: SocketAddr,
    child: Child,
}

impl Server {
    pub async fn start(binary: &str, backend: Backend) -> Result<Server, String> {
        let database = TestDatabase::empty(backend).await;
        let warehouse = tempfile::tempdir().map_err(|error| error.to_string())?;
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.map_err(|error| error.to_string())?;
        let child = spawn(binary, address, &database, &warehouse)?;
        let mut server = Server { binary: binary.to_owned(), database, warehouse, address, child };
        server.ready().await?;
        Ok(server)
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `kill -9`, and up again at once on the same port.
    pub async fn kill_and_restart(&mut self) -> Result<(), String> {
        self.child.kill().await.map_err(|error| error.to_string())?;
        self.child = spawn(&self.binary, self.address, &self.database, &self.warehouse)?;
        self.ready().await
    }

    async fn ready(&mut self) -> Result<(), String> {
        let deadline = Instant::now() + Duration::from_secs(30);
        while Instant::now() < deadline {
            // It says what is wrong and ends if its database is down just then; whoever runs it
            // starts it again.
            if self.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                self.child = spawn(&self.binary, self.address, &self.database, &self.warehouse)?;
            }
            // The port is open before the database is: only an answer means ready.
            if let Ok(mut client) = Client::connect(self.address, Wire::PLAIN).await
                && client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.is_ok()
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err("the server did not come up in 30 s".into())
    }
}

fn spawn(binary: &str, address: SocketAddr, database: &TestDatabase, warehouse: &TempDir) -> Result<Child, String> {
    Command::new(binary)
        .args(["serve", "--init-schema", "--listen", &address.to_string(), "--database", database.url()])
        .arg("--warehouse")
        .arg(warehouse.path())
        .stdout(Stdio::null())
        .stderr(log()?)
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("{binary}: {error}"))
}

/// What the servers say goes to one file, for whoever looks into a failure.
fn log() -> Result<Stdio, String> {
    let path = std::env::temp_dir().join("skep-faults.log");
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path).map_err(|error| error.to_string())?;
    Ok(file.into())
}
