//! Why a call was refused, as the wire will say it.

use crate::reply::Answer;
use skep_catalog::Error;
use skep_codec::{ApplicationException, Protocol};
use skep_types::{Exception, MethodDef};

/// An exception for the caller. Which field of the reply it becomes is the
/// method's own declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub exception: Exception,
    pub message: String,
    /// By the rules of access: asking again is no use.
    denied: bool,
}

/// The kind of application exception that Hive's clients do not repeat the call on.
const UNSUPPORTED_CLIENT_TYPE: i32 = 10;

impl Refusal {
    pub fn new(exception: Exception, message: impl Into<String>) -> Refusal {
        Refusal { exception, message: message.into(), denied: false }
    }

    pub fn meta(message: impl Into<String>) -> Refusal {
        Refusal::new(Exception::MetaException, message)
    }

    /// Access is refused.
    pub fn denied(message: impl Into<String>) -> Refusal {
        Refusal { denied: true, ..Refusal::meta(message) }
    }

    /// For calls that declare `MetaException` only, but whose other refusals Hive names in it.
    pub(crate) fn named(error: Error) -> Refusal {
        let class = match &error {
            Error::NotFound(_) => "NoSuchObjectException",
            Error::InvalidObject(_) => "InvalidObjectException",
            _ => return error.into(),
        };
        Refusal::meta(format!("Got exception: org.apache.hadoop.hive.metastore.api.{class} {error}"))
    }

    /// The reply bytes: the exception at its declared field; `MetaException` where
    /// the method does not declare it; and only where it declares neither, an
    /// application exception (old clients repeat the call on those).
    pub fn answer(&self, protocol: Protocol, method: &MethodDef) -> Answer {
        let declared = |wanted| method.throws.iter().find(|(_, exception)| *exception == wanted);
        let field = declared(self.exception).or_else(|| declared(Exception::MetaException));
        let field = field.or_else(|| declared(Exception::InvalidOperationException).filter(|_| self.denied));
        match field {
            Some((id, _)) => Answer::exception(protocol, *id, &self.message),
            None if self.denied => {
                Answer::Exception(ApplicationException::new(UNSUPPORTED_CLIENT_TYPE, self.message.as_str()))
            }
            None => Answer::Exception(ApplicationException::internal(&self.message)),
        }
    }
}

/// The one place where the catalog's classes become Thrift exceptions.
impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        let exception = match &error {
            Error::NotFound(_) => Exception::NoSuchObjectException,
            Error::UnknownDatabase(_) => Exception::UnknownDBException,
            Error::UnknownTable(_) => Exception::UnknownTableException,
            Error::InvalidPartition(_) => Exception::InvalidPartitionException,
            Error::Exists(_) => Exception::AlreadyExistsException,
            Error::InvalidObject(_) => Exception::InvalidObjectException,
            Error::InvalidOperation(_) => Exception::InvalidOperationException,
            Error::InvalidInput(_) => Exception::InvalidInputException,
            Error::Meta(_) | Error::Storage(_) | Error::Sql(_) => Exception::MetaException,
        };
        Refusal::new(exception, error.to_string())
    }
}
