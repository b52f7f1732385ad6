//! Installs Debian packages a step needs and the machine lacks.

use std::path::Path;
use std::process::Command;

use crate::{Outcome, command};

/// Makes sure `evidence` (a file the package brings) exists, else installs `packages`.
pub fn need(evidence: &str, packages: &[&str]) -> Outcome {
    if Path::new(evidence).exists() {
        return Ok(());
    }
    install(packages)?;
    if Path::new(evidence).exists() {
        Ok(())
    } else {
        Err(format!("installed {} but {evidence} is still missing", packages.join(" ")))
    }
}

/// Installs packages, with a fresh list of packages if the present one does not know them.
pub fn install(packages: &[&str]) -> Outcome {
    eprintln!("xtask: installing {}", packages.join(" "));
    let mut update = apt();
    update.args(["update", "-qq"]);
    let mut install = apt();
    install.args(["install", "-qq", "-y", "--no-install-recommends"]).args(packages);
    if command::run(&mut install).is_err() {
        command::run(&mut update)?;
        command::run(&mut install)?;
    }
    Ok(())
}

/// apt-get, through sudo when we are not root.
fn apt() -> Command {
    let mut command = if command::is_root() {
        Command::new("apt-get")
    } else {
        let mut command = Command::new("sudo");
        command.args(["-n", "apt-get"]);
        command
    };
    command.args(["-o", "DPkg::Lock::Timeout=600"]).env("DEBIAN_FRONTEND", "noninteractive");
    command
}
