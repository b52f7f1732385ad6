//! Three generations of Apache's Java client against one running Skep. 2.3.9 comes with pyspark,
//! the later ones from Maven Central.

use std::process::Command;

use super::spark::Side;
use super::{Java, Tally, engine};
use crate::db::fresh::Product;
use crate::{Outcome, apt, command, db, jvm, layout, peer};

/// The generations, and whether Maven Central is needed.
pub const CLIENTS: [&str; 3] = ["2.3", "3.1", "4"];

pub fn run(wanted: &Java) -> Outcome<Tally> {
    let database = db::up()?.fresh(Product::Postgres, "java_clients")?;
    let side = if wanted.peer { Side::Peer } else { Side::Skep };
    let server = side.start(&database, &format!("java-clients-{}", side.name()))?;
    let mut tally = Tally::default();
    for client in CLIENTS {
        if wanted.client.as_deref().is_none_or(|only| only == client) {
            let label = format!("java-{client}");
            tally += probe(client, &server.uri(), &label, Leave::Nothing).unwrap_or_else(|reason| {
                println!("FAIL java-{client}: {reason}");
                Tally::BROKEN
            });
        }
    }
    Ok(tally)
}

/// What the program leaves behind on the server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    Nothing,
    Everything,
}

/// Compiles the one program against a generation's jars, and runs it.
pub fn probe(client: &str, uri: &str, label: &str, leave: Leave) -> Outcome<Tally> {
    let jars = jars(client)?;
    let source = layout::checkout().join("clients/java/src/Probe.java");
    let classes = jvm::compile(&format!("java-{client}"), &[source], &jars)?;
    let folder = layout::emptied(layout::scratch().join("files").join(label))?;
    let mut java = jvm::java(&format!("{}:{jars}", classes.display()))?;
    java.arg("Probe").arg(uri).arg(&folder).arg(label);
    if leave == Leave::Everything {
        java.arg("keep");
    }
    engine::run(&mut java, label)
}

pub fn jars(client: &str) -> Outcome<String> {
    if client == "2.3" {
        return peer::client_class_path();
    }
    maven(&format!("clients/java/hive-{client}"))
}

/// Copies what a pom names, and all that needs, to `.test/maven/`; answers the class path.
pub fn maven(project: &str) -> Outcome<String> {
    apt::need("/usr/bin/javac", &["openjdk-17-jdk-headless"])?;
    apt::need("/usr/bin/mvn", &["maven"])?;
    let pom = layout::checkout().join(project).join("pom.xml");
    let text = std::fs::read_to_string(&pom).map_err(|e| format!("{}: {e}", pom.display()))?;
    let folder = layout::scratch().join("maven").join(project.replace('/', "-"));
    let stamp = folder.join("pom.xml");
    if !std::fs::read_to_string(&stamp).is_ok_and(|copied| copied == text) {
        eprintln!("xtask: fetching the jars of {project} from Maven Central");
        let folder = layout::emptied(folder.clone())?;
        command::run(
            Command::new("nice")
                .args(["mvn", "--batch-mode", "--quiet", "-f"])
                .arg(&pom)
                .args(["dependency:copy-dependencies", "-DincludeScope=runtime"])
                .arg(format!("-DoutputDirectory={}", folder.display())),
        )?;
        std::fs::write(&stamp, text).map_err(|e| format!("{}: {e}", stamp.display()))?;
    }
    Ok(format!("{}/*", folder.display()))
}
