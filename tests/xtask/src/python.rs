//! Python environments with the engines in them, one per set of packages.

use std::path::PathBuf;
use std::process::Command;

use crate::{Outcome, apt, command, layout};

/// A virtual environment with exactly these packages (as `name==version`) and what they need.
pub struct Environment(PathBuf);

/// Makes the environment `.test/venv-<name>` unless it is complete already.
pub fn environment(name: &str, packages: &[&str]) -> Outcome<Environment> {
    let _one_at_a_time = layout::lock(&format!("venv-{name}"))?;
    let home = layout::scratch().join(format!("venv-{name}"));
    let wanted = packages.join("\n");
    let stamp = home.join("packages");
    let environment = Environment(home.clone());
    if std::fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        return Ok(environment);
    }
    eprintln!("xtask: installing {} from PyPI", packages.join(" "));
    apt::need("/usr/bin/python3", &["python3"])?;
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&home);
    if command::run(&mut make).is_err() {
        // Debian splits venv off its python3.
        apt::install(&["python3-venv"])?;
        command::run(Command::new("/usr/bin/python3").args(["-m", "venv"]).arg(&home))?;
    }
    command::run(
        Command::new("nice")
            .arg(home.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check"])
            .args(packages),
    )?;
    std::fs::write(&stamp, wanted).map_err(|e| format!("writing {}: {e}", stamp.display()))?;
    Ok(environment)
}

impl Environment {
    pub fn python(&self) -> PathBuf {
        self.0.join("bin/python")
    }

    /// The jars inside an installed pyspark.
    pub fn spark_jars(&self) -> Outcome<PathBuf> {
        let lib = self.0.join("lib");
        let versions = std::fs::read_dir(&lib).map_err(|e| format!("{}: {e}", lib.display()))?;
        versions
            .filter_map(|entry| Some(entry.ok()?.path().join("site-packages/pyspark/jars")))
            .find(|jars| jars.is_dir())
            .ok_or_else(|| format!("no pyspark under {}", lib.display()))
    }
}
