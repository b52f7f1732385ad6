//! `skep`: a Hive metastore in one binary.

mod access;
mod certificate;
mod cli;
mod commands;
mod config;
mod database;
mod engines;
mod failure;
mod figures;
mod files;
mod glue;
mod housekeeping;
mod listeners;
mod logging;
mod probe;
mod reload;
mod sidecar;
mod tls;
mod traces;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

fn main() -> ExitCode {
    let started = Instant::now();
    match commands::run(cli::Cli::parse().command, started) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let mut stderr = std::io::stderr();
            let mark = if stderr.is_terminal() { "\x1b[1;31merror:\x1b[0m" } else { "error:" };
            // With standard error gone there is nobody left to tell; the exit code still says it.
            let _ = writeln!(stderr, "{mark} {failure}");
            failure.code()
        }
    }
}
