//! Log lines on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::SubscriberBuilder;

use crate::config::{Config, Format};

/// Colours only for a person at a terminal.
pub fn start(config: &Config) {
    // The level was checked with the configuration.
    let filter = EnvFilter::try_new(&config.log.level).unwrap_or_default();
    let lines = SubscriberBuilder::default()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // Only a second start in one process could fail, and then the first one's lines go on.
    let _ = match config.log.format {
        Format::Text => tracing::subscriber::set_global_default(lines.finish()),
        Format::Json => tracing::subscriber::set_global_default(lines.json().flatten_event(true).finish()),
    };
}
