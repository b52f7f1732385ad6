//! Log lines on standard error.

use std::io::IsTerminal;
use std::sync::OnceLock;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::reload::{self, Handle};
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::{Config, Format};

/// The filter that is in effect, for [`relevel`].
static FILTER: OnceLock<Handle<EnvFilter, Registry>> = OnceLock::new();

/// Colours only for a person at a terminal.
pub fn start(config: &Config) {
    let (filter, handle) = reload::Layer::new(filter(config));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = match config.log.format {
        Format::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        // The call that a line belongs to stands in "span".
        Format::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    // Only a second start in one process could fail, and then the first one's lines go on.
    if tracing::subscriber::set_global_default(Registry::default().with(lines.with_filter(filter))).is_ok() {
        let _ = FILTER.set(handle);
    }
}

/// Lets another level through from now on.
pub fn relevel(config: &Config) {
    if let Some(handle) = FILTER.get()
        && let Err(error) = handle.reload(filter(config))
    {
        tracing::error!(%error, "the log level stays as it was");
    }
}

fn filter(config: &Config) -> EnvFilter {
    // The level was checked with the configuration.
    EnvFilter::try_new(&config.log.level).unwrap_or_default()
}
