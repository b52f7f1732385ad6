//! Skep itself, built from this checkout.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::db::fresh::Database;
use crate::server::Server;
use crate::{Outcome, command, layout};

/// Tests take the quick build; measurements the one of `cargo run --release`; the image what is shipped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    Debug,
    Release,
    Dist,
}

/// What is shipped has these features beside the everyday build's.
pub const SHIPPED: &str = "glue";

/// Starts it on a database, which it fills with its schema if empty.
pub fn start(database: &Database, label: &str, build: Build) -> Outcome<Server> {
    let warehouse = layout::scratch().join("skep").join(label).join("warehouse");
    start_with(database, label, build, &warehouse)
}

/// Starts it with a warehouse that is somebody else's as well.
pub fn start_with(database: &Database, label: &str, build: Build, warehouse: &Path) -> Outcome<Server> {
    let home = layout::emptied(layout::scratch().join("skep").join(label))?;
    let port = layout::free_port();
    let mut skep = Command::new(binary(build)?);
    skep.arg("serve")
        .args(["--listen", &format!("127.0.0.1:{port}"), "--set", "admin.listen=127.0.0.1:0"])
        .args(["--database", &database.url()])
        .arg("--warehouse")
        .arg(layout::made(warehouse.to_owned()))
        .arg("--init-schema");
    Server::start(skep, port, &home.join("log"), Duration::from_secs(60))
}

/// Starts it in front of an old server.
pub fn shadow(database: &Database, label: &str, upstream: &str, report: &Path) -> Outcome<Server> {
    let home = layout::emptied(layout::scratch().join("skep").join(format!("{label}-shadow")))?;
    let port = layout::free_port();
    let mut skep = Command::new(binary(Build::Debug)?);
    skep.arg("shadow")
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .args(["--database", &database.url(), "--upstream", upstream])
        .arg("--with-known")
        .arg("--report")
        .arg(report);
    Server::start(skep, port, &home.join("log"), Duration::from_secs(60))
}

/// The path of the built program; `SKEP_TEST_BINARY` names one that is built already.
pub fn binary(build: Build) -> Outcome<PathBuf> {
    if let Some(built) = std::env::var_os("SKEP_TEST_BINARY") {
        return Ok(built.into());
    }
    match build {
        Build::Debug => debug_build("skep"),
        Build::Release => cargo_build(&["--release", "--package", "skep"], "release/skep"),
        Build::Dist => cargo_build(&["--profile", "dist", "--package", "skep", "--features", SHIPPED], "dist/skep"),
    }
}

/// A program of this workspace. Built as a part of the whole, so that cargo takes the dependencies that it compiled
/// for the tests.
pub fn debug_build(program: &str) -> Outcome<PathBuf> {
    cargo_build(&["--workspace", "--bin", program], &format!("debug/{program}"))
}

/// The same with features that the everyday build leaves out, named with their package.
pub fn debug_build_with(program: &str, features: &[&str]) -> Outcome<PathBuf> {
    cargo_build(&["--workspace", "--bin", program, "--features", &features.join(",")], &format!("debug/{program}"))
}

fn cargo_build(wanted: &[&str], made: &str) -> Outcome<PathBuf> {
    let _one_at_a_time = layout::lock("build")?;
    let mut cargo = Command::new("cargo");
    command::run(cargo.current_dir(layout::checkout()).args(["build", "--quiet"]).args(wanted))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| layout::checkout().join("target"), PathBuf::from);
    Ok(target.join(made))
}
