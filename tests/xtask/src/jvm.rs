//! Java 17, and jars from Debian and Maven Central.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Outcome, apt, command, layout};

/// What Hive 2.3, Hadoop 3.3 and Spark reach into that Java 17 closed.
pub const OPENED: &[&str] = &[
    "java.lang",
    "java.lang.invoke",
    "java.lang.reflect",
    "java.io",
    "java.net",
    "java.nio",
    "java.util",
    "java.util.concurrent",
    "java.util.concurrent.atomic",
    "sun.nio.ch",
    "sun.nio.cs",
    "sun.security.action",
    "sun.util.calendar",
];

/// `java` with the packages opened that old Hadoop code needs.
pub fn java(class_path: &str) -> Outcome<Command> {
    apt::need("/usr/bin/javac", &["openjdk-17-jdk-headless"])?;
    let mut java = Command::new("java");
    for package in OPENED {
        java.arg(format!("--add-opens=java.base/{package}=ALL-UNNAMED"));
    }
    java.args(["-cp", class_path]);
    Ok(java)
}

/// Compiles sources into `.test/classes/<name>` unless they are older than what lies there.
pub fn compile(name: &str, sources: &[PathBuf], class_path: &str) -> Outcome<PathBuf> {
    apt::need("/usr/bin/javac", &["openjdk-17-jdk-headless"])?;
    let classes = layout::scratch().join("classes").join(name);
    let stamp = classes.join("compiled");
    if newer(&stamp, sources) {
        return Ok(classes);
    }
    layout::made(classes.clone());
    command::run(
        Command::new("javac").args(["-nowarn", "-proc:none", "-cp", class_path, "-d"]).arg(&classes).args(sources),
    )?;
    std::fs::write(&stamp, "").map_err(|e| format!("writing {}: {e}", stamp.display()))?;
    Ok(classes)
}

fn newer(stamp: &Path, sources: &[PathBuf]) -> bool {
    let changed = |path: &Path| path.metadata().and_then(|found| found.modified()).ok();
    let Some(made) = changed(stamp) else {
        return false;
    };
    sources.iter().all(|source| changed(source).is_some_and(|time| time < made))
}
