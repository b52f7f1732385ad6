//! Volo's client for Rust against one running Skep: a Thrift that shares nothing with ours, not even Java.

use std::process::Command;

use super::spark::Side;
use super::{Tally, engine};
use crate::db::fresh::Product;
use crate::{Outcome, command, db, layout};

pub fn run() -> Outcome<Tally> {
    let program = program()?;
    let database = db::up()?.fresh(Product::Sqlite, "volo")?;
    let server = Side::Skep.start(&database, "volo")?;
    let address = server.uri();
    engine::run(Command::new(program).arg(address.trim_start_matches("thrift://")), "volo")
}

/// Built in a target folder of its own: its crates are not the workspace's.
fn program() -> Outcome<std::path::PathBuf> {
    let target = layout::scratch().join("volo");
    command::run(
        Command::new("cargo")
            .args(["build", "--quiet", "--locked", "--manifest-path"])
            .arg(layout::checkout().join("clients/volo/Cargo.toml"))
            .env("CARGO_TARGET_DIR", &target),
    )?;
    Ok(target.join("debug/skep-volo-peer"))
}
