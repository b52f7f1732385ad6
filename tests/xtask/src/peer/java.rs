//! Apache's metastores of three generations, on a database that notes its events.

use std::path::PathBuf;
use std::time::Duration;

use crate::db::fresh::{Database, Product};
use crate::server::Server;
use crate::suites::java::maven;
use crate::{Outcome, jvm, layout};

/// One of them.
pub struct Java {
    /// The generation, as `--hive` names it.
    pub name: &'static str,
    /// The version of its schema. Its jars hold no scripts, so the tables are made by ours, which
    /// are compared with Hive's own.
    pub schema: &'static str,
    /// Whether a stock Spark, whose client is 2.3.9, can talk to it: Hive 4 has no `get_table`.
    pub spark: bool,
    /// Where the jars come from.
    project: &'static str,
}

pub const JAVAS: [Java; 3] = [
    Java { name: "2.3", schema: "2.3.0", spark: true, project: "clients/java/server-2.3" },
    Java { name: "3.1", schema: "3.1.0", spark: true, project: "clients/java/server-3.1" },
    Java { name: "4.0", schema: "4.0.0", spark: false, project: "clients/java/server-4.0" },
];

/// Where it keeps the tables of databases without a location of their own.
pub fn warehouse(label: &str) -> PathBuf {
    home(label).join("warehouse")
}

fn home(label: &str) -> PathBuf {
    layout::scratch().join("peer").join(label)
}

/// Its jars, the JDBC drivers, and what else has to lie on its class path.
pub fn class_path(java: &Java) -> Outcome<String> {
    let mut class_path = maven(java.project)?;
    if java.name < "3" {
        class_path = format!("{class_path}:{}", super::class_path()?);
    }
    Ok(format!("{class_path}:{}", super::drivers()?))
}

/// Starts it on an empty database.
pub fn start(java: &Java, class_path: &str, database: &Database, label: &str) -> Outcome<Server> {
    let folder = match database.product {
        Product::Sqlite => return Err("Java's metastore does not run on SQLite".into()),
        Product::Postgres => "postgres",
        Product::Mariadb => "mysql",
    };
    database.load(&format!("schema/ddl/{folder}/{}.sql", java.schema))?;
    let home = layout::emptied(home(label))?;
    let warehouse = layout::made(warehouse(label));
    let mut site = super::settings(database, &warehouse.display().to_string());
    // Maven Central has no listener that fits 4.0.1: there only Skep's events are noted.
    if java.name < "4" {
        site.push(("hive.metastore.transactional.event.listeners", LISTENER.into()));
    }
    if java.name > "3" {
        // The file system of the benchmark is compiled against Spark's jars.
        site.retain(|(name, _)| *name != "fs.file.impl");
        site.push((
            "metastore.expression.proxy",
            "org.apache.hadoop.hive.metastore.DefaultPartitionExpressionProxy".into(),
        ));
        site.push(("metastore.warehouse.dir", warehouse.display().to_string()));
        // Events are for administrators otherwise.
        site.push(("hive.metastore.event.db.notification.api.auth", "false".into()));
        site.push(("metastore.task.threads.always", CLEANER.into()));
        // Makes other tables of those that clients ask for, Skep does not.
        site.push(("metastore.metadata.transformer.class", " ".into()));
    }
    super::configure(&home, &site)?;
    let port = layout::free_port();
    let mut command = jvm::java(&format!("{}:{class_path}", home.display()))?;
    command
        .args(["-Xmx1g", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true"])
        .arg("-Dlog4j2.configurationFile=log4j2.properties")
        .arg("org.apache.hadoop.hive.metastore.HiveMetaStore")
        .args(["-p", &port.to_string()]);
    Server::start(command, port, &home.join("log"), Duration::from_secs(180))
}

const LISTENER: &str = "org.apache.hive.hcatalog.listener.DbNotificationListener";
const CLEANER: &str = "org.apache.hadoop.hive.metastore.events.EventCleanerTask";
