//! The test suites, their counts, and the one line they end with.

mod beside;
mod checks;
mod deploy;
pub mod engine;
mod faults;
mod hive;
mod iceberg;
mod identity;
mod image;
mod java;
mod methods;
mod monitoring;
mod replicas;
mod rows;
mod rust;
mod sidecar;
mod spark;
mod trino;
mod volo;

use std::ops::AddAssign;

use clap::{Args, Subcommand};

use crate::db::fresh::Product;
use crate::{Outcome, db};

/// How many tests ran and how they ended. A test that was skipped counts as failed.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Tally {
    /// One failed test, for what could not even start.
    pub const BROKEN: Tally = Tally { passed: 0, failed: 1 };
}

#[derive(Subcommand, Clone)]
pub enum Suite {
    /// Everything, with what needs Maven Central
    All,
    /// Formatting, lints, generated code, dependencies, links
    Checks,
    /// The workspace's own tests
    Rust,
    /// Kill the server while clients write, and count what is left
    Faults,
    /// Stock pyspark against Skep on each database
    Spark(Spark),
    /// The rows a Spark session leaves, in Skep's database and in Apache's
    Rows(Rows),
    /// Skep and Apache's metastore at the same time on one database
    Beside(Beside),
    /// Stock pyspark with Hadoop token files: good, wrong, expired and revoked ones
    Identity,
    /// PyIceberg, with racing appends
    Pyiceberg(Iceberg),
    /// Spark with Iceberg, and racing appends with locks and without (needs Maven Central)
    Iceberg(Iceberg),
    /// One program on Apache's Java clients 2.3, 3.1 and 4 (needs Maven Central)
    Java(Java),
    /// Every method that the generated Java clients 2.3, 3.1 and 4 have (needs Maven Central)
    Methods(Methods),
    /// Hive 4.1 itself, running SQL on Tez inside one process (needs Maven Central)
    Hive(Hive),
    /// Trino, through its hive and its iceberg connector (needs Maven Central)
    Trino(Trino),
    /// Volo's Rust client, which shares no line with Skep
    Volo,
    /// A Spark driver and its own metastore, started and ended together
    Sidecar,
    /// The dashboard and the alert rules on a real Prometheus
    Monitoring,
    /// Three servers behind a balancer, restarted all the time, and clients that must not notice
    Replicas(Replicas),
    /// The manifests in deploy/, against Kubernetes' own schemas (needs the Go module proxy)
    Deploy,
    /// The container image: its size, its bytes, and Spark on a server that runs in it
    Image,
}

#[derive(Args, Clone)]
pub struct Spark {
    /// Only this pyspark
    #[arg(long)]
    version: Option<String>,
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["sqlite", "postgres", "mariadb"])]
    db: Vec<Product>,
    /// Run against Apache's metastore instead, to check the script
    #[arg(long)]
    peer: bool,
}

#[derive(Args, Clone)]
pub struct Rows {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
}

#[derive(Args, Clone)]
pub struct Beside {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
}

#[derive(Args, Clone)]
pub struct Iceberg {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["sqlite", "postgres", "mariadb"])]
    db: Vec<Product>,
    /// Run against Apache's metastore instead, to check the scripts
    #[arg(long)]
    peer: bool,
}

#[derive(Args, Clone)]
pub struct Java {
    /// Only this generation: 2.3, 3.1 or 4
    #[arg(long)]
    client: Option<String>,
    /// Run against Apache's metastore instead, to check the program
    #[arg(long)]
    peer: bool,
}

#[derive(Args, Clone)]
pub struct Methods {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
    /// Only this generation: 2.3, 3.1 or 4
    #[arg(long)]
    client: Option<String>,
}

#[derive(Args, Clone)]
pub struct Hive {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
    /// Run on Apache's metastore instead, to check the program
    #[arg(long)]
    peer: bool,
}

#[derive(Args, Clone)]
pub struct Trino {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
}

#[derive(Args, Clone)]
pub struct Replicas {
    /// How long clients call
    #[arg(long, default_value_t = 45)]
    seconds: u32,
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
}

/// Runs one suite, or all that need no Maven Central, and ends with the counts.
pub fn run(suite: Option<Suite>) -> Outcome {
    let tally = match suite {
        Some(suite) => one(&suite),
        None => each(&everyday()),
    };
    if std::env::var_os("CI").is_some() {
        // Nobody comes back to a CI checkout for its servers.
        db::down()?;
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed == 0 && tally.passed > 0 { Ok(()) } else { Err("tests failed".into()) }
}

fn everyday() -> Vec<Suite> {
    let everywhere = vec![Product::Sqlite, Product::Postgres, Product::Mariadb];
    vec![
        Suite::Checks,
        Suite::Rust,
        Suite::Faults,
        Suite::Sidecar,
        Suite::Monitoring,
        Suite::Spark(Spark { version: None, db: everywhere.clone(), peer: false }),
        Suite::Rows(Rows { db: vec![Product::Postgres, Product::Mariadb] }),
        Suite::Beside(Beside { db: vec![Product::Postgres, Product::Mariadb] }),
        Suite::Identity,
        Suite::Pyiceberg(Iceberg { db: everywhere, peer: false }),
    ]
}

fn others() -> Vec<Suite> {
    let everywhere = vec![Product::Sqlite, Product::Postgres, Product::Mariadb];
    vec![
        Suite::Iceberg(Iceberg { db: everywhere, peer: false }),
        Suite::Java(Java { client: None, peer: false }),
        Suite::Hive(Hive { db: vec![Product::Postgres, Product::Mariadb], peer: false }),
        Suite::Trino(Trino { db: vec![Product::Postgres, Product::Mariadb] }),
        Suite::Volo,
        Suite::Replicas(Replicas { seconds: 45, db: vec![Product::Postgres] }),
        Suite::Deploy,
        Suite::Image,
    ]
}

fn each(suites: &[Suite]) -> Tally {
    let mut tally = Tally::default();
    for suite in suites {
        tally += one(suite);
    }
    tally
}

fn one(suite: &Suite) -> Tally {
    let outcome = match suite {
        Suite::All => Ok(each(&[everyday(), others()].concat())),
        Suite::Checks => checks::run(),
        Suite::Rust => rust::run(),
        Suite::Faults => faults::run(),
        Suite::Spark(wanted) => spark::run(wanted),
        Suite::Rows(wanted) => rows::run(wanted),
        Suite::Beside(wanted) => beside::run(wanted),
        Suite::Identity => identity::run(),
        Suite::Pyiceberg(wanted) => iceberg::python_only(wanted),
        Suite::Iceberg(wanted) => iceberg::run(wanted),
        Suite::Java(wanted) => java::run(wanted),
        Suite::Methods(wanted) => methods::run(wanted),
        Suite::Hive(wanted) => hive::run(wanted),
        Suite::Trino(wanted) => trino::run(wanted),
        Suite::Volo => volo::run(),
        Suite::Sidecar => sidecar::run(),
        Suite::Monitoring => monitoring::run(),
        Suite::Replicas(wanted) => replicas::run(wanted),
        Suite::Deploy => deploy::run(),
        Suite::Image => image::run(),
    };
    outcome.unwrap_or_else(|reason| {
        println!("FAIL {reason}");
        Tally::BROKEN
    })
}
