//! Trino with Skep as its metastore, through the hive and the iceberg connector.
//!
//! Maven Central has no whole server of a Trino that runs on Java 17, but 350, the last under its
//! older name PrestoSQL (tests/README.md says what was looked for).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::spark::Side;
use super::{Tally, Trino, engine, java};
use crate::server::Server;
use crate::{Outcome, command, db, jvm, layout};

const PLUGINS: [&str; 2] = ["hive-hadoop2", "iceberg"];

pub fn run(wanted: &Trino) -> Outcome<Tally> {
    let program = program()?;
    let servers = db::up()?;
    let mut tally = Tally::default();
    for &product in &wanted.db {
        let label = format!("trino-{}", product.name());
        let metastore = Side::Skep.start(&servers.fresh(product, &label.replace('-', "_"))?, &label)?;
        let home = layout::emptied(layout::scratch().join("trino").join(&label))?;
        let trino = start(&program, &metastore.uri(), &home)?;
        let mut script = Command::new("nice");
        script.arg("python3").arg(layout::checkout().join("tests/engines/trino_scenario.py")).args([
            "--server",
            &format!("http://127.0.0.1:{}", trino.port),
            "--label",
            &label,
        ]);
        tally += engine::run(&mut script, &label).map_err(|reason| format!("{reason}\n{}", trino.tail(40)))?;
    }
    Ok(tally)
}

/// The folder of the unpacked server: its `lib`, and the plugins that are needed.
fn program() -> Outcome<PathBuf> {
    let jars = java::maven("clients/java/trino")?;
    let archive = Path::new(jars.trim_end_matches('*')).join("presto-server-350.tar.gz");
    let folder = layout::scratch().join("trino-350");
    if folder.join("unpacked").exists() {
        return Ok(folder);
    }
    let folder = layout::emptied(folder)?;
    // Whole, because the archive's files are hard links to one another.
    command::run(Command::new("tar").arg("xzf").arg(&archive).args(["--strip-components=1", "-C"]).arg(&folder))?;
    let plugins = folder.join("plugin");
    for entry in std::fs::read_dir(&plugins).map_err(|e| format!("{}: {e}", plugins.display()))?.flatten() {
        if !PLUGINS.iter().any(|kept| entry.file_name() == *kept) {
            std::fs::remove_dir_all(entry.path()).map_err(|e| format!("{}: {e}", entry.path().display()))?;
        }
    }
    write(&folder.join("unpacked"), "")?;
    Ok(folder)
}

/// One process that coordinates and works.
fn start(program: &Path, metastore: &str, home: &Path) -> Outcome<Server> {
    let port = layout::free_port();
    let catalogs = layout::made(home.join("catalog"));
    // A busy machine is no failure.
    let uri = format!("hive.metastore.uri={metastore}\nhive.metastore-timeout=2m\n");
    write(
        &catalogs.join("hive.properties"),
        &format!(
            "connector.name=hive-hadoop2\n\
             {uri}\
             hive.security=allow-all\n\
             hive.non-managed-table-writes-enabled=true\n"
        ),
    )?;
    let iceberg = format!("connector.name=iceberg\n{uri}");
    write(&catalogs.join("iceberg.properties"), &iceberg)?;
    let settings = home.join("config.properties");
    write(
        &settings,
        &format!(
            "coordinator=true\n\
             node-scheduler.include-coordinator=true\n\
             http-server.http.port={port}\n\
             discovery.uri=http://127.0.0.1:{port}\n\
             node.environment=test\n\
             node.id=one\n\
             node.internal-address=127.0.0.1\n\
             plugin.dir={}\n\
             catalog.config-dir={}\n\
             http-server.log.path={}\n\
             query.max-memory-per-node=200MB\n\
             query.max-total-memory-per-node=300MB\n\
             memory.heap-headroom-per-node=200MB\n",
            program.join("plugin").display(),
            catalogs.display(),
            home.join("requests.log").display()
        ),
    )?;
    let mut java = jvm::java(&format!("{}/lib/*", program.display()))?;
    java.args(["-Xmx1500m", "-Djdk.attach.allowAttachSelf=true"])
        .arg(format!("-Dconfig={}", settings.display()))
        .arg(format!("-Dnode.data-dir={}", layout::made(home.join("data")).display()))
        .arg("io.prestosql.server.PrestoServer");
    Server::start(java, port, &home.join("log"), Duration::from_secs(300))
}

fn write(path: &Path, text: &str) -> Outcome {
    std::fs::write(path, text).map_err(|e| format!("writing {}: {e}", path.display()))
}
