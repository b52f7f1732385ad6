//! Why a lock or transaction call was refused.

use skep_sql::{Failure, Retry};

/// The classes are Hive's exceptions.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    NoSuchLock(String),
    #[error("{0}")]
    NoSuchTxn(String),
    #[error("{0}")]
    TxnAborted(String),
    #[error("{0}")]
    TxnOpen(String),
    #[error("{0}")]
    Meta(String),
    #[error(transparent)]
    Sql(#[from] Failure),
}

impl Retry for Error {
    fn failure(&self) -> Option<&Failure> {
        match self {
            Error::Sql(failure) => Some(failure),
            _ => None,
        }
    }
}
