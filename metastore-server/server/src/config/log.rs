use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

use super::section::{Objection, section};

/// How a log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Text,
    Json,
}

section! {
    /// What is written to standard error.
    Log = "log" {
        /// error, warn, info, debug or trace; parts may differ, as in "info,skep_sql=debug".
        "level" level: String = "info".to_owned();
        /// "text", or "json" with one object per line.
        "format" format: Format = Format::Text;
    }
}

impl Log {
    fn validate(&self) -> Vec<Objection> {
        match EnvFilter::try_new(&self.level) {
            Ok(_) => Vec::new(),
            Err(error) => vec![("level", format!("'{}' is no log level: {error}", self.level))],
        }
    }
}
