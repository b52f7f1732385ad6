//! Iceberg tables in Skep: PyIceberg, Spark with Iceberg, and commits that race.

use std::path::PathBuf;
use std::process::Command;

use super::spark::Side;
use super::{Iceberg, Tally, engine, java};
use crate::db::fresh::Product;
use crate::server::Server;
use crate::{Outcome, db, jvm, layout, peer, python};

const PYICEBERG: &[&str] = &["pyiceberg[hive,pyarrow]==0.12.0"];

/// PyIceberg, and with it Python's bindings of the metastore.
pub fn environment() -> Outcome<python::Environment> {
    python::environment("pyiceberg", PYICEBERG)
}

/// PyIceberg alone, which needs no more than PyPI.
pub fn python_only(wanted: &Iceberg) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for &product in &wanted.db {
        let bench = Bench::start("pyiceberg", product, wanted.peer)?;
        let environment = environment()?;
        let mut script = Command::new("nice");
        script
            .arg(environment.python())
            .arg(layout::checkout().join("tests/engines/pyiceberg_scenario.py"))
            .args(["--metastore", &bench.server.uri(), "--label", &bench.label])
            .arg("--warehouse")
            .arg(&bench.warehouse);
        tally += engine::run(&mut script, &bench.label)?;
    }
    Ok(tally)
}

/// Spark with Iceberg, and racing commits with locks and without.
pub fn run(wanted: &Iceberg) -> Outcome<Tally> {
    let mut tally = Tally::default();
    let jars = java::maven("clients/java/iceberg-spark")?;
    for &product in &wanted.db {
        let bench = Bench::start("spark-iceberg", product, wanted.peer)?;
        tally += spark(&bench, &jars)?;
        for locks in ["true", "false"] {
            tally += race(&bench, &jars, locks)?;
        }
    }
    Ok(tally)
}

/// A server on a fresh database, and a folder for tables.
struct Bench {
    label: String,
    server: Server,
    warehouse: PathBuf,
}

impl Bench {
    fn start(what: &str, product: Product, peer: bool) -> Outcome<Bench> {
        let side = if peer { Side::Peer } else { Side::Skep };
        let label = format!("{what}-{}-{}", product.name(), side.name());
        let database = db::up()?.fresh(product, &label.replace('-', "_"))?;
        Ok(Bench {
            server: side.start(&database, &label)?,
            warehouse: layout::emptied(layout::scratch().join("files").join(&label))?,
            label,
        })
    }
}

fn spark(bench: &Bench, jars: &str) -> Outcome<Tally> {
    let version = peer::SPARK;
    let environment = python::environment(&format!("spark-{version}"), &[&format!("pyspark=={version}")])?;
    let folder = PathBuf::from(jars.trim_end_matches('*'));
    let runtime = std::fs::read_dir(&folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.to_string_lossy().contains("iceberg-spark-runtime"))
        .ok_or("no iceberg-spark-runtime among the jars")?;
    let mut script = Command::new("nice");
    script
        .arg(environment.python())
        .arg(layout::checkout().join("tests/engines/spark_iceberg_scenario.py"))
        .args(["--metastore", &bench.server.uri(), "--label", &bench.label])
        .arg("--warehouse")
        .arg(&bench.warehouse)
        .arg("--jar")
        .arg(runtime)
        .current_dir(&bench.warehouse);
    engine::run(&mut script, &bench.label)
}

fn race(bench: &Bench, jars: &str, locks: &str) -> Outcome<Tally> {
    let label = format!("{}-locks-{locks}", bench.label);
    let class_path = format!("{jars}:{}", peer::client_class_path()?);
    let source = layout::checkout().join("clients/java/src/IcebergAppends.java");
    let classes = jvm::compile("iceberg", &[source], &class_path)?;
    let mut java = jvm::java(&format!("{}:{class_path}", classes.display()))?;
    java.args(["-XX:TieredStopAtLevel=1", "IcebergAppends"])
        .arg(bench.server.uri())
        .arg(format!("file:{}", bench.warehouse.display()))
        .args([locks, &label]);
    engine::run(&mut java, &label)
}
