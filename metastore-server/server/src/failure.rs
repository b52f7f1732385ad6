//! Why `skep` ends with an error, and the exit code that says so.

use std::process::ExitCode;

use crate::config::ConfigError;

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line or the configuration cannot be acted on.
    #[error("{0}")]
    Usage(String),
    #[error("{0}")]
    Config(#[from] ConfigError),
    /// It was understood, tried, and did not work: what, why, and what to do about it.
    #[error("{problem}\n  {remedy}")]
    Refused { problem: String, remedy: String },
    /// The same where the reader knows better than we do what to do.
    #[error("{0}")]
    Failed(String),
}

impl Failure {
    pub fn refused(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Refused { problem: problem.into(), remedy: remedy.into() }
    }

    /// 1: tried and failed; 2: said wrongly, as clap's own errors.
    pub fn code(&self) -> ExitCode {
        match self {
            Self::Usage(_) | Self::Config(_) => ExitCode::from(2),
            Self::Refused { .. } | Self::Failed(_) => ExitCode::from(1),
        }
    }
}
