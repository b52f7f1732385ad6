//! `skep config`: check the configuration, or explain it.

use super::print;
use crate::cli::ConfigCommand;
use crate::config::{self, Config};
use crate::failure::Failure;

pub fn run(command: ConfigCommand) -> Result<(), Failure> {
    match command {
        ConfigCommand::Example => print(&config::example()),
        ConfigCommand::Check { options, json } => {
            let config = Config::read(options.said()?)?;
            for ignored in config.ignored() {
                eprintln!("warning: {ignored}");
            }
            match json {
                true => print(&format!("{:#}\n", config::effective_json(&config))),
                false => print(&config::effective_text(&config)),
            }
        }
    }
}
