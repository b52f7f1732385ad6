//! Statements of one request: alone, or in a transaction.

use super::bind::{Array, check};
use super::connection::{Access, Connection, limits};
use super::failure::failure;
use super::pools::Opener;
use super::socket;
use crate::insert::Kind;
use crate::pool::Mode;
use crate::render::Rendered;
use crate::{Class, Failure, Row, Value};
use deadpool::managed::Object;
use futures_util::FutureExt;
use futures_util::future::join;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};
use std::time::Duration;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;

pub(crate) struct Alone(Object<Opener>);

impl Alone {
    pub fn new(object: Object<Opener>) -> Alone {
        Alone(object)
    }

    pub async fn each(
        self,
        rendered: &Rendered,
        values: &[Value<'_>],
        take: &mut (dyn FnMut(Row) + Send),
    ) -> Result<(), Failure> {
        self.0.each(rendered, values, take).await
    }
}

impl Alone {
    pub async fn parse(self, rendered: &Rendered) -> Result<(), Failure> {
        match self.0.client().prepare(&rendered.text).await {
            // Whoever runs it says what types its parameters have.
            Err(error) if error.code() == Some(&SqlState::INDETERMINATE_DATATYPE) => Ok(()),
            parsed => parsed.map(drop).map_err(failure),
        }
    }
}

/// An open transaction, from its first statement on.
pub(crate) struct Session {
    /// Always there until dropped.
    object: Option<Object<Opener>>,
    access: Arc<Access>,
    mode: Mode,
    stage: AtomicU8,
}

const NOT_BEGUN: u8 = 0;
const BEGUN: u8 = 1;
/// COMMIT or ROLLBACK was sent.
const ENDING: u8 = 2;
const ENDED: u8 = 3;

impl Session {
    pub fn new(object: Object<Opener>, access: Arc<Access>, mode: Mode) -> Session {
        Session { object: Some(object), access, mode, stage: AtomicU8::new(NOT_BEGUN) }
    }

    fn connection(&self) -> &Connection {
        self.object.as_ref().expect("only drop takes the connection away")
    }

    pub async fn each(
        &self,
        rendered: &Rendered,
        values: &[Value<'_>],
        take: &mut (dyn FnMut(Row) + Send),
    ) -> Result<(), Failure> {
        self.after_begin(self.connection().each(rendered, values, take)).await
    }

    pub async fn execute(&self, rendered: &Rendered, values: &[Value<'_>]) -> Result<u64, Failure> {
        self.after_begin(self.connection().execute(rendered, values)).await
    }

    pub async fn script(&self, text: &str) -> Result<(), Failure> {
        self.after_begin(self.connection().script(text)).await
    }

    /// Many rows as one array a column.
    pub async fn insert_arrays(
        &self,
        rendered: &Rendered,
        kinds: &[Kind],
        values: &[Value<'_>],
    ) -> Result<u64, Failure> {
        check(values)?;
        let column = |(n, kind): (usize, &Kind)| Array::of(*kind, values.iter().skip(n).step_by(kinds.len()));
        let columns: Vec<Array<'_>> = kinds.iter().enumerate().map(column).collect();
        let bound: Vec<(&Array<'_>, Type)> = columns.iter().map(|array| (array, array.type_of())).collect();
        self.after_begin(self.connection().execute_bound(rendered, bound.iter().cloned())).await
    }

    /// BEGIN travels with the first statement: one round trip for both.
    async fn after_begin<T>(&self, statement: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        match self.stage.compare_exchange(NOT_BEGUN, BEGUN, Relaxed, Relaxed) {
            Ok(_) => {
                let begin = self.begin_text();
                let (begun, result) = join(self.connection().script(&begin), statement).await;
                begun.and(result)
            }
            Err(BEGUN) => statement.await,
            Err(_) => Err(Failure::new(Class::Unexpected, "the transaction has ended")),
        }
    }

    /// Behind a pooler there is no session to set anything for: limits go into the
    /// transaction, in the same message.
    fn begin_text(&self) -> String {
        let begin = match self.mode {
            Mode::Read => "begin isolation level repeatable read, read only",
            Mode::Write | Mode::Aside => "begin isolation level read committed",
        };
        match self.connection().limited {
            true => begin.to_owned(),
            false => format!("{begin}; set local {}", limits(&self.access.settings).join("; set local ")),
        }
    }

    pub async fn commit(&self) -> Result<(), Failure> {
        if self.stage.swap(ENDING, Relaxed) == BEGUN {
            self.connection().script("commit").await?;
        }
        self.stage.store(ENDED, Relaxed);
        Ok(())
    }

    /// Whatever uses the connection next is sent behind this: nobody waits for the answer.
    pub fn end_read(&self) {
        if self.stage.swap(ENDED, Relaxed) == BEGUN {
            let _sent = self.connection().script("commit").now_or_never();
        }
    }

    pub async fn rollback(&self) {
        if self.stage.swap(ENDING, Relaxed) != BEGUN || self.connection().script("rollback").await.is_ok() {
            self.stage.store(ENDED, Relaxed);
        }
    }
}

/// A transaction nobody ended, because the request was given up: it is rolled back
/// before anybody else gets the connection, or the connection is closed.
impl Drop for Session {
    fn drop(&mut self) {
        let stage = *self.stage.get_mut();
        let Some(object) = self.object.take() else { return };
        if stage == NOT_BEGUN || stage == ENDED {
            return;
        }
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(give_up(object, self.access.clone(), stage))),
            // The process ends, and the connection with it.
            Err(_) => drop(Object::take(object)),
        }
    }
}

/// How long a statement may take that nobody waits for any more.
const PATIENCE: Duration = Duration::from_millis(200);

async fn give_up(object: Object<Opener>, access: Arc<Access>, stage: u8) {
    let rolled_back = tokio::time::timeout(PATIENCE, object.script("rollback")).await;
    if matches!(rolled_back, Ok(Ok(()))) {
        return;
    }
    // It waits for a lock, perhaps, and holds others. A COMMIT on its way is left alone.
    if stage == BEGUN {
        socket::cancel(object.client().cancel_token(), &access.settings, access.tls.clone()).await;
    }
    // Closed, since the cancellation may arrive late and would hit the next request.
    drop(Object::take(object));
}
