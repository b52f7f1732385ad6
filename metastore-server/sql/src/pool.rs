//! Connections.

use crate::render::Rendered;
use crate::settings::Target;
use crate::stats::{Connections, Stats};
use crate::{Failure, Row, Settings, Value, mysql, postgres, sqlite, trail};
use skep_schema::Dialect;
use std::sync::Arc;
use std::time::Duration;

/// Connections to one database, whatever its kind. Cheap to clone.
#[derive(Clone)]
pub struct Pool {
    inner: Arc<Inner>,
}

struct Inner {
    backend: Backend,
    settings: Settings,
    stats: Stats,
    #[cfg(feature = "failpoints")]
    failpoints: crate::failpoint::Failpoints,
    #[cfg(feature = "failpoints")]
    plans: crate::plan::Plans,
}

enum Backend {
    Postgres(postgres::Pools),
    Mysql(mysql::Pools),
    Sqlite(sqlite::Pools),
}

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One snapshot, nothing written.
    Read,
    Write,
    /// A write on the connection set aside for id blocks.
    Aside,
}

impl Pool {
    /// Opens the first connection, so that a wrong address or password shows now.
    pub async fn connect(settings: &Settings) -> Result<Pool, Failure> {
        let backend = match settings.target {
            Target::Server { dialect: Dialect::Mysql, .. } => mysql::Pools::connect(settings).await.map(Backend::Mysql),
            Target::Server { .. } => postgres::Pools::connect(settings).await.map(Backend::Postgres),
            Target::File(_) | Target::Memory => sqlite::Pools::connect(settings).await.map(Backend::Sqlite),
        };
        let backend = backend.map_err(Failure::at_first)?;
        let inner = Inner {
            backend,
            settings: settings.clone(),
            stats: Stats::default(),
            #[cfg(feature = "failpoints")]
            failpoints: Default::default(),
            #[cfg(feature = "failpoints")]
            plans: Default::default(),
        };
        Ok(Pool { inner: Arc::new(inner) })
    }

    pub fn dialect(&self) -> Dialect {
        self.inner.settings.dialect()
    }

    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub fn wait_max(&self) -> Duration {
        self.inner.settings.wait_max
    }

    pub fn stats(&self) -> &Stats {
        &self.inner.stats
    }

    pub fn connections(&self) -> Connections {
        match &self.inner.backend {
            Backend::Postgres(pools) => pools.connections(),
            Backend::Mysql(pools) => pools.connections(),
            Backend::Sqlite(pools) => pools.connections(),
        }
    }

    /// Calls the hook at every point that a call of this pool reaches from now on.
    #[cfg(feature = "failpoints")]
    pub fn step_in(&self, hook: Option<crate::failpoint::Hook>) {
        self.inner.failpoints.set(hook);
    }

    /// Lets a test step in.
    #[cfg(feature = "failpoints")]
    pub(crate) async fn reached(&self, point: crate::failpoint::Point) -> Result<(), Failure> {
        self.inner.failpoints.reached(point).await
    }

    #[cfg(feature = "failpoints")]
    pub(crate) fn noted(&self) -> &crate::plan::Plans {
        &self.inner.plans
    }

    /// Closes the connections there are: the server behind them was restarted or is no
    /// longer the one that writes.
    pub(crate) fn distrust(&self) {
        match &self.inner.backend {
            Backend::Postgres(pools) => pools.distrust(),
            Backend::Mysql(pools) => pools.distrust(),
            Backend::Sqlite(_) => {}
        }
    }

    /// Whether a connection can be had and answers.
    pub async fn ping(&self) -> Result<(), Failure> {
        self.alone().await?.rows(&Rendered::plain("select 1"), &[]).await.map(drop)
    }

    /// Runs a script of statements, for making a schema: in one transaction where the
    /// database can (MySQL commits each statement).
    pub async fn run_script(&self, statements: &[&str]) -> Result<(), Failure> {
        let session = self.begin(Mode::Write).await?;
        for text in statements {
            session.script(text).await?;
        }
        session.commit().await
    }

    /// Rows of a text that is already in the database's own dialect (introspection).
    pub async fn query(&self, text: &'static str) -> Result<Vec<Row>, Failure> {
        self.alone().await?.rows(&Rendered::plain(text), &[]).await
    }

    /// A connection for one statement outside a transaction.
    pub(crate) async fn alone(&self) -> Result<Alone, Failure> {
        #[cfg(feature = "failpoints")]
        self.reached(crate::failpoint::Point::Read).await?;
        let wait = self.stats().wait();
        let alone = match &self.inner.backend {
            Backend::Postgres(pools) => Alone::Postgres(pools.alone().await?),
            Backend::Mysql(pools) => Alone::Mysql(pools.alone().await?),
            Backend::Sqlite(pools) => Alone::Sqlite(pools.alone().await?),
        };
        trail::waited(wait.over());
        Ok(alone)
    }

    pub(crate) async fn begin(&self, mode: Mode) -> Result<Session, Failure> {
        self.stats().began();
        let wait = self.stats().wait();
        let session = match &self.inner.backend {
            Backend::Postgres(pools) => Session::Postgres(pools.begin(mode).await?),
            Backend::Mysql(pools) => Session::Mysql(pools.begin(mode).await?),
            Backend::Sqlite(pools) => Session::Sqlite(pools.begin(mode).await?),
        };
        trail::waited(wait.over());
        Ok(session)
    }
}

/// A connection outside any transaction.
pub(crate) enum Alone {
    Postgres(postgres::Alone),
    Mysql(mysql::Alone),
    Sqlite(sqlite::Alone),
}

impl Alone {
    pub async fn rows(self, rendered: &Rendered, values: &[Value<'_>]) -> Result<Vec<Row>, Failure> {
        let mut rows = Vec::new();
        self.each(rendered, values, &mut |row| rows.push(row)).await?;
        Ok(rows)
    }

    /// Hands each row on as it comes: many are not held at once.
    pub async fn each(
        self,
        rendered: &Rendered,
        values: &[Value<'_>],
        take: &mut (dyn FnMut(Row) + Send),
    ) -> Result<(), Failure> {
        match self {
            Alone::Postgres(connection) => connection.each(rendered, values, take).await,
            Alone::Mysql(connection) => connection.each(rendered, values, take).await,
            Alone::Sqlite(connection) => connection.each(rendered, values, take).await,
        }
    }

    pub async fn parse(self, rendered: &Rendered) -> Result<(), Failure> {
        match self {
            Alone::Postgres(connection) => connection.parse(rendered).await,
            Alone::Mysql(connection) => connection.parse(rendered).await,
            Alone::Sqlite(connection) => connection.parse(rendered).await,
        }
    }
}

/// An open transaction. Dropped before `commit` or `rollback`, it is rolled back and
/// its connection is not used again before that is certain.
pub(crate) enum Session {
    Postgres(postgres::Session),
    Mysql(mysql::Session),
    Sqlite(sqlite::Session),
}

macro_rules! each {
    ($session:expr, |$s:ident| $call:expr) => {
        match $session {
            Session::Postgres($s) => $call,
            Session::Mysql($s) => $call,
            Session::Sqlite($s) => $call,
        }
    };
}

impl Session {
    /// Hands each row on as it comes.
    pub async fn each(
        &self,
        rendered: &Rendered,
        values: &[Value<'_>],
        take: &mut (dyn FnMut(Row) + Send),
    ) -> Result<(), Failure> {
        each!(self, |s| s.each(rendered, values, take).await)
    }

    /// How many rows matched.
    pub async fn execute(&self, rendered: &Rendered, values: &[Value<'_>]) -> Result<u64, Failure> {
        each!(self, |s| s.execute(rendered, values).await)
    }

    pub async fn script(&self, text: &str) -> Result<(), Failure> {
        each!(self, |s| s.script(text).await)
    }

    pub async fn commit(&self) -> Result<(), Failure> {
        each!(self, |s| s.commit().await)
    }

    /// Ends a transaction that has read only, without waiting for the server.
    pub async fn end_read(&self) {
        match self {
            Session::Postgres(session) => session.end_read(),
            Session::Mysql(session) => session.end_read().await,
            Session::Sqlite(session) => session.rollback().await,
        }
    }

    pub async fn rollback(&self) {
        each!(self, |s| s.rollback().await)
    }
}
