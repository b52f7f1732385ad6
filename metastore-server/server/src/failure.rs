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
    /// The database or the server is not there.
    #[error("{problem}\n  {remedy}")]
    Unreachable { problem: String, remedy: String },
    /// The same where the reader knows better than we do what to do.
    #[error("{0}")]
    Failed(String),
}

impl Failure {
    pub fn refused(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Refused { problem: problem.into(), remedy: remedy.into() }
    }

    /// For commands whose callers tell a refusal from a database that is away.
    pub fn unreachable(self) -> Self {
        match self {
            Self::Refused { problem, remedy } => Self::Unreachable { problem, remedy },
            other => other,
        }
    }

    /// 1: tried and failed; 2: said wrongly, as clap's own errors; 3: nobody there.
    pub fn code(&self) -> ExitCode {
        match self {
            Self::Usage(_) | Self::Config(_) => ExitCode::from(2),
            Self::Refused { .. } | Self::Failed(_) => ExitCode::from(1),
            Self::Unreachable { .. } => ExitCode::from(3),
        }
    }
}
