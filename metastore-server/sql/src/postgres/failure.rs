//! What Postgres' errors mean.

use crate::{Class, Failure};
use deadpool::managed::PoolError;
use std::error::Error as _;
use tokio_postgres::error::{DbError, SqlState};

pub(crate) fn no_connection(error: PoolError<Failure>) -> Failure {
    match error {
        // It could not even be opened: a wrong password, say.
        PoolError::Backend(failure) if failure.class() == Class::Unexpected => {
            Failure::new(Class::Unavailable, failure.detail())
        }
        PoolError::Backend(failure) => failure,
        error => report(Failure::new(Class::Unavailable, error.to_string())),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form map_err wants")]
pub(crate) fn failure(error: tokio_postgres::Error) -> Failure {
    report(match error.as_db_error() {
        Some(db) => Failure::new(class(db.code()), detail(db)),
        None => {
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            let lost = error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>());
            let class = if lost { Class::Disconnected } else { Class::Unexpected };
            Failure::new(class, format!("{error}: {cause}"))
        }
    })
}

/// The name that tells what was violated; the sentence where there is none.
fn detail(db: &DbError) -> String {
    match (db.constraint(), db.column()) {
        (Some(name), _) | (None, Some(name)) => name.to_owned(),
        (None, None) => format!("{} (SQLSTATE {})", db.message(), db.code().code()),
    }
}

fn class(code: &SqlState) -> Class {
    match *code {
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED | SqlState::LOCK_NOT_AVAILABLE => {
            Class::Collision
        }
        SqlState::UNIQUE_VIOLATION => Class::Unique,
        SqlState::FOREIGN_KEY_VIOLATION => Class::ForeignKey,
        SqlState::STRING_DATA_RIGHT_TRUNCATION => Class::TooLong,
        SqlState::CHARACTER_NOT_IN_REPERTOIRE | SqlState::UNTRANSLATABLE_CHARACTER => Class::BadText,
        SqlState::QUERY_CANCELED => Class::Timeout,
        SqlState::READ_ONLY_SQL_TRANSACTION => Class::ReadOnly,
        SqlState::TOO_MANY_CONNECTIONS | SqlState::CONFIGURATION_LIMIT_EXCEEDED => Class::Unavailable,
        SqlState::DISK_FULL | SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Class::Damage,
        SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::CANNOT_CONNECT_NOW
        | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => Class::Disconnected,
        // The session is not the one that prepared our statements: a pooler is between after all.
        SqlState::INVALID_SQL_STATEMENT_NAME | SqlState::DUPLICATE_PSTATEMENT => Class::Disconnected,
        ref other if other.code().starts_with("08") => Class::Disconnected,
        _ => Class::Unexpected,
    }
}

pub(crate) fn report(failure: Failure) -> Failure {
    match failure.class() {
        Class::Unexpected | Class::Damage => tracing::error!(detail = failure.detail(), "database"),
        class => tracing::debug!(?class, detail = failure.detail(), "database"),
    }
    failure
}
