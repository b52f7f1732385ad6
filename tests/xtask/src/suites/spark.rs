//! Stock pyspark, with Skep as its metastore: one session per pyspark version and database.

use std::path::Path;
use std::process::Command;

use super::{Spark, Tally, engine};
use crate::db::fresh::{Database, Product};
use crate::server::Server;
use crate::{Outcome, apt, db, layout, peer, python, skep};

/// The Spark most Hive shops run, and the newest that runs on Java 17.
pub const VERSIONS: [&str; 2] = [peer::SPARK, "4.3.0"];

pub fn run(wanted: &Spark) -> Outcome<Tally> {
    let servers = db::up()?;
    let mut tally = Tally::default();
    for version in VERSIONS {
        if wanted.version.as_deref().is_some_and(|only| only != version) {
            continue;
        }
        for &product in &wanted.db {
            if wanted.peer && product == Product::Sqlite {
                continue;
            }
            let side = if wanted.peer { Side::Peer } else { Side::Skep };
            let label = format!("spark-{version}-{}-{}", product.name(), side.name());
            let name = label.replace(['-', '.'], "_");
            let database = servers.fresh(product, &name)?;
            tally += session(version, &database, side)?;
        }
    }
    Ok(tally)
}

/// Whose metastore a session talks to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Skep,
    Peer,
}

impl Side {
    pub fn name(self) -> &'static str {
        match self {
            Side::Skep => "skep",
            Side::Peer => "peer",
        }
    }

    pub fn start(self, database: &Database, label: &str) -> Outcome<Server> {
        match self {
            Side::Skep => skep::start(database, label, skep::Build::Debug),
            Side::Peer => peer::start(database, label),
        }
    }
}

/// Runs the whole scenario once on a server of its own; the database keeps what it left.
pub fn session(version: &str, database: &Database, side: Side) -> Outcome<Tally> {
    let product = database.product.name();
    let label = format!("spark-{version}-{product}-{}", side.name());
    let server = side.start(database, &label)?;
    scenario(version, &server, side, &label)
}

/// Runs the whole scenario once on this server.
pub fn scenario(version: &str, server: &Server, side: Side, label: &str) -> Outcome<Tally> {
    let home = layout::emptied(layout::scratch().join("files").join(label))?;
    scenario_in(&home, version, server, side, label)
}

/// The same with the files below `home`, where the server must be able to reach them too.
pub fn scenario_in(home: &Path, version: &str, server: &Server, side: Side, label: &str) -> Outcome<Tally> {
    apt::need("/usr/bin/javac", &["openjdk-17-jdk-headless"])?;
    let spark = python::environment(&format!("spark-{version}"), &[&format!("pyspark=={version}")])?;
    let mut script = Command::new("nice");
    script
        .arg(spark.python())
        .arg(layout::checkout().join("tests/engines/spark_scenario.py"))
        .args(["--metastore", &server.uri(), "--label", label])
        .arg("--warehouse")
        .arg(home.join("warehouse"))
        .current_dir(home);
    if side == Side::Peer {
        script.arg("--peer");
    }
    engine::run(&mut script, label)
}

/// What a Spark session leaves in a metastore before it is taken over.
pub fn takeover(server: &Server, label: &str) -> Outcome<Tally> {
    let version = peer::SPARK;
    let spark = python::environment(&format!("spark-{version}"), &[&format!("pyspark=={version}")])?;
    let label = &format!("{label}-spark");
    let home = layout::emptied(layout::scratch().join("files").join(label))?;
    let mut script = Command::new("nice");
    script
        .arg(spark.python())
        .arg(layout::checkout().join("tests/engines/takeover_spark.py"))
        .args(["--metastore", &server.uri(), "--label", label])
        .arg("--warehouse")
        .arg(home.join("warehouse"))
        .current_dir(&home);
    engine::run(&mut script, label)
}
