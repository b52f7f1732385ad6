//! The workshop's one door: `cargo xtask …` installs and starts what tests need, and runs them.
//!
//! Everything it makes lies under `.test/` in the checkout (databases, Python environments, jars),
//! so deleting that folder brings the checkout back to a fresh clone. Nothing here is shipped.

mod apt;
mod command;
mod db;
mod layout;

use clap::{Parser, Subcommand};

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
}

fn main() {
    let outcome = match Arguments::parse().door {
        Door::Db { order } => db::obey(&order),
    };
    if let Err(reason) = outcome {
        eprintln!("xtask: {reason}");
        std::process::exit(1);
    }
}
