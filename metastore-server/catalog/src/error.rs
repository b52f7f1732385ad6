//! Why an operation did not happen.

use skep_sql::{Failure, Retry};

/// The catalog's refusals, in Hive's classes and with Hive's sentences.
///
/// The sentence is written where the rule is known, because clients match some of
/// them. Which declared Thrift exception a class becomes is decided once, in
/// `skep-api` (`alter_table` turns every class into `InvalidOperationException`,
/// for example).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The named object does not exist.
    #[error("{0}")]
    NotFound(String),
    /// The database of a listing does not exist (`UnknownDBException`).
    #[error("{0}")]
    UnknownDatabase(String),
    /// The table of a schema question does not exist (`UnknownTableException`).
    #[error("{0}")]
    UnknownTable(String),
    /// The values are not those of a partition (`InvalidPartitionException`).
    #[error("{0}")]
    InvalidPartition(String),
    #[error("{0}")]
    Exists(String),
    /// The object as sent breaks a rule (`InvalidObjectException`).
    #[error("{0}")]
    InvalidObject(String),
    /// The operation is not possible in this state (`InvalidOperationException`).
    #[error("{0}")]
    InvalidOperation(String),
    /// `InvalidInputException`.
    #[error("{0}")]
    InvalidInput(String),
    /// `MetaException`: everything else that the caller should hear of.
    #[error("{0}")]
    Meta(String),
    #[error(transparent)]
    Storage(#[from] skep_warehouse::Error),
    #[error(transparent)]
    Sql(#[from] Failure),
}

impl Error {
    /// The same refusal in the one class that `alter_*` calls declare.
    pub fn as_invalid_operation(self) -> Error {
        match self {
            Error::NotFound(m)
            | Error::UnknownDatabase(m)
            | Error::UnknownTable(m)
            | Error::Exists(m)
            | Error::InvalidObject(m)
            | Error::InvalidInput(m) => Error::InvalidOperation(m),
            other => other,
        }
    }

    /// The same refusal for calls whose missing parent is the caller's bad object.
    pub fn as_invalid_object(self) -> Error {
        match self {
            Error::NotFound(m) | Error::UnknownDatabase(m) | Error::UnknownTable(m) => Error::InvalidObject(m),
            other => other,
        }
    }
}

impl Retry for Error {
    fn failure(&self) -> Option<&Failure> {
        match self {
            Error::Sql(failure) => Some(failure),
            _ => None,
        }
    }
}
