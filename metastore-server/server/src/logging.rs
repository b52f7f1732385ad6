//! Log lines on standard error, and spans for a collector.

use std::fs::{File, OpenOptions};
use std::io::IsTerminal;
use std::sync::{Mutex, OnceLock};

use skep_api::AUDIT_TARGET;
use tracing_subscriber::filter::{FilterFn, LevelFilter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::reload::{self, Handle};
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::{Config, Format};
use crate::failure::Failure;
use crate::traces::{self, Exporter};

/// The filter that is in effect, for [`relevel`].
static FILTER: OnceLock<Handle<EnvFilter, Registry>> = OnceLock::new();

/// Colours only for a person at a terminal. What sends spans is to be run, if a collector is configured.
pub fn start(config: &Config) -> Result<Option<Exporter>, Failure> {
    let (filter, handle) = reload::Layer::new(filter(config));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = match config.log.format {
        Format::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        // The call that a line belongs to stands in "span".
        Format::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    let audit = audit_file(config)?;
    let elsewhere = audit.is_some();
    let audit = audit.map(|file| {
        let only = FilterFn::new(|record| record.target() == AUDIT_TARGET).with_max_level_hint(LevelFilter::INFO);
        let records = tracing_subscriber::fmt::layer().json().flatten_event(true).with_span_list(false);
        records.with_writer(Mutex::new(file)).with_filter(only)
    });
    let lines = lines.with_filter(FilterFn::new(move |line| !elsewhere || line.target() != AUDIT_TARGET));
    let (traces, exporter) = traces::start(&config.traces).unzip();
    let traces = traces.map(|traces| traces.with_filter(FilterFn::new(traces::concerns)));
    let all = Registry::default().with(lines.with_filter(filter)).with(audit).with(traces);
    // Only a second start in one process could fail, and then the first one's lines go on.
    if tracing::subscriber::set_global_default(all).is_ok() {
        let _ = FILTER.set(handle);
    }
    Ok(exporter)
}

/// Where records of decisions are added, if not to the log.
fn audit_file(config: &Config) -> Result<Option<File>, Failure> {
    let Some(path) = &config.access.audit else { return Ok(None) };
    let file = OpenOptions::new().create(true).append(true).open(path).map_err(|error| {
        let problem = format!("cannot write {} ({}): {error}", path.display(), config.place("access.audit"));
        Failure::refused(problem, "choose a file that the server may write to")
    })?;
    Ok(Some(file))
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
