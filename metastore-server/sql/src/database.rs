//! A database of a known schema version: reads and writes.

use crate::backoff::backoff;
use crate::ids::Blocks;
use crate::pool::{Mode, Pool};
use crate::render::Rendered;
use crate::row::Decoded;
use crate::statement::Statement;
use crate::stats::Stats;
use crate::trail;
use crate::tx::Tx;
use crate::unseen::Unseen;
use crate::{Class, Failure, Fragment, Retry, Row, Value};
use skep_schema::{Dialect, Version, table};
use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Handle on the metastore's database. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
    unseen: Option<Arc<Unseen>>,
}

struct Inner {
    pool: Pool,
    version: Version,
    absent: BTreeSet<&'static str>,
    blocks: Blocks,
    /// How long a transaction is run again after collisions.
    patience: Duration,
}

impl Database {
    /// A database whose schema version has been found out.
    pub fn new(pool: Pool, version: Version) -> Database {
        Database::without(pool, version, BTreeSet::new())
    }

    /// One that lacks some tables of its version: a Java metastore that makes its
    /// tables on demand never makes those for locks, for example.
    pub fn without(pool: Pool, version: Version, absent: BTreeSet<&'static str>) -> Database {
        let patience = pool.wait_max();
        let inner = Arc::new(Inner { pool, version, absent, blocks: Blocks::default(), patience });
        Database { inner, unseen: None }
    }

    /// The same database to somebody who is not to see objects of these names, in lower case: reads find nothing by
    /// them. For calls that only read.
    pub fn without_seeing(&self, names: impl IntoIterator<Item = String>) -> Database {
        Database { inner: self.inner.clone(), unseen: Some(Arc::new(Unseen::new(names))) }
    }

    pub(crate) fn unseen(&self) -> Option<&Unseen> {
        self.unseen.as_deref()
    }

    /// Whether the database has this table of its schema version.
    pub fn has(&self, table: &str) -> bool {
        !self.inner.absent.contains(table)
    }

    /// Whether its schema version has this table, and the database does too.
    pub fn keeps(&self, name: &str) -> bool {
        table(name, self.version()).is_some() && self.has(name)
    }

    /// What to say of a request that needs this table, if the database lacks it: with the version that has it, if a
    /// later one does.
    pub fn lacks(&self, name: &str) -> Option<String> {
        if self.keeps(name) {
            return None;
        }
        let version = self.version();
        let first = Version::ALL.iter().find(|version| table(name, **version).is_some());
        Some(match first {
            Some(first) if *first > version => format!(
                "the metastore database has the schema of Hive {version}, which lacks the table {name} of {first} and later"
            ),
            _ => format!("this metastore database has no table {name}"),
        })
    }

    pub fn dialect(&self) -> Dialect {
        self.inner.pool.dialect()
    }

    pub fn version(&self) -> Version {
        self.inner.version
    }

    pub fn pool(&self) -> &Pool {
        &self.inner.pool
    }

    pub fn stats(&self) -> &Stats {
        self.inner.pool.stats()
    }

    pub(crate) fn blocks(&self) -> &Blocks {
        &self.inner.blocks
    }

    /// One statement outside any transaction: one round trip, and a snapshot of its
    /// own. Run again if the connection turns out to be dead.
    pub async fn rows(&self, statement: &'static Statement, values: &[Value<'_>]) -> Result<Vec<Row>, Failure> {
        self.collect_on(statement.on(self.dialect(), self.version()), values, Ok).await
    }

    /// The same for text that depends on the request.
    pub async fn rows_of(&self, query: &Fragment<'_>) -> Result<Vec<Row>, Failure> {
        self.collect_on(&query.on(self.dialect(), self.version()), query.values(), Ok).await
    }

    /// Rows decoded as they come: a million of them are not held undecoded.
    pub async fn collect_of<T, E>(
        &self,
        query: &Fragment<'_>,
        decode: impl Fn(&Row) -> Result<T, E> + Send + Sync,
    ) -> Result<Vec<T>, E>
    where
        T: Send,
        E: From<Failure> + Retry + Send,
    {
        self.collect_on(&query.on(self.dialect(), self.version()), query.values(), |row| decode(&row)).await
    }

    async fn collect_on<T, E>(
        &self,
        rendered: &Rendered,
        values: &[Value<'_>],
        decode: impl Fn(Row) -> Result<T, E> + Send + Sync,
    ) -> Result<Vec<T>, E>
    where
        T: Send,
        E: From<Failure> + Retry + Send,
    {
        let (lists, veiled);
        let values = match &self.unseen {
            None => values,
            Some(unseen) => {
                lists = unseen.lists(values);
                veiled = unseen.over(values, &lists);
                &veiled
            }
        };
        let (pool, decode) = (&self.inner.pool, &decode);
        let run = || async move {
            #[cfg(feature = "failpoints")]
            Box::pin(pool.explained(None, rendered, values)).await?;
            let connection = pool.alone().await?;
            let mut decoded = Decoded::new(decode);
            let read = async {
                connection.each(rendered, values, &mut |row| decoded.take(row)).await?;
                Ok(decoded.rows)
            };
            trail::seen(self.stats(), rendered.name, |rows| *rows, read).await?;
            decoded.all
        };
        self.until(run).await
    }

    /// Whether the database answers now; a connection that turns out to be dead is replaced.
    pub async fn ping(&self) -> Result<(), Failure> {
        self.collect_on(&Rendered::plain("select 1"), &[], Ok).await.map(drop)
    }

    /// Several statements that see one snapshot. Nothing can be written.
    pub async fn read<T, E, F, Fut>(&self, run: F) -> Result<T, E>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T, E>>,
        E: From<Failure> + Retry,
    {
        self.transaction(Mode::Read, run).await
    }

    /// A transaction. It is run again from its start after a deadlock, a lock wait or
    /// a connection lost before COMMIT; its events are written last.
    pub async fn write<T, E, F, Fut>(&self, run: F) -> Result<T, E>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T, E>>,
        E: From<Failure> + Retry,
    {
        self.transaction(Mode::Write, run).await
    }

    /// A snapshot that stays open, for a reply that is read while it is sent. It ends
    /// when the handle is dropped.
    pub async fn snapshot(&self) -> Result<Tx, Failure> {
        Tx::begin(self, Mode::Read).await
    }

    /// A write on the connection set aside for id blocks, which no other transaction
    /// may hold while it waits for ours.
    pub(crate) async fn aside<T, F, Fut>(&self, run: F) -> Result<T, Failure>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T, Failure>>,
    {
        // Boxed: id allocation happens inside transactions.
        Box::pin(self.transaction(Mode::Aside, run)).await
    }

    async fn transaction<T, E, F, Fut>(&self, mode: Mode, run: F) -> Result<T, E>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T, E>>,
        E: From<Failure> + Retry,
    {
        self.until(|| self.attempt(mode, &run)).await
    }

    async fn attempt<T, E, F, Fut>(&self, mode: Mode, run: &F) -> Result<T, E>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T, E>>,
        E: From<Failure> + Retry,
    {
        let tx = Tx::begin(self, mode).await?;
        match run(tx.clone()).await {
            Ok(value) => {
                tx.commit().await?;
                Ok(value)
            }
            Err(error) => {
                tx.rollback().await;
                Err(error)
            }
        }
    }

    /// Runs it again while that may help and our patience lasts.
    async fn until<T, E, F, Fut>(&self, run: F) -> Result<T, E>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<T, E>>,
        E: Retry,
    {
        let started = Instant::now();
        let mut attempt = 0;
        loop {
            let error = match run().await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            let class = error.failure().map(|failure| {
                self.stats().failed(failure);
                failure.class()
            });
            if matches!(class, Some(Class::ReadOnly | Class::Disconnected)) {
                self.inner.pool.distrust();
            }
            // A file we may not write stays so; a server may be a demoted primary.
            let hopeless = class == Some(Class::ReadOnly) && self.dialect() == Dialect::Sqlite;
            let again = error.failure().is_some_and(Failure::is_retryable) && !hopeless;
            if !again || started.elapsed() > self.inner.patience {
                return Err(error);
            }
            class.inspect(|class| self.stats().retried(*class));
            tokio::time::sleep(backoff(attempt)).await;
            attempt += 1;
        }
    }
}
