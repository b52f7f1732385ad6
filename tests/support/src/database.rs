//! A database of a test's own.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::Connection;
use tokio::sync::{Mutex, OnceCell};

use crate::proxy::Proxy;
use crate::servers::{Backend, address, pgbouncer};

/// A fresh database, dropped with this value. A failing test keeps its database and says where.
pub struct TestDatabase {
    backend: Backend,
    name: String,
    url: String,
    /// Holds the SQLite file.
    folder: Option<tempfile::TempDir>,
}

impl TestDatabase {
    /// A database with nothing in it.
    pub async fn empty(backend: Backend) -> TestDatabase {
        let db = TestDatabase::named(backend).await;
        match backend {
            Backend::Sqlite => {}
            Backend::Postgres => {
                postgres(&format!("create database {} template template0", db.name)).await;
            }
            Backend::Mariadb => mariadb(&create_mariadb(&db.name)).await,
        }
        db
    }

    /// A database on which `script` ran. PostgreSQL copies it from a template that ran the script
    /// once, which takes milliseconds where the script takes a second.
    pub async fn filled(backend: Backend, script: &str) -> TestDatabase {
        if backend != Backend::Postgres {
            let db = TestDatabase::empty(backend).await;
            db.run(script).await;
            return db;
        }
        let db = TestDatabase::named(backend).await;
        let template = postgres_template(script).await;
        postgres(&format!("create database {} template {template}", db.name)).await;
        db
    }

    /// The address a server or client opens, database name included.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address of a Postgres database through PgBouncer in transaction mode.
    pub fn through_pgbouncer(&self) -> String {
        format!("{}/{}", pgbouncer(), self.name)
    }

    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// A proxy before the server, and the database's address through it; none for a file.
    pub async fn through_proxy(&self) -> Option<(Proxy, String)> {
        let (user, rest) = self.url.split_once('@')?;
        let (server, name) = rest.split_once('/')?;
        let proxy = Proxy::before(server).await.unwrap_or_else(refused(&self.url));
        let url = format!("{user}@{}/{name}", proxy.address());
        Some((proxy, url))
    }

    /// Runs SQL text of any number of statements, behind the back of whoever uses the database.
    pub async fn run(&self, script: &str) {
        let done = match self.backend {
            Backend::Sqlite => run_sqlite(&self.url, script).await,
            Backend::Postgres => run_postgres(&self.url, script).await,
            Backend::Mariadb => run_mariadb(&self.url, script).await,
        };
        done.unwrap_or_else(refused(&self.url));
    }

    /// The first column of each query's rows, as text, on one connection behind the back of whoever uses the database.
    pub async fn texts(&self, queries: &[String]) -> Vec<Vec<String>> {
        let found = match self.backend {
            Backend::Sqlite => texts_sqlite(&self.url, queries).await,
            Backend::Postgres => texts_postgres(&self.url, queries).await,
            Backend::Mariadb => texts_mariadb(&self.url, queries).await,
        };
        found.unwrap_or_else(refused(&self.url))
    }

    async fn named(backend: Backend) -> TestDatabase {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        sweep(backend).await;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("skep_test_{}_{number}", process::id());
        let mut folder = None;
        let url = match address(backend) {
            Some(server) => format!("{server}/{name}"),
            None => {
                let made = tempfile::tempdir().expect("a folder for a SQLite file");
                let url = format!("sqlite://{}/metastore.db", made.path().display());
                folder = Some(made);
                url
            }
        };
        TestDatabase { backend, name, url, folder }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if std::thread::panicking() {
            if let Some(folder) = self.folder.take() {
                // Forget the guard, keep the file.
                let _kept = folder.keep();
            }
            eprintln!("kept the database of the failed test: {}", self.url);
            return;
        }
        let (backend, name) = (self.backend, self.name.clone());
        let drop_it = move || blocking(async move { drop_database(backend, &name).await });
        // A test's own runtime cannot be blocked on from within it.
        if backend != Backend::Sqlite {
            let _ended = std::thread::spawn(drop_it).join();
        }
    }
}

/// Drops what tests of ended processes left, once per process and backend.
async fn sweep(backend: Backend) {
    static SWEPT: [OnceCell<()>; 2] = [const { OnceCell::const_new() }; 2];
    let (swept, names) = match backend {
        Backend::Sqlite => return,
        Backend::Postgres => (&SWEPT[0], postgres_names as fn() -> _),
        Backend::Mariadb => (&SWEPT[1], mariadb_names as fn() -> _),
    };
    swept
        .get_or_init(|| async move {
            let names: Names = names();
            for name in names.await {
                if abandoned(&name) {
                    drop_database(backend, &name).await;
                }
            }
        })
        .await;
}

type Names = std::pin::Pin<Box<dyn Future<Output = Vec<String>> + Send>>;

fn postgres_names() -> Names {
    Box::pin(async {
        let url = format!("{}/postgres", server(Backend::Postgres));
        let client = connect_postgres(&url).await.unwrap_or_else(refused(&url));
        let rows = client
            .query("select datname from pg_database where datname like 'skep\\_test\\_%'", &[])
            .await
            .unwrap_or_else(refused(&url));
        rows.iter().map(|row| row.get(0)).collect()
    })
}

fn mariadb_names() -> Names {
    Box::pin(async {
        let url = server(Backend::Mariadb);
        let mut connection = sqlx::MySqlConnection::connect(&url).await.unwrap_or_else(refused(&url));
        sqlx::query_scalar(
            "select cast(schema_name as char) from information_schema.schemata \
             where schema_name like 'skep\\_test\\_%'",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap_or_else(refused(&url))
    })
}

/// Whether the process that made this database has ended.
fn abandoned(name: &str) -> bool {
    let pid = name.strip_prefix("skep_test_").and_then(|rest| rest.split('_').next());
    pid.is_some_and(|pid| !std::path::Path::new("/proc").join(pid).exists())
}

async fn drop_database(backend: Backend, name: &str) {
    match backend {
        Backend::Sqlite => {}
        Backend::Postgres => {
            postgres(&format!("drop database if exists {name} with (force)")).await;
        }
        Backend::Mariadb => drop_mariadb(name).await,
    }
}

/// The template database for a script, made by whichever process comes first.
async fn postgres_template(script: &str) -> String {
    static MAKING: Mutex<()> = Mutex::const_new(());
    let name = format!("skep_template_{:016x}", fingerprint(script));
    let _alone_here = MAKING.lock().await;
    let admin = format!("{}/postgres", server(Backend::Postgres));
    let client = connect_postgres(&admin).await.unwrap_or_else(refused(&admin));
    // Held until this connection closes, so that other processes wait for the finished template.
    client.execute("select pg_advisory_lock(7350000)", &[]).await.unwrap_or_else(refused(&admin));
    let exists = client
        .query_opt("select 1 from pg_database where datname = $1 and datistemplate", &[&name])
        .await
        .unwrap_or_else(refused(&admin));
    if exists.is_none() {
        for statement in
            [format!("drop database if exists {name}"), format!("create database {name} template template0")]
        {
            client.batch_execute(&statement).await.unwrap_or_else(refused(&admin));
        }
        let url = format!("{}/{name}", server(Backend::Postgres));
        run_postgres(&url, script).await.unwrap_or_else(refused(&url));
        client.batch_execute(&format!("alter database {name} is_template true")).await.unwrap_or_else(refused(&admin));
    }
    name
}

fn fingerprint(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn create_mariadb(name: &str) -> String {
    format!("create database {name} character set latin1 collate latin1_bin")
}

/// One statement on the PostgreSQL server itself.
async fn postgres(statement: &str) {
    let url = format!("{}/postgres", server(Backend::Postgres));
    run_postgres(&url, statement).await.unwrap_or_else(refused(&url));
}

/// One statement on the MariaDB server itself.
/// With force, as Postgres can: a transaction that a test left open holds the drop up for ever.
async fn drop_mariadb(name: &str) {
    let users = "select id from information_schema.processlist where db = ?";
    let url = server(Backend::Mariadb);
    let mut connection = sqlx::MySqlConnection::connect(&url).await.unwrap_or_else(refused(&url));
    let ids: Vec<i64> =
        sqlx::query_scalar(users).bind(name).fetch_all(&mut connection).await.unwrap_or_else(refused(&url));
    for id in ids {
        // It may have ended by itself.
        let _ended = sqlx::raw_sql(sqlx::AssertSqlSafe(format!("kill {id}"))).execute(&mut connection).await;
    }
    mariadb(&format!("drop database if exists {name}")).await;
}

async fn mariadb(statement: &str) {
    let url = server(Backend::Mariadb);
    run_mariadb(&url, statement).await.unwrap_or_else(refused(&url));
}

async fn connect_postgres(url: &str) -> Result<tokio_postgres::Client, Trouble> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    // Ends by itself when the client is dropped.
    tokio::spawn(connection);
    Ok(client)
}

async fn run_postgres(url: &str, script: &str) -> Result<(), Trouble> {
    Ok(connect_postgres(url).await?.batch_execute(script).await?)
}

async fn run_mariadb(url: &str, script: &str) -> Result<(), Trouble> {
    let mut connection = sqlx::MySqlConnection::connect(url).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(script.to_owned())).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

async fn run_sqlite(url: &str, script: &str) -> Result<(), Trouble> {
    let mut connection = sqlx::SqliteConnection::connect(&format!("{url}?mode=rwc")).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(script.to_owned())).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

async fn texts_postgres(url: &str, queries: &[String]) -> Result<Vec<Vec<String>>, Trouble> {
    let client = connect_postgres(url).await?;
    let mut found = Vec::new();
    for query in queries {
        found.push(client.query(query.as_str(), &[]).await?.iter().map(|row| row.get(0)).collect());
    }
    Ok(found)
}

async fn texts_mariadb(url: &str, queries: &[String]) -> Result<Vec<Vec<String>>, Trouble> {
    let mut connection = sqlx::MySqlConnection::connect(url).await?;
    let mut found = Vec::new();
    for query in queries {
        let query = sqlx::query_scalar(sqlx::AssertSqlSafe(query.clone()));
        found.push(query.fetch_all(&mut connection).await?);
    }
    Ok(found)
}

async fn texts_sqlite(url: &str, queries: &[String]) -> Result<Vec<Vec<String>>, Trouble> {
    let mut connection = sqlx::SqliteConnection::connect(url).await?;
    let mut found = Vec::new();
    for query in queries {
        let query = sqlx::query_scalar(sqlx::AssertSqlSafe(query.clone()));
        found.push(query.fetch_all(&mut connection).await?);
    }
    Ok(found)
}

fn server(backend: Backend) -> String {
    address(backend).expect("asked only for backends that have a server")
}

type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// Fails the test with the whole chain: tokio-postgres says only "db error" on top.
fn refused<T, E: Into<Trouble>>(url: &str) -> impl FnOnce(E) -> T {
    let url = url.to_owned();
    move |e| {
        let trouble = e.into();
        let mut chain = trouble.to_string();
        let mut cause = trouble.source();
        while let Some(deeper) = cause {
            chain.push_str(&format!(": {deeper}"));
            cause = deeper.source();
        }
        panic!("{url}: {chain} (are the test databases up? `cargo xtask db up`)")
    }
}

fn blocking(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime for one task").block_on(work);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BACKENDS;

    #[tokio::test]
    async fn every_backend_gives_a_database_that_ran_the_script() {
        for backend in BACKENDS {
            let script = "create table filled(n int primary key); insert into filled values (7);";
            let db = TestDatabase::filled(backend, script).await;
            db.run("insert into filled values (8)").await;
        }
    }

    #[tokio::test]
    async fn a_dropped_value_takes_its_database_along() {
        let db = TestDatabase::empty(Backend::Postgres).await;
        let name = db.name.clone();
        assert!(postgres_names().await.contains(&name));
        drop(db);
        assert!(!postgres_names().await.contains(&name));
    }

    #[test]
    fn only_databases_of_ended_processes_are_abandoned() {
        assert!(abandoned("skep_test_4294967295_0"));
        assert!(!abandoned(&format!("skep_test_{}_0", process::id())));
        assert!(!abandoned("skep_template_00"));
    }
}
