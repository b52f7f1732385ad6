//! A transaction as operations see it.

use crate::insert::{self, Existing, Insert};
use crate::pool::{Mode, Session};
use crate::render::Rendered;
use crate::row::Decoded;
use crate::{Class, Database, EventRow, Failure, Fragment, Row, Sequence, Statement, Value, event, ids, trail};
use skep_schema::{Dialect, Version};
use std::future::Future;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Handle on an open transaction; clones are the same transaction.
#[derive(Clone)]
pub struct Tx {
    inner: Arc<Inner>,
}

struct Inner {
    db: Database,
    mode: Mode,
    session: Session,
    events: Mutex<Vec<EventRow>>,
    /// The ids of those that were written.
    written: Mutex<Range<i64>>,
    /// The first statement that failed.
    failed: Mutex<Option<Failure>>,
    /// Raised when COMMIT is on its way.
    committing: Mutex<Option<Arc<AtomicBool>>>,
}

/// Parameters of one statement at the most, where rows are spelled out. SQLite
/// allows 32,766.
const PARAMETERS_MAX: usize = 30_000;
/// Text and bytes of one statement at the most, where rows are spelled out. MariaDB
/// refuses packets above 16 MiB by default.
const STATEMENT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Where a test may step in; nothing without the feature.
macro_rules! point {
    ($db:expr, $point:ident) => {
        #[cfg(feature = "failpoints")]
        $db.pool().reached(crate::failpoint::Point::$point).await?;
    };
}

/// Where a test sees the plan of a statement. Boxed, so that what nobody asks for takes no room in the caller.
macro_rules! explained {
    ($tx:expr, $rendered:expr, $values:expr) => {
        #[cfg(feature = "failpoints")]
        Box::pin($tx.inner.db.pool().explained(Some(&$tx.inner.session), $rendered, $values)).await?;
    };
}

impl Tx {
    pub(crate) async fn begin(db: &Database, mode: Mode) -> Result<Tx, Failure> {
        let session = db.pool().begin(mode).await?;
        let (events, failed, committing) = (Mutex::default(), Mutex::default(), Mutex::default());
        let written = Mutex::new(0..0);
        let tx = Tx { inner: Arc::new(Inner { db: db.clone(), mode, session, events, written, failed, committing }) };
        point!(db, Begun);
        Ok(tx)
    }

    pub fn dialect(&self) -> Dialect {
        self.inner.db.dialect()
    }

    pub fn version(&self) -> Version {
        self.inner.db.version()
    }

    /// Whether the database has this table of its schema version (see
    /// [`Database::without`]).
    pub fn has(&self, table: &str) -> bool {
        self.inner.db.has(table)
    }

    /// What to say of a request that needs this table, if the database lacks it (see [`Database::lacks`]).
    pub fn lacks(&self, table: &str) -> Option<String> {
        self.inner.db.lacks(table)
    }

    pub async fn rows(&self, statement: &'static Statement, values: &[Value<'_>]) -> Result<Vec<Row>, Failure> {
        self.run_rows(statement.on(self.dialect(), self.version()), values).await
    }

    /// Exactly one row.
    pub async fn row(&self, statement: &'static Statement, values: &[Value<'_>]) -> Result<Row, Failure> {
        let row = self.row_opt(statement, values).await?;
        row.ok_or_else(|| Failure::new(Class::Unexpected, format!("{} found no row", statement.name)))
    }

    /// The first row, if there is one.
    pub async fn row_opt(&self, statement: &'static Statement, values: &[Value<'_>]) -> Result<Option<Row>, Failure> {
        Ok(self.rows(statement, values).await?.into_iter().next())
    }

    pub async fn rows_of(&self, query: &Fragment<'_>) -> Result<Vec<Row>, Failure> {
        self.run_rows(&query.on(self.dialect(), self.version()), query.values()).await
    }

    /// Rows decoded as they come: a million of them are not held undecoded.
    pub async fn collect<T, E>(
        &self,
        statement: &'static Statement,
        values: &[Value<'_>],
        decode: impl Fn(&Row) -> Result<T, E> + Send,
    ) -> Result<Vec<T>, E>
    where
        T: Send,
        E: From<Failure> + Send,
    {
        self.run_collect(statement.on(self.dialect(), self.version()), values, move |row| decode(&row)).await
    }

    /// The same for text that depends on the request.
    pub async fn collect_of<T, E>(
        &self,
        query: &Fragment<'_>,
        decode: impl Fn(&Row) -> Result<T, E> + Send,
    ) -> Result<Vec<T>, E>
    where
        T: Send,
        E: From<Failure> + Send,
    {
        self.run_collect(&query.on(self.dialect(), self.version()), query.values(), move |row| decode(&row)).await
    }

    /// How many rows it matched.
    pub async fn execute(&self, statement: &'static Statement, values: &[Value<'_>]) -> Result<u64, Failure> {
        self.run(statement.on(self.dialect(), self.version()), values).await
    }

    pub async fn execute_of(&self, query: &Fragment<'_>) -> Result<u64, Failure> {
        self.run(&query.on(self.dialect(), self.version()), query.values()).await
    }

    /// Advances a counter: the value it had before, or None if there is no such row.
    pub(crate) async fn take(&self, counter: &'static Statement, values: &[Value<'_>]) -> Result<Option<i64>, Failure> {
        if let Session::Mysql(session) = &self.inner.session {
            let counter = counter.on(self.dialect(), self.version());
            let count = |found: &Option<i64>| u64::from(found.is_some());
            return self.noted(counter, count, session.last_insert_id(counter, values)).await;
        }
        self.row_opt(counter, values).await?.map(|row| row.get(0)).transpose()
    }

    /// A change of one row; anything else is a defect or somebody else's doing.
    pub async fn execute_one(&self, statement: &'static Statement, values: &[Value<'_>]) -> Result<(), Failure> {
        match self.execute(statement, values).await? {
            1 => Ok(()),
            found => {
                Err(Failure::new(Class::Unexpected, format!("{} matched {found} rows, expected 1", statement.name)))
            }
        }
    }

    /// Writes rows, in their order, in as few statements as the database allows.
    pub fn insert<'v, const N: usize>(
        &self,
        into: &'static Insert,
        rows: impl IntoIterator<Item = [Value<'v>; N]>,
    ) -> impl Future<Output = Result<(), Failure>> + Send {
        let present = into.present(self.version());
        let values = insert::flatten(&present, rows);
        let tx = self.clone();
        async move { tx.insert_values(into, &present, &values, Existing::Refuse).await }
    }

    /// Writes rows over those with the same first column, which is the table's primary key: a
    /// change of many rows, each to values of its own, in as few statements as inserts are.
    pub fn upsert<'v, const N: usize>(
        &self,
        into: &'static Insert,
        rows: impl IntoIterator<Item = [Value<'v>; N]>,
    ) -> impl Future<Output = Result<(), Failure>> + Send {
        let present = into.present(self.version());
        let values = insert::flatten(&present, rows);
        let tx = self.clone();
        async move { tx.insert_values(into, &present, &values, Existing::Replace).await }
    }

    async fn insert_values(
        &self,
        into: &Insert,
        present: &[bool],
        values: &[Value<'_>],
        existing: Existing,
    ) -> Result<(), Failure> {
        let columns = present.iter().filter(|present| **present).count();
        let mut rest = values;
        while !rest.is_empty() {
            let rows = self.rows_at_once(rest, columns);
            let (chunk, tail) = rest.split_at(rows * columns);
            self.insert_chunk(into, present, chunk, rows, existing).await?;
            rest = tail;
        }
        Ok(())
    }

    /// On Postgres all of them. Elsewhere a power of two, so that few different texts
    /// are prepared.
    fn rows_at_once(&self, values: &[Value<'_>], columns: usize) -> usize {
        let rows = values.len() / columns;
        if self.dialect() == Dialect::Postgres {
            return rows;
        }
        let mut bytes = 0;
        let fits = values.chunks(columns).take_while(|row| {
            bytes += row.iter().map(size).sum::<usize>();
            bytes <= STATEMENT_BYTES_MAX
        });
        let most = fits.count().clamp(1, PARAMETERS_MAX / columns).min(256);
        1 << rows.min(most).ilog2()
    }

    async fn insert_chunk(
        &self,
        into: &Insert,
        present: &[bool],
        values: &[Value<'_>],
        rows: usize,
        existing: Existing,
    ) -> Result<(), Failure> {
        let rendered = into.on(self.dialect(), self.version(), rows, existing);
        let inserted = match &self.inner.session {
            Session::Postgres(session) => {
                let kinds = into.kinds(present);
                self.noted(&rendered, |count| *count, session.insert_arrays(&rendered, &kinds, values)).await
            }
            _ => self.run(&rendered, values).await,
        };
        inserted.map(drop)
    }

    async fn run_rows(&self, rendered: &Rendered, values: &[Value<'_>]) -> Result<Vec<Row>, Failure> {
        self.run_collect(rendered, values, Ok).await
    }

    async fn run_collect<T, E>(
        &self,
        rendered: &Rendered,
        values: &[Value<'_>],
        decode: impl Fn(Row) -> Result<T, E> + Send,
    ) -> Result<Vec<T>, E>
    where
        T: Send,
        E: From<Failure> + Send,
    {
        let (lists, veiled);
        let values = match self.inner.db.unseen() {
            None => values,
            Some(unseen) => {
                lists = unseen.lists(values);
                veiled = unseen.over(values, &lists);
                &veiled
            }
        };
        explained!(self, rendered, values);
        let mut decoded = Decoded::new(decode);
        let read = async {
            self.inner.session.each(rendered, values, &mut |row| decoded.take(row)).await?;
            Ok(decoded.rows)
        };
        self.noted(rendered, |rows| *rows, read).await?;
        decoded.all
    }

    async fn run(&self, rendered: &Rendered, values: &[Value<'_>]) -> Result<u64, Failure> {
        explained!(self, rendered, values);
        self.noted(rendered, |count| *count, self.inner.session.execute(rendered, values)).await
    }

    /// Counts a statement, and remembers if it failed: then the transaction cannot be
    /// committed, whatever its closure makes of the failure. Postgres would roll back
    /// and call that a success; MySQL would keep one half.
    async fn noted<T>(
        &self,
        rendered: &Rendered,
        rows: impl Fn(&T) -> u64,
        statement: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        // Boxed: whoever passes a future on holds it twice, and a debug build's frames fill a worker's stack.
        #[cfg(feature = "failpoints")]
        let statement = Box::pin(statement);
        #[cfg(feature = "failpoints")]
        let statement = Box::pin(async {
            point!(self.inner.db, Statement);
            statement.await
        });
        let seen = trail::seen(self.inner.db.stats(), rendered.name, rows, statement);
        seen.await.inspect_err(|failure| {
            locked(&self.inner.failed).get_or_insert_with(|| failure.clone());
        })
    }

    /// Fresh ids, in a row.
    pub async fn ids(&self, sequence: Sequence, count: usize) -> Result<Range<i64>, Failure> {
        ids::allocate(&self.inner.db, self, sequence, count).await
    }

    /// Remembers an event; it is written, with its id, as the transaction's last step.
    pub fn emit(&self, event: EventRow) {
        locked(&self.inner.events).push(event);
    }

    /// Lowers the flag now and raises it when COMMIT is sent. A call may be dropped at any moment; from that one on
    /// nobody can say that the change did not happen, unless the database says so: then it is lowered again.
    pub fn signal_commit(&self, flag: Arc<AtomicBool>) {
        flag.store(false, Ordering::Release);
        *locked(&self.inner.committing) = Some(flag);
    }

    /// The ids that the events have got; none before the transaction is committed.
    pub fn event_ids(&self) -> Range<i64> {
        locked(&self.inner.written).clone()
    }

    pub(crate) async fn commit(&self) -> Result<(), Failure> {
        if self.inner.mode == Mode::Read {
            self.inner.session.end_read().await;
            return Ok(());
        }
        if let Err(failure) = self.before_commit().await {
            self.rollback().await;
            return Err(failure);
        }
        if let Some(flag) = &*locked(&self.inner.committing) {
            flag.store(true, Ordering::Release);
        }
        let committed = async {
            self.inner.session.commit().await?;
            point!(self.inner.db, Committed);
            Ok(())
        };
        committed.await.map_err(Failure::during_commit).inspect_err(|failure| {
            if failure.class() != Class::UnknownOutcome
                && let Some(flag) = &*locked(&self.inner.committing)
            {
                flag.store(false, Ordering::Release);
            }
        })?;
        let told = self.event_ids();
        self.inner.db.stats().told(usize::try_from(told.end - told.start).unwrap_or(0));
        Ok(())
    }

    async fn before_commit(&self) -> Result<(), Failure> {
        self.write_events().await?;
        #[cfg(feature = "failpoints")]
        {
            use crate::failpoint::Point;
            let point = if self.inner.mode == Mode::Aside { Point::Reserve } else { Point::Commit };
            self.inner.db.pool().reached(point).await?;
        }
        Ok(())
    }

    async fn write_events(&self) -> Result<(), Failure> {
        if let Some(failure) = locked(&self.inner.failed).clone() {
            return Err(failure);
        }
        let events = std::mem::take(&mut *locked(&self.inner.events));
        if events.is_empty() || !self.has("NOTIFICATION_LOG") || !self.has("NOTIFICATION_SEQUENCE") {
            return Ok(());
        }
        point!(self.inner.db, Events);
        let first = Box::pin(event::write(self, &events)).await?;
        *locked(&self.inner.written) = first..first + i64::try_from(events.len()).unwrap_or(0);
        Ok(())
    }

    pub(crate) async fn rollback(&self) {
        match self.inner.mode {
            Mode::Read => self.inner.session.end_read().await,
            Mode::Write | Mode::Aside => self.inner.session.rollback().await,
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn size(value: &Value<'_>) -> usize {
    match value {
        Value::Text(Some(text)) => text.len(),
        Value::Bytes(Some(bytes)) => bytes.len(),
        _ => 8,
    }
}
