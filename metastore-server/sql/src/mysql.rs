//! MySQL and MariaDB, by sqlx.

use crate::driver::driver;
use crate::pool::Mode;
use crate::settings::{Encrypt, Target};
use crate::stats::Connections;
use crate::{Class, Failure, Settings};
use sqlx::mysql::{
    MySql, MySqlConnectOptions, MySqlDatabaseError, MySqlPool, MySqlPoolOptions, MySqlRow, MySqlSslMode,
};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

driver!(MySql, MySqlRow, Mysql);

pub(crate) struct Pools {
    main: MySqlPool,
    /// One connection for id blocks, which are reserved while the main pool's are busy.
    aside: MySqlPool,
    trusted_since: Trust,
}

/// Older connections are not used any more.
type Trust = Arc<Mutex<Option<Instant>>>;

/// The session's READ COMMITTED has no snapshot that lasts. One message.
const BEGIN_READ: &str = "set transaction isolation level repeatable read; \
    start transaction with consistent snapshot, read only";

/// Statements a connection keeps prepared. A server keeps 16,382 for all of its
/// connections by default.
const PREPARED_MAX: usize = 256;

impl Pools {
    pub async fn connect(settings: &Settings) -> Result<Pools, Failure> {
        let trusted_since = Arc::default();
        let main = options(settings, settings.connections_max, &trusted_since).connect_with(address(settings));
        let aside = options(settings, 1, &trusted_since).connect_lazy_with(address(settings));
        Ok(Pools { main: main.await.map_err(failure)?, aside, trusted_since })
    }

    /// Something told us that the server behind our connections is not the one we want
    /// (it was restarted, or demoted): those there are now are closed, not used again.
    pub fn distrust(&self) {
        *self.trusted_since.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    pub fn connections(&self) -> Connections {
        connections(&self.main) + connections(&self.aside)
    }

    pub async fn alone(&self) -> Result<Alone, Failure> {
        Ok(Alone(self.main.acquire().await.map_err(failure)?))
    }

    pub async fn begin(&self, mode: Mode) -> Result<Session, Failure> {
        let begun = match mode {
            Mode::Read => self.main.begin_with(BEGIN_READ).await,
            Mode::Write => self.main.begin().await,
            Mode::Aside => self.aside.begin().await,
        };
        Ok(Session::of(begun.map_err(failure)?))
    }
}

impl Session {
    /// The driver rolls back in the background; nobody waits for it.
    pub async fn end_read(&self) {
        drop(self.0.lock().await.take());
    }

    /// What an update gave to `last_insert_id`, which comes with its answer. None if
    /// no row matched.
    pub async fn last_insert_id(&self, rendered: &Rendered, values: &[Value<'_>]) -> Result<Option<i64>, Failure> {
        let mut transaction = self.0.lock().await;
        let transaction = transaction.as_mut().ok_or_else(ended)?;
        let done = query(rendered, values).execute(&mut **transaction).await.map_err(failure)?;
        Ok(i64::try_from(done.last_insert_id()).ok().filter(|_| done.rows_affected() > 0))
    }
}

fn options(settings: &Settings, size: u32, trusted_since: &Trust) -> MySqlPoolOptions {
    let wait = settings.wait_max.as_secs().max(1);
    let trusted_since = trusted_since.clone();
    let trusted = move |age: Duration| {
        let since = *trusted_since.lock().unwrap_or_else(PoisonError::into_inner);
        since.is_none_or(|since| age < since.elapsed())
    };
    MySqlPoolOptions::new()
        .max_connections(size.max(1))
        .acquire_timeout(settings.wait_max)
        // A round trip before each request, to learn what its first statement tells as well.
        .test_before_acquire(false)
        .before_acquire(move |_, about| {
            let trusted = trusted(about.age);
            Box::pin(async move { Ok(trusted) })
        })
        .after_connect(move |connection, _| {
            Box::pin(async move {
                connection.execute("set session transaction isolation level read committed").await?;
                // A value too long is an error, not a shorter value.
                connection.execute("set session sql_mode = concat(@@sql_mode, ',STRICT_TRANS_TABLES')").await?;
                // The number is ours; the driver takes no parameters for SET here.
                let limit = format!("set session innodb_lock_wait_timeout = {wait}");
                connection.execute(sqlx::AssertSqlSafe(limit)).await?;
                Ok(())
            })
        })
}

fn address(settings: &Settings) -> MySqlConnectOptions {
    let mut options = MySqlConnectOptions::new().statement_cache_capacity(PREPARED_MAX);
    if let Target::Server { host, port, database, encrypt, .. } = &settings.target {
        options = match host.starts_with('/') {
            true => options.socket(host),
            false => options.host(host).port(*port),
        };
        options = options.database(database).ssl_mode(match encrypt {
            Encrypt::No => MySqlSslMode::Disabled,
            Encrypt::Prefer => MySqlSslMode::Preferred,
            Encrypt::Require => MySqlSslMode::Required,
            Encrypt::Verify => MySqlSslMode::VerifyIdentity,
        });
    }
    if let Some(user) = &settings.user {
        options = options.username(user);
    }
    if let Some(password) = &settings.password {
        options = options.password(password);
    }
    options
}

/// One connection outside any pool, for looking at and making schemas.
pub(crate) async fn connection(settings: &Settings) -> Result<sqlx::MySqlConnection, Failure> {
    <sqlx::MySqlConnection as sqlx::Connection>::connect_with(&address(settings)).await.map_err(failure)
}

#[expect(clippy::needless_pass_by_value, reason = "the form map_err wants")]
fn failure(error: sqlx::Error) -> Failure {
    let (class, detail) = match &error {
        sqlx::Error::Database(db) => {
            let number = db.try_downcast_ref::<MySqlDatabaseError>().map_or(0, MySqlDatabaseError::number);
            (class(number), db.message().to_owned())
        }
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) => (Class::Disconnected, error.to_string()),
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_) => {
            (Class::Unavailable, error.to_string())
        }
        _ => (Class::Unexpected, error.to_string()),
    };
    match class {
        Class::Unexpected | Class::Damage => tracing::error!(%detail, "database"),
        _ => tracing::debug!(?class, %detail, "database"),
    }
    Failure::new(class, detail)
}

fn class(number: u16) -> Class {
    match number {
        // After a lock wait (1205) only the statement is undone: the caller always
        // rolls back before it runs again.
        1213 | 1205 | 1020 => Class::Collision,
        1062 => Class::Unique,
        1451 | 1452 => Class::ForeignKey,
        1406 | 1153 => Class::TooLong,
        // 1270 and 1271 are what 1267 is, of three texts and of a list.
        1366 | 1267 | 1270 | 1271 | 3854 => Class::BadText,
        3024 | 1969 | 1317 => Class::Timeout,
        1290 | 1836 | 1792 => Class::ReadOnly,
        1040 | 1203 => Class::Unavailable,
        2006 | 2013 | 1053 | 1927 => Class::Disconnected,
        1030 | 1114 | 1021 => Class::Damage,
        _ => Class::Unexpected,
    }
}
