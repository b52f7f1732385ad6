//! The workshop's one door: `cargo xtask …` installs and starts what tests need, and runs them.
//!
//! Everything it makes lies under `.test/` in the checkout (databases, Python environments, jars),
//! so deleting that folder brings the checkout back to a fresh clone. Nothing here is shipped.

mod apt;
mod bench;
mod command;
mod db;
mod golang;
mod image;
mod jvm;
mod layout;
mod peer;
mod python;
mod server;
mod skep;
mod suites;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use db::fresh::Product;

/// Why a step failed, as a sentence for the person at the terminal.
pub type Outcome<T = ()> = Result<T, String>;

#[derive(Parser)]
#[command(about = "Skep's workshop: databases, tests and benchmarks")]
struct Arguments {
    #[command(subcommand)]
    door: Door,
}

#[derive(Subcommand)]
enum Door {
    /// The private PostgreSQL, PgBouncer and MariaDB servers the tests use
    Db {
        #[command(subcommand)]
        order: db::Order,
    },
    /// Run the tests, or one suite of them; ends with `N passed, N failed`
    Test {
        /// Take PostgreSQL and MariaDB from containers (needs a Docker engine) instead of installing them
        #[arg(long)]
        containers: bool,
        #[command(subcommand)]
        suite: Option<suites::Suite>,
    },
    /// Measure Skep beside Apache's metastore; writes tests/bench/RESULTS.md
    Bench(bench::Wanted),
    /// Make the container image, without a container engine
    Image(image::Wanted),
    /// Run Apache's metastore 2.3.9 on a fresh database until interrupted
    Peer {
        /// Where it keeps its rows
        #[arg(long, value_enum, default_value = "postgres")]
        db: Product,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().door {
        Door::Db { order } => db::obey(&order),
        Door::Test { containers: true, suite } => db::containers::hold().and_then(|_held| suites::run(suite)),
        Door::Test { containers: false, suite } => suites::run(suite),
        Door::Bench(wanted) => bench::run(&wanted),
        Door::Image(wanted) => image::run(&wanted),
        Door::Peer { db } => peer::run(db),
    };
    if let Err(reason) = outcome {
        eprintln!("xtask: {reason}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
