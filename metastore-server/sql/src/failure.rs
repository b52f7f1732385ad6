//! What a database call can end with.

use std::fmt;

/// A database call that did not work.
///
/// Its text is what a client may see: no SQL, no hosts, no passwords. What the
/// database said goes to the log where the failure is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    class: Class,
    /// For the log and for those who look closer: a constraint's or column's name,
    /// the database's own sentence.
    detail: String,
}

/// Kinds of failures, by what is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Deadlock, serialization failure, lock wait: the same transaction may work if
    /// it is run again from its start.
    Collision,
    /// The connection broke before COMMIT was sent: nothing has happened.
    Disconnected,
    /// COMMIT was sent and no answer came: nobody knows.
    UnknownOutcome,
    /// No connection to be had in time.
    Unavailable,
    Unique,
    ForeignKey,
    /// A value longer than its column.
    TooLong,
    /// A value the database cannot store (NUL, characters outside its character set).
    BadText,
    Timeout,
    ReadOnly,
    /// Disk full or data damaged.
    Damage,
    /// Not what our own statements expect: a defect, or a database somebody changed.
    Unexpected,
}

impl Class {
    /// In the order of their numbers.
    pub const ALL: [Class; 12] = [
        Class::Collision,
        Class::Disconnected,
        Class::UnknownOutcome,
        Class::Unavailable,
        Class::Unique,
        Class::ForeignKey,
        Class::TooLong,
        Class::BadText,
        Class::Timeout,
        Class::ReadOnly,
        Class::Damage,
        Class::Unexpected,
    ];

    /// For metrics and logs.
    pub fn name(self) -> &'static str {
        match self {
            Class::Collision => "collision",
            Class::Disconnected => "disconnected",
            Class::UnknownOutcome => "unknown_outcome",
            Class::Unavailable => "unavailable",
            Class::Unique => "unique",
            Class::ForeignKey => "foreign_key",
            Class::TooLong => "too_long",
            Class::BadText => "bad_text",
            Class::Timeout => "timeout",
            Class::ReadOnly => "read_only",
            Class::Damage => "damage",
            Class::Unexpected => "unexpected",
        }
    }
}

impl Failure {
    pub fn new(class: Class, detail: impl Into<String>) -> Failure {
        Failure { class, detail: detail.into() }
    }

    pub fn class(&self) -> Class {
        self.class
    }

    pub fn detail(&self) -> &str {
        &self.detail
    }

    pub fn is_unique_violation(&self) -> bool {
        self.class == Class::Unique
    }

    pub fn is_foreign_key_violation(&self) -> bool {
        self.class == Class::ForeignKey
    }

    /// Whether the whole transaction may be run again.
    pub fn is_retryable(&self) -> bool {
        matches!(self.class, Class::Collision | Class::Disconnected | Class::ReadOnly)
    }

    /// Of the first connection ever: there was none to lose.
    pub(crate) fn at_first(self) -> Failure {
        match self.class {
            Class::Disconnected => Failure { class: Class::Unavailable, ..self },
            _ => self,
        }
    }

    /// Of an insert of a row that was missing a moment ago: if another transaction was
    /// faster, run again and find it.
    pub(crate) fn made_by_another(self) -> Failure {
        match self.class {
            Class::Unique => Failure { class: Class::Collision, ..self },
            _ => self,
        }
    }

    /// The same, seen while waiting for COMMIT's answer.
    pub(crate) fn during_commit(self) -> Failure {
        match self.class {
            Class::Disconnected | Class::Timeout => Failure { class: Class::UnknownOutcome, ..self },
            _ => self,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.class {
            Class::Collision => f.write_str("the metastore database is busy with the same objects, try again"),
            Class::Disconnected => f.write_str("the connection to the metastore database was lost, try again"),
            Class::UnknownOutcome => f.write_str(
                "outcome unknown: the metastore database did not answer the commit; look before trying again",
            ),
            Class::Unavailable => f.write_str("the metastore database cannot be reached or has no free connection"),
            Class::Unique => f.write_str("the object exists already"),
            Class::ForeignKey => f.write_str("an object this one refers to is gone, or one still refers to it"),
            Class::TooLong => {
                write!(f, "a value is too long for its column in the metastore database: {}", self.detail)
            }
            Class::BadText => write!(f, "the metastore database cannot store a text: {}", self.detail),
            Class::Timeout => f.write_str("the metastore database took too long"),
            Class::ReadOnly => f.write_str("the metastore database is read only"),
            Class::Damage => f.write_str("the metastore database has no space left or is damaged"),
            Class::Unexpected => {
                f.write_str("the metastore database answered something unexpected; see the server log")
            }
        }
    }
}

impl std::error::Error for Failure {}

/// Errors of transaction closures: tells whether running again may help.
pub trait Retry {
    /// The database failure, if that is what it is.
    fn failure(&self) -> Option<&Failure>;
}

impl Retry for Failure {
    fn failure(&self) -> Option<&Failure> {
        Some(self)
    }
}
