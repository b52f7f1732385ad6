//! Apache's own metastore 2.3.9, out of the jars that pyspark 3.5.8 ships: the yardstick.

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
    let site = settings(database, &warehouse.display().to_string());
    for (name, text) in [("hive-site.xml", site.as_str()), ("log4j2.properties", LOGGING)] {
        std::fs::write(home.join(name), text).map_err(|e| format!("writing {name}: {e}"))?;
    }
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
    apt::need("/usr/share/java/postgresql.jar", &["libpostgresql-jdbc-java"])?;
    apt::need("/usr/share/java/mariadb-java-client.jar", &["libmariadb-java"])?;
    let jars = client_class_path()?;
    let source = layout::checkout().join("tests/bench/java/UnforkedLocalFileSystem.java");
    let classes = jvm::compile("peer", &[source], &jars)?;
    Ok(format!("{}:/usr/share/java/postgresql.jar:/usr/share/java/mariadb-java-client.jar:{jars}", classes.display()))
}

/// The jars of pyspark: Hive's 2.3.9 client among them.
pub fn client_class_path() -> Outcome<String> {
    let spark = python::environment(&format!("spark-{SPARK}"), &[&format!("pyspark=={SPARK}")])?;
    Ok(format!("{}/*", spark.spark_jars()?.display()))
}

fn settings(database: &Database, warehouse: &str) -> String {
    let driver = match database.product {
        Product::Mariadb => "org.mariadb.jdbc.Driver",
        _ => "org.postgresql.Driver",
    };
    let jdbc = database.jdbc().replace('&', "&amp;");
    let properties = [
        ("javax.jdo.option.ConnectionURL", jdbc.as_str()),
        ("javax.jdo.option.ConnectionDriverName", driver),
        ("javax.jdo.option.ConnectionUserName", crate::db::USER),
        ("javax.jdo.option.ConnectionPassword", crate::db::PASSWORD),
        ("datanucleus.schema.autoCreateAll", "false"),
        ("hive.metastore.schema.verification", "false"),
        ("hive.metastore.warehouse.dir", warehouse),
        ("hive.async.log.enabled", "false"),
        ("hive.warehouse.subdir.inherit.perms", "false"),
        ("fs.file.impl", "UnforkedLocalFileSystem"),
    ];
    let lines: String = properties
        .iter()
        .map(|(name, value)| format!("<property><name>{name}</name><value>{value}</value></property>\n"))
        .collect();
    format!("<configuration>\n{lines}</configuration>\n")
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
