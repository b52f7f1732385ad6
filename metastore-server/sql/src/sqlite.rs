//! SQLite in a file of ours, by sqlx.

use crate::driver::driver;
use crate::pool::Mode;
use crate::settings::Target;
use crate::stats::Connections;
use crate::{Class, Failure, Settings};
use sqlx::Connection as _;
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};

driver!(Sqlite, SqliteRow, Sqlite);

pub(crate) struct Pools {
    /// SQLite has one writer at a time: queueing here is fairer than in its busy loop.
    writer: SqlitePool,
    readers: SqlitePool,
}

/// Statements a connection keeps prepared: all there are, and some lengths of lists.
const PREPARED_MAX: usize = 1024;
/// Readers at the most: more do not help an embedded database.
const READERS: u32 = 4;

impl Pools {
    pub async fn connect(settings: &Settings) -> Result<Pools, Failure> {
        let options = options(settings);
        let pool = |size| {
            SqlitePoolOptions::new().max_connections(size).acquire_timeout(settings.wait_max).test_before_acquire(false)
        };
        if settings.target == Target::Memory {
            // It lives in its one connection.
            let pool = pool(1).idle_timeout(None).max_lifetime(None);
            let only = pool.connect_with(options).await.map_err(failure)?;
            return Ok(Pools { writer: only.clone(), readers: only });
        }
        let writer = pool(1).after_release(|connection, _| Box::pin(ended_well(connection)));
        let writer = writer.connect_with(options.clone()).await.map_err(failure)?;
        let readers = pool(READERS).connect_lazy_with(options);
        Ok(Pools { writer, readers })
    }

    pub fn connections(&self) -> Connections {
        // In memory both are one.
        match self.writer.options().get_idle_timeout() {
            None => connections(&self.writer),
            Some(_) => connections(&self.writer) + connections(&self.readers),
        }
    }

    pub async fn alone(&self) -> Result<Alone, Failure> {
        Ok(Alone(self.readers.acquire().await.map_err(failure)?))
    }

    pub async fn begin(&self, mode: Mode) -> Result<Session, Failure> {
        let begun = match mode {
            Mode::Read => self.readers.begin().await,
            Mode::Write | Mode::Aside => self.writer.begin_with("begin immediate").await,
        };
        Ok(Session::of(begun.map_err(failure)?))
    }
}

/// SQLite takes a transaction back by itself when the disk is full. Nothing is left to roll back then, the driver
/// believes that it never ended, and every later one would be refused on this connection: it is closed instead.
async fn ended_well(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // Behind the rollback of a transaction that was dropped.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

fn options(settings: &Settings) -> SqliteConnectOptions {
    let options = match &settings.target {
        Target::File(path) => SqliteConnectOptions::new().filename(path).create_if_missing(true),
        _ => SqliteConnectOptions::new().in_memory(true),
    };
    options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(settings.wait_max)
        .foreign_keys(true)
        .statement_cache_capacity(PREPARED_MAX)
}

/// One connection outside any pool, for looking at and making schemas.
pub(crate) async fn connection(settings: &Settings) -> Result<SqliteConnection, Failure> {
    SqliteConnection::connect_with(&options(settings)).await.map_err(failure)
}

#[expect(clippy::needless_pass_by_value, reason = "the form map_err wants")]
fn failure(error: sqlx::Error) -> Failure {
    let (class, detail) = match &error {
        sqlx::Error::Database(db) => {
            let code = db.code().and_then(|code| code.parse().ok()).unwrap_or(0);
            (class(code), db.message().to_owned())
        }
        sqlx::Error::Io(_) => (Class::Damage, error.to_string()),
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => (Class::Unavailable, error.to_string()),
        _ => (Class::Unexpected, error.to_string()),
    };
    match class {
        Class::Unexpected | Class::Damage => tracing::error!(%detail, "database"),
        _ => tracing::debug!(?class, %detail, "database"),
    }
    Failure::new(class, detail)
}

/// Extended codes carry the primary code in their low byte.
fn class(code: i32) -> Class {
    match (code, code & 0xff) {
        (1555 | 2067 | 2579, _) => Class::Unique,
        (787, _) => Class::ForeignKey,
        (_, 5 | 6) => Class::Collision,
        (_, 8) => Class::ReadOnly,
        (_, 9) => Class::Timeout,
        (_, 10 | 11 | 13) => Class::Damage,
        (_, 14) => Class::Unavailable,
        (_, 18) => Class::TooLong,
        _ => Class::Unexpected,
    }
}
