//! What `skep` does for each command.

mod config;
mod doctor;
mod fetch;
pub mod policy;
mod progress;
mod schema;
mod serve;
mod shadow;
mod status;
mod takeover;
mod token;
mod upgrade;

use std::time::Instant;

use skep_schema::Version;

use crate::cli::{Command, Output, TakeoverCommand};
use crate::failure::Failure;

/// `started` is when the process began: the ready line tells how long it took.
pub fn run(command: Command, started: Instant) -> Result<(), Failure> {
    match command {
        Command::Serve(options) => serve::run(options, started),
        Command::Shadow(options) => shadow::run(options, started),
        Command::Status(options) => status::run(&options),
        Command::Schema(command) => schema::run(command),
        Command::Takeover(TakeoverCommand::Check { at, options, json }) => {
            schema::alone(takeover::check(&schema::read(options.at(at))?, Output::of(json)))
        }
        Command::Token(command) => token::run(command),
        Command::Password { name } => token::password(&name),
        Command::Config(command) => config::run(command),
        Command::Access(command) => policy::access(command),
        Command::Role(command) => policy::role(command),
        Command::Filter(command) => policy::filter(command),
        Command::Grant(options) => policy::grant(*options),
        Command::Deny(options) => policy::deny(*options),
        Command::Revoke(options) => policy::revoke(*options),
        Command::Restrict(command) => policy::restrict(command),
        Command::Mask(options) => policy::mask(options),
        Command::Sql(options) => policy::sql(options),
        Command::Show(command) => policy::show(command),
        Command::Explain(options) => policy::explain(options),
        Command::WhoCan(options) => policy::who_can(options),
        Command::Engine(command) => policy::engine::run(command),
        Command::Policy(command) => policy::policy(command),
        Command::Version => version(),
    }
}

fn version() -> Result<(), Failure> {
    let schemas: Vec<&str> = Version::ALL.iter().map(|version| version.as_str()).collect();
    print(&format!("skep {}\nserves the Hive schemas {}\n", env!("CARGO_PKG_VERSION"), schemas.join(", ")))
}

/// A closed pipe (`skep config example | head`) is no error.
fn print(text: &str) -> Result<(), Failure> {
    use std::io::{ErrorKind, Write};
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Failed(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}
