//! A database of a known schema version: reads and writes.

use crate::ids::Blocks;
use crate::pool::{Mode, Pool, Stats};
use crate::statement::Statement;
use crate::tx::Tx;
use crate::{Failure, Fragment, Retry, Row, Value};
use skep_schema::{Dialect, Version};
use std::collections::BTreeSet;
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Handle on the metastore's database. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
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
        Database { inner: Arc::new(Inner { pool, version, absent, blocks: Blocks::default(), patience }) }
    }

    /// Whether the database has this table of its schema version.
    pub fn has(&self, table: &str) -> bool {
        !self.inner.absent.contains(table)
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
        let rendered = statement.on(self.dialect(), self.version());
        self.again(|| async { self.inner.pool.alone().await?.rows(rendered, values, true).await }).await
    }

    /// The same for text that depends on the request.
    pub async fn rows_of(&self, query: &Fragment<'_>) -> Result<Vec<Row>, Failure> {
        let rendered = crate::render::render_parts(query.text(), self.dialect(), self.version());
        let rendered = &rendered;
        self.again(|| async move { self.inner.pool.alone().await?.rows(rendered, query.values(), false).await }).await
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
        let started = Instant::now();
        for attempt in 0.. {
            let error = match self.attempt(mode, &run).await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            let again = error.failure().is_some_and(Failure::is_retryable);
            if !again || started.elapsed() > self.inner.patience {
                return Err(error);
            }
            self.stats().retried();
            tokio::time::sleep(backoff(attempt)).await;
        }
        unreachable!("the loop ends by returning")
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

    async fn again<T, F, Fut>(&self, run: F) -> Result<T, Failure>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<T, Failure>>,
    {
        match run().await {
            Err(failure) if failure.is_retryable() => {
                self.stats().retried();
                run().await
            }
            other => other,
        }
    }
}

/// Up to 2 ms at first, up to 200 ms later; the jitter keeps two losers apart.
fn backoff(attempt: u32) -> Duration {
    let most = 2_u64 << attempt.min(6);
    let random = RandomState::new().hash_one(attempt);
    Duration::from_micros(random % (most.min(200) * 1000) + 100)
}
