//! Hive 4.1 itself, running SQL on Tez inside one process, with Skep as its metastore.

use std::path::PathBuf;

use super::spark::Side;
use super::{Hive, Tally, engine, java};
use crate::db::fresh::{Database, Product};
use crate::{Outcome, db, jvm, layout, peer};

pub fn run(wanted: &Hive) -> Outcome<Tally> {
    let servers = db::up()?;
    let mut tally = Tally::default();
    for &product in &wanted.db {
        let side = if wanted.peer { Side::Peer } else { Side::Skep };
        let label = format!("hive-{}-{}", product.name(), side.name());
        let database = servers.fresh(product, &label.replace('-', "_"))?;
        tally += session(&database, side, &label)?;
    }
    Ok(tally)
}

/// The whole scenario in one session. Apache's metastore runs inside it: the jars are the same.
fn session(database: &Database, side: Side, label: &str) -> Outcome<Tally> {
    let server = match side {
        Side::Skep => Some(side.start(database, label)?),
        Side::Peer => database.load(schema(database.product)?).map(|()| None)?,
    };
    // Not in `.test`: Hive sees nothing below a folder whose name begins with a dot.
    let outside = tempfile::Builder::new().prefix("hive-").tempdir().map_err(|e| format!("making a folder: {e}"))?;
    let home = outside.path();
    let folder = |name: &str| layout::made(home.join(name)).display().to_string();
    let mut settings = vec![
        ("fs.defaultFS", "file:///".to_owned()),
        ("hadoop.tmp.dir", folder("tmp")),
        ("hive.metastore.warehouse.dir", folder("warehouse")),
        ("hive.metastore.warehouse.external.dir", folder("external")),
        ("hive.exec.scratchdir", folder("scratch")),
        ("hive.exec.local.scratchdir", folder("local")),
        ("hive.downloaded.resources.dir", folder("resources")),
        ("hive.user.install.directory", folder("user")),
        ("hive.jar.directory", folder("jars")),
        ("hive.execution.engine", "tez".to_owned()),
        ("hive.execution.mode", "container".to_owned()),
        ("hive.tez.container.size", "128".to_owned()),
        ("hive.in.tez.test", "true".to_owned()),
        ("mapreduce.framework.name", "local".to_owned()),
        ("tez.local.mode", "true".to_owned()),
        ("tez.ignore.lib.uris", "true".to_owned()),
        ("tez.runtime.optimize.local.fetch", "true".to_owned()),
        ("tez.staging-dir", folder("staging")),
        ("tez.local.cache.root.folder", folder("cache")),
        ("hive.support.concurrency", "true".to_owned()),
        ("hive.txn.manager", "org.apache.hadoop.hive.ql.lockmgr.DbTxnManager".to_owned()),
        ("hive.exec.dynamic.partition.mode", "nonstrict".to_owned()),
        ("hive.query.results.cache.enabled", "false".to_owned()),
        // Whoever finds a table locked is told soon.
        ("hive.lock.numretries", "2".to_owned()),
        ("hive.lock.sleep.between.retries", "1s".to_owned()),
        // Where ALTER TABLE COMPACT of Hive 4.1 writes, past its metastore.
        ("javax.jdo.option.ConnectionURL", database.jdbc()),
        ("javax.jdo.option.ConnectionDriverName", peer::driver(database.product).to_owned()),
        ("javax.jdo.option.ConnectionUserName", db::USER.to_owned()),
        ("javax.jdo.option.ConnectionPassword", db::PASSWORD.to_owned()),
    ];
    if let Some(server) = &server {
        settings.push(("hive.metastore.uris", server.uri()));
    }
    peer::configure(home, &settings)?;
    let jars = format!("{}:{}", java::maven("clients/java/hive-engine")?, peer::drivers()?);
    let source: PathBuf = layout::checkout().join("clients/java/src/HiveSession.java");
    let classes = jvm::compile("hive", &[source], &jars)?;
    let mut java = jvm::java(&format!("{}:{}:{jars}", home.display(), classes.display()))?;
    // Hive's plans are written field by field, Java's own classes in them too.
    for package in ["java.text", "java.time", "java.util.regex"] {
        java.arg(format!("--add-opens=java.base/{package}=ALL-UNNAMED"));
    }
    java.args(["-Xmx1500m", "-XX:TieredStopAtLevel=1"])
        .arg("-Dlog4j2.configurationFile=log4j2.properties")
        .args(["HiveSession", label])
        .arg(home)
        // Hive leaves a log of its statements where it stands.
        .current_dir(home);
    engine::run(&mut java, label)
}

fn schema(product: Product) -> Outcome<&'static str> {
    match product {
        Product::Sqlite => Err("Hive does not run on SQLite".into()),
        Product::Postgres => Ok("schema/ddl/postgres/4.1.0.sql"),
        Product::Mariadb => Ok("schema/ddl/mysql/4.1.0.sql"),
    }
}
