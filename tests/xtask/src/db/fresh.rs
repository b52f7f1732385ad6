//! Databases for whole-server tests: made anew under a fixed name, kept afterwards to be looked at.

use std::path::PathBuf;
use std::process::Command;

use clap::ValueEnum;

use super::{PASSWORD, Servers, USER};
use crate::{Outcome, command, layout};

/// The database products Skep runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Product {
    Sqlite,
    Postgres,
    Mariadb,
}

impl Product {
    pub fn name(self) -> &'static str {
        match self {
            Product::Sqlite => "sqlite",
            Product::Postgres => "postgres",
            Product::Mariadb => "mariadb",
        }
    }
}

/// One database on one of the test servers.
pub struct Database {
    pub product: Product,
    pub name: String,
    port: u16,
    file: PathBuf,
}

impl Servers {
    /// An empty database, whatever was there under this name before.
    pub fn fresh(&self, product: Product, name: &str) -> Outcome<Database> {
        let database = Database {
            product,
            name: name.to_owned(),
            port: match product {
                Product::Sqlite => 0,
                Product::Postgres => self.postgres,
                Product::Mariadb => self.mariadb,
            },
            file: layout::made(layout::scratch().join("sqlite")).join(format!("{name}.db")),
        };
        database.recreate("template0")?;
        Ok(database)
    }

    /// A copy of a PostgreSQL database nobody is connected to.
    pub fn fresh_copy(&self, original: &Database, name: &str) -> Outcome<Database> {
        let database = Database {
            product: original.product,
            name: name.to_owned(),
            port: original.port,
            file: original.file.clone(),
        };
        database.recreate(&original.name)?;
        Ok(database)
    }
}

impl Database {
    /// The address Skep opens.
    pub fn url(&self) -> String {
        let account = format!("{USER}:{PASSWORD}@127.0.0.1:{}", self.port);
        match self.product {
            Product::Sqlite => format!("sqlite://{}", self.file.display()),
            Product::Postgres => format!("postgres://{account}/{}", self.name),
            Product::Mariadb => format!("mysql://{account}/{}", self.name),
        }
    }

    /// The address Java opens; SQLite has none.
    pub fn jdbc(&self) -> String {
        match self.product {
            Product::Sqlite => String::new(),
            Product::Postgres => format!("jdbc:postgresql://127.0.0.1:{}/{}", self.port, self.name),
            Product::Mariadb => format!(
                "jdbc:mysql://127.0.0.1:{}/{}?useMysqlMetadata=true&jdbcCompliantTruncation=false",
                self.port, self.name
            ),
        }
    }

    /// Runs SQL text and answers the rows, tab-separated, one a line.
    pub fn query(&self, sql: &str) -> Outcome<String> {
        command::run(self.client(&self.name).arg(sql))
    }

    /// Runs SQL text whose rows nobody looks at.
    pub fn query_unseen(&self, sql: &str) -> Outcome {
        let mut client = self.client(&self.name);
        let status = client.arg(sql).stdout(std::process::Stdio::null()).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{sql}: {status}")),
            Err(e) => Err(format!("{sql}: {e}")),
        }
    }

    /// Runs a script from the checkout.
    pub fn load(&self, script: &str) -> Outcome {
        let path = layout::checkout().join(script);
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        self.query(&text).map(drop)
    }

    fn recreate(&self, template: &str) -> Outcome {
        let name = &self.name;
        match self.product {
            Product::Sqlite => {
                for suffix in ["", "-wal", "-shm"] {
                    let file = format!("{}{suffix}", self.file.display());
                    // Absent is as good as removed.
                    let _removed = std::fs::remove_file(file);
                }
                return Ok(());
            }
            Product::Postgres => {
                let admin = |sql: String| command::run(self.client("postgres").arg(sql));
                admin(format!("drop database if exists {name} with (force)"))?;
                admin(format!("create database {name} template {template}"))?;
            }
            Product::Mariadb => {
                command::run(self.client("mysql").arg(format!(
                    "drop database if exists {name}; \
                     create database {name} character set latin1 collate latin1_bin"
                )))?;
            }
        }
        Ok(())
    }

    /// The product's own command line, waiting for SQL text as its last argument.
    fn client(&self, database: &str) -> Command {
        let port = self.port.to_string();
        match self.product {
            Product::Sqlite => {
                let mut python = Command::new("python3");
                python.args(["-c", SQLITE_CLIENT]).arg(&self.file);
                python
            }
            Product::Postgres => {
                let mut psql = Command::new("psql");
                psql.env("PGPASSWORD", PASSWORD)
                    .env("PGOPTIONS", "-c client_min_messages=error")
                    .args(["-X", "-q", "-t", "-A", "-F", "\t", "-v", "ON_ERROR_STOP=1"])
                    .args(["-h", "127.0.0.1", "-p", &port, "-U", USER, "-d", database, "-c"]);
                psql
            }
            Product::Mariadb => {
                let mut mariadb = Command::new("mariadb");
                mariadb
                    .args(["--no-defaults", "-N", "-B", "-r", "-h127.0.0.1"])
                    // The questions are portable SQL: double quotes name things.
                    .arg("--init-command=set sql_mode = concat(@@sql_mode, ',ANSI_QUOTES')")
                    .args(["--default-character-set=utf8mb4"])
                    .arg(format!("-P{port}"))
                    .args([&format!("-u{USER}"), &format!("-p{PASSWORD}")])
                    .args([database, "-e"]);
                mariadb
            }
        }
    }
}

/// Debian's sqlite3 command line is one more package; Python's module is there with the engines.
const SQLITE_CLIENT: &str = r#"
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
for row in connection.execute(sys.argv[2]):
    print("\t".join("" if value is None else str(value) for value in row))
"#;
