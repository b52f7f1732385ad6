//! Apache's own metastore 2.3.9, out of the jars that pyspark 3.5.8 ships: the yardstick.

pub mod java;

use std::path::Path;
use std::time::Duration;

use crate::db::fresh::{Database, Product};
use crate::server::Server;
use crate::{Outcome, apt, jvm, layout, python};

/// The Spark whose jars hold Hive 2.3.9.
pub const SPARK: &str = "3.5.8";

/// Starts it on an empty database, with what it needs to start and to be measured fairly: the
/// schema, an unforking local file system, quiet logs.
pub fn start(database: &Database, label: &str) -> Outcome<Server> {
    // DataNucleus can make tables on demand, but waits for its own locks for ever on both.
    database.load(match database.product {
        Product::Sqlite => return Err("Java's metastore does not run on SQLite".into()),
        Product::Postgres => "schema/ddl/postgres/2.3.0.sql",
        Product::Mariadb => "schema/ddl/mysql/2.3.0.sql",
    })?;
    start_on_schema(database, label)
}

/// Starts it on a database that has its tables.
pub fn start_on_schema(database: &Database, label: &str) -> Outcome<Server> {
    let home = layout::emptied(layout::scratch().join("peer").join(label))?;
    let warehouse = layout::made(home.join("warehouse"));
    configure(&home, &settings(database, &warehouse.display().to_string()))?;
    let port = layout::free_port();
    let mut java = jvm::java(&format!("{}:{}", home.display(), class_path()?))?;
    java.args(["-Xmx3g", "-Djava.net.preferIPv4Stack=true"])
        .arg("-Dlog4j2.configurationFile=log4j2.properties")
        .arg("org.apache.hadoop.hive.metastore.HiveMetaStore")
        .args(["-p", &port.to_string()]);
    Server::start(java, port, &home.join("log"), Duration::from_secs(180))
}

/// `cargo xtask peer`: runs one in the foreground, for a look by hand.
pub fn run(product: Product) -> Outcome {
    let database = crate::db::up()?.fresh(product, "java_peer")?;
    let mut server = start(&database, &format!("by-hand-{}", product.name()))?;
    println!("Java's metastore answers at {} over {}", server.uri(), database.url());
    server.wait()
}

/// Hive 2.3.9, its JDBC drivers, and our unforking local file system.
pub fn class_path() -> Outcome<String> {
    let jars = client_class_path()?;
    let source = layout::checkout().join("tests/bench/java/UnforkedLocalFileSystem.java");
    let classes = jvm::compile("peer", &[source], &jars)?;
    Ok(format!("{}:{}:{jars}", classes.display(), drivers()?))
}

/// The jars of pyspark: Hive's 2.3.9 client among them.
pub fn client_class_path() -> Outcome<String> {
    let spark = python::environment(&format!("spark-{SPARK}"), &[&format!("pyspark=={SPARK}")])?;
    Ok(format!("{}/*", spark.spark_jars()?.display()))
}

/// Debian's JDBC drivers.
pub fn drivers() -> Outcome<String> {
    let (postgres, mariadb) = ("/usr/share/java/postgresql.jar", "/usr/share/java/mariadb-java-client.jar");
    apt::need(postgres, &["libpostgresql-jdbc-java"])?;
    apt::need(mariadb, &["libmariadb-java"])?;
    Ok(format!("{postgres}:{mariadb}"))
}

pub fn driver(product: Product) -> &'static str {
    match product {
        Product::Mariadb => "org.mariadb.jdbc.Driver",
        _ => "org.postgresql.Driver",
    }
}

fn settings(database: &Database, warehouse: &str) -> Vec<(&'static str, String)> {
    vec![
        ("javax.jdo.option.ConnectionURL", database.jdbc()),
        ("javax.jdo.option.ConnectionDriverName", driver(database.product).to_owned()),
        ("javax.jdo.option.ConnectionUserName", crate::db::USER.to_owned()),
        ("javax.jdo.option.ConnectionPassword", crate::db::PASSWORD.to_owned()),
        ("datanucleus.schema.autoCreateAll", "false".to_owned()),
        ("hive.metastore.schema.verification", "false".to_owned()),
        ("hive.metastore.warehouse.dir", warehouse.to_owned()),
        ("hive.async.log.enabled", "false".to_owned()),
        ("hive.warehouse.subdir.inherit.perms", "false".to_owned()),
        ("fs.file.impl", "UnforkedLocalFileSystem".to_owned()),
    ]
}

/// Writes what a Java program of Hive's finds first on its class path.
pub fn configure(home: &Path, settings: &[(&str, String)]) -> Outcome {
    let lines: String = settings
        .iter()
        .map(|(name, value)| {
            let value = value.replace('&', "&amp;");
            format!("<property><name>{name}</name><value>{value}</value></property>\n")
        })
        .collect();
    let site = format!("<configuration>\n{lines}</configuration>\n");
    let files = [
        ("hive-site.xml", site.as_str()),
        ("metastore-site.xml", site.as_str()),
        ("log4j2.properties", LOGGING),
        ("metastore-log4j2.properties", LOGGING),
    ];
    for (name, text) in files {
        std::fs::write(home.join(name), text).map_err(|e| format!("writing {name}: {e}"))?;
    }
    Ok(())
}

const LOGGING: &str = "\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
";
