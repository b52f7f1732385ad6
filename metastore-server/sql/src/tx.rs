//! A transaction as operations see it.

use crate::insert::{self, Existing, Insert};
use crate::pool::{Mode, Session};
use crate::render::render_parts;
use crate::{Class, Database, EventRow, Failure, Fragment, Row, Sequence, Statement, Value, event, ids};
use skep_schema::{Dialect, Version};
use std::future::Future;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Handle on an open transaction; clones are the same transaction.
#[derive(Clone)]
pub struct Tx {
    inner: Arc<Inner>,
}

struct Inner {
    db: Database,
    session: Session,
    events: Mutex<Vec<EventRow>>,
}

/// Parameters of one statement at the most, where rows are spelled out. SQLite
/// allows 32,766.
const PARAMETERS_MAX: usize = 30_000;
/// Text and bytes of one statement at the most, where rows are spelled out. MariaDB
/// refuses packets above 16 MiB by default.
const STATEMENT_BYTES_MAX: usize = 4 * 1024 * 1024;

impl Tx {
    pub(crate) async fn begin(db: &Database, mode: Mode) -> Result<Tx, Failure> {
        let session = db.pool().begin(mode).await?;
        Ok(Tx { inner: Arc::new(Inner { db: db.clone(), session, events: Mutex::default() }) })
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

    pub async fn rows(&self, statement: &'static Statement, values: &[Value<'_>]) -> Result<Vec<Row>, Failure> {
        self.inner.db.stats().ran();
        self.inner.session.rows(statement.on(self.dialect(), self.version()), values).await
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
        self.inner.db.stats().ran();
        let rendered = render_parts(query.text(), self.dialect(), self.version());
        self.inner.session.rows(&rendered, query.values()).await
    }

    /// How many rows it matched.
    pub async fn execute(&self, statement: &'static Statement, values: &[Value<'_>]) -> Result<u64, Failure> {
        self.inner.db.stats().ran();
        self.inner.session.execute(statement.on(self.dialect(), self.version()), values).await
    }

    pub async fn execute_of(&self, query: &Fragment<'_>) -> Result<u64, Failure> {
        self.inner.db.stats().ran();
        let rendered = render_parts(query.text(), self.dialect(), self.version());
        self.inner.session.execute(&rendered, query.values()).await
    }

    /// Advances a counter: the value it had before, or None if there is no such row.
    pub(crate) async fn take(&self, counter: &'static Statement, values: &[Value<'_>]) -> Result<Option<i64>, Failure> {
        if let Session::Mysql(session) = &self.inner.session {
            self.inner.db.stats().ran();
            return session.last_insert_id(counter.on(self.dialect(), self.version()), values).await;
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
        self.inner.db.stats().ran();
        let rendered = into.on(self.dialect(), self.version(), rows, existing);
        let inserted = match &self.inner.session {
            Session::Postgres(session) => session.insert_arrays(&rendered, &into.kinds(present), values).await,
            session => session.execute(&rendered, values).await,
        };
        inserted.map(drop)
    }

    /// Fresh ids, in a row.
    pub async fn ids(&self, sequence: Sequence, count: usize) -> Result<Range<i64>, Failure> {
        ids::allocate(&self.inner.db, self, sequence, count).await
    }

    /// Remembers an event; it is written, with its id, as the transaction's last step.
    pub fn emit(&self, event: EventRow) {
        self.inner.events.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }

    pub(crate) async fn commit(&self) -> Result<(), Failure> {
        let events = std::mem::take(&mut *self.inner.events.lock().unwrap_or_else(PoisonError::into_inner));
        if !events.is_empty()
            && self.has("NOTIFICATION_LOG")
            && self.has("NOTIFICATION_SEQUENCE")
            && let Err(failure) = Box::pin(event::write(self, &events)).await
        {
            self.rollback().await;
            return Err(failure);
        }
        self.inner.session.commit().await.map_err(Failure::during_commit)
    }

    pub(crate) async fn rollback(&self) {
        self.inner.session.rollback().await;
    }
}

fn size(value: &Value<'_>) -> usize {
    match value {
        Value::Text(Some(text)) => text.len(),
        Value::Bytes(Some(bytes)) => bytes.len(),
        _ => 8,
    }
}
