//! The test suites, their counts, and the one line they end with.

mod access;
mod beside;
mod checks;
mod deploy;
pub mod engine;
mod engines;
mod faults;
mod glue;
mod hive;
mod iceberg;
mod identity;
mod image;
pub mod java;
mod methods;
mod monitoring;
mod replicas;
mod rows;
mod rust;
mod sidecar;
mod spark;
mod takeover;
mod trino;
mod volo;

use std::fmt::Display;
use std::ops::AddAssign;
use std::time::Instant;

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

    /// Counts one test, and says so.
    pub fn check(&mut self, name: impl Display, outcome: Outcome) {
        match outcome {
            Ok(()) => {
                println!("ok   {name}");
                self.passed += 1;
            }
            Err(reason) => {
                println!("FAIL {name}\n{reason}");
                self.failed += 1;
            }
        }
    }
}

#[derive(Subcommand, Clone, Debug)]
pub enum Suite {
    /// Everything but the image, with what needs Maven Central
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
    /// Two teams on stock pyspark and one policy: the same numbers everywhere, and nothing withheld in any reply
    Access(Access),
    /// PyIceberg, with racing appends
    Pyiceberg(Iceberg),
    /// Spark with Iceberg, and racing appends with locks and without (needs Maven Central)
    Iceberg(Iceberg),
    /// One program on Apache's Java clients 2.3, 3.1 and 4 (needs Maven Central)
    Java(Java),
    /// Every method that the generated Java clients 2.3, 3.1 and 4 have (needs Maven Central)
    Methods(Methods),
    /// Spark and PyIceberg on the AWS Glue Data Catalog, with moto as AWS: whole, throttled, and at scale
    Glue(Glue),
    /// Hive 4.1 itself, running SQL on Tez inside one process (needs Maven Central)
    Hive(Hive),
    /// Trino, through its hive and its iceberg connector (needs Maven Central)
    Trino(Trino),
    /// Trino 476 enforcing the policy by itself, with rules that it takes from Skep (needs Maven Central)
    Engines(Engines),
    /// Databases of Java's metastores 2.3, 3.1 and 4.0, taken over and handed back (needs Maven Central)
    Takeover(Takeover),
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

impl Suite {
    /// As it is called on the command line.
    fn name(&self) -> String {
        let told = format!("{self:?}");
        told.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase()
    }
}

#[derive(Args, Clone, Debug)]
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

#[derive(Args, Clone, Debug)]
pub struct Rows {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
}

#[derive(Args, Clone, Debug)]
pub struct Beside {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
}

#[derive(Args, Clone, Debug)]
pub struct Access {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["sqlite", "postgres"])]
    db: Vec<Product>,
}

#[derive(Args, Clone, Debug)]
pub struct Iceberg {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["sqlite", "postgres", "mariadb"])]
    db: Vec<Product>,
    /// Run against Apache's metastore instead, to check the scripts
    #[arg(long)]
    peer: bool,
}

#[derive(Args, Clone, Debug)]
pub struct Java {
    /// Only this generation: 2.3, 3.1 or 4
    #[arg(long)]
    client: Option<String>,
    /// Run against Apache's metastore instead, to check the program
    #[arg(long)]
    peer: bool,
}

#[derive(Args, Clone, Debug)]
pub struct Methods {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
    /// Only this generation: 2.3, 3.1 or 4
    #[arg(long)]
    client: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub struct Glue {
    /// Tables of the run at scale
    #[arg(long, default_value_t = 50)]
    tables: u32,
    /// Partitions of each
    #[arg(long, default_value_t = 2000)]
    partitions: u32,
}

#[derive(Args, Clone, Debug)]
pub struct Hive {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
    /// Run on Apache's metastore instead, to check the program
    #[arg(long)]
    peer: bool,
}

#[derive(Args, Clone, Debug)]
pub struct Trino {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
}

#[derive(Args, Clone, Debug)]
pub struct Engines {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres"])]
    db: Vec<Product>,
}

#[derive(Args, Clone, Debug)]
pub struct Replicas {
    /// How long clients call
    #[arg(long, default_value_t = 45)]
    seconds: u32,
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
}

#[derive(Args, Clone, Debug)]
pub struct Takeover {
    /// Only these databases
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["postgres", "mariadb"])]
    db: Vec<Product>,
    /// Only this generation: 2.3, 3.1 or 4.0
    #[arg(long)]
    hive: Option<String>,
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
        Suite::Access(Access { db: vec![Product::Sqlite, Product::Postgres] }),
        Suite::Pyiceberg(Iceberg { db: everywhere, peer: false }),
    ]
}

/// What needs Maven Central or Go's modules. The image (what is shipped, linked for the best) takes too long.
fn others() -> Vec<Suite> {
    let everywhere = vec![Product::Sqlite, Product::Postgres, Product::Mariadb];
    vec![
        Suite::Iceberg(Iceberg { db: everywhere, peer: false }),
        Suite::Java(Java { client: None, peer: false }),
        Suite::Methods(Methods { db: vec![Product::Postgres, Product::Mariadb], client: None }),
        Suite::Hive(Hive { db: vec![Product::Postgres, Product::Mariadb], peer: false }),
        Suite::Trino(Trino { db: vec![Product::Postgres, Product::Mariadb] }),
        Suite::Takeover(Takeover { db: vec![Product::Postgres, Product::Mariadb], hive: None }),
        Suite::Engines(Engines { db: vec![Product::Postgres] }),
        Suite::Volo,
        Suite::Replicas(Replicas { seconds: 45, db: vec![Product::Postgres] }),
        Suite::Deploy,
    ]
}

/// Runs suites one after the other, and ends with a table of them: how each went and how long it took.
fn each(suites: &[Suite]) -> Tally {
    let mut total = Tally::default();
    let mut table = String::new();
    for suite in suites {
        let started = Instant::now();
        let tally = one(suite);
        total += tally;
        let minutes = started.elapsed().as_secs_f32() / 60.0;
        table += &format!("{:>5} {:>6} {minutes:>7.1}  {}\n", tally.passed, tally.failed, suite.name());
    }
    println!("   ok   FAIL minutes  suite\n{table}");
    total
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
        Suite::Access(wanted) => access::run(wanted),
        Suite::Pyiceberg(wanted) => iceberg::python_only(wanted),
        Suite::Iceberg(wanted) => iceberg::run(wanted),
        Suite::Java(wanted) => java::run(wanted),
        Suite::Methods(wanted) => methods::run(wanted),
        Suite::Glue(wanted) => glue::run(wanted),
        Suite::Hive(wanted) => hive::run(wanted),
        Suite::Trino(wanted) => trino::run(wanted),
        Suite::Engines(wanted) => engines::run(wanted),
        Suite::Takeover(wanted) => takeover::run(wanted),
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
