//! One connection: how it is opened, what is prepared on it, whether it can go on.

use super::bind::{check, type_of};
use super::failure::failure;
use super::{direct, socket};
use crate::render::Rendered;
use crate::settings::{Encrypt, Target};
use crate::{Class, Failure, PreparedStatements, Row, Settings, Value};
use futures_util::{StreamExt, TryStreamExt};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Config, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Where to connect to and how.
pub(crate) struct Access {
    pub settings: Settings,
    pub tls: Option<MakeRustlsConnect>,
}

pub(crate) struct Connection {
    client: Client,
    task: JoinHandle<()>,
    /// Statements may have names: whoever executes one is who prepared it.
    named: bool,
    /// Limits were set for the session. Else each transaction sets them for itself.
    pub limited: bool,
    /// By [`Rendered::slot`].
    prepared: Mutex<Vec<Option<Statement>>>,
    /// Not to be used again: the server behind it is no longer the one we want.
    broken: AtomicBool,
}

impl Connection {
    pub async fn open(access: &Access) -> Result<Connection, Failure> {
        let config = config(&access.settings);
        let (client, task, local) = socket::connect(&config, &access.settings, access.tls.clone()).await?;
        let direct = direct::is_direct(&client, local).await?;
        let named = match access.settings.prepared_statements {
            PreparedStatements::Auto => direct,
            PreparedStatements::On => true,
            PreparedStatements::Off => false,
        };
        if direct {
            client.batch_execute(&format!("set {}", limits(&access.settings).join("; set "))).await.map_err(failure)?;
        }
        let (prepared, broken) = (Mutex::default(), AtomicBool::new(false));
        Ok(Connection { client, task, named, limited: direct, prepared, broken })
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    pub fn is_usable(&self) -> bool {
        !self.client.is_closed() && !self.broken.load(Relaxed)
    }

    /// Hands each row on as it comes.
    pub async fn each(
        &self,
        rendered: &Rendered,
        values: &[Value<'_>],
        take: &mut (dyn FnMut(Row) + Send),
    ) -> Result<(), Failure> {
        check(values)?;
        let values = &values[..rendered.parameters.min(values.len())];
        let stream = match self.statement(rendered, || values.iter().map(type_of)).await? {
            Some(statement) => self.client.query_raw(&statement, values.iter().copied()).await,
            None => self.client.query_typed_raw(&rendered.text, values.iter().map(|v| (*v, type_of(v)))).await,
        };
        let mut stream = pin!(stream.map_err(|error| self.failed(error))?);
        while let Some(row) = stream.next().await {
            take(Row::Postgres(row.map_err(|error| self.failed(error))?));
        }
        Ok(())
    }

    pub async fn execute(&self, rendered: &Rendered, values: &[Value<'_>]) -> Result<u64, Failure> {
        check(values)?;
        let values = &values[..rendered.parameters.min(values.len())];
        self.execute_bound(rendered, values.iter().map(|v| (*v, type_of(v)))).await
    }

    /// The same for values that are more than [`Value`]s.
    pub async fn execute_bound<P, I>(&self, rendered: &Rendered, bound: I) -> Result<u64, Failure>
    where
        P: ToSql + Sync,
        I: ExactSizeIterator<Item = (P, Type)> + Clone,
    {
        let types = || bound.clone().map(|(_, kind)| kind);
        let matched = match self.statement(rendered, types).await? {
            Some(statement) => self.client.execute_raw(&statement, bound.map(|(value, _)| value)).await,
            None => {
                let mut stream =
                    pin!(self.client.query_typed_raw(&rendered.text, bound).await.map_err(|error| self.failed(error))?);
                while stream.try_next().await.map_err(|error| self.failed(error))?.is_some() {}
                Ok(stream.rows_affected().unwrap_or(0))
            }
        };
        matched.map_err(|error| self.failed(error))
    }

    pub async fn script(&self, text: &str) -> Result<(), Failure> {
        self.client.batch_execute(text).await.map_err(|error| self.failed(error))
    }

    /// The statement as this connection has prepared it, if it is of the kind to be prepared.
    async fn statement<I>(&self, rendered: &Rendered, types: impl Fn() -> I) -> Result<Option<Statement>, Failure>
    where
        I: ExactSizeIterator<Item = Type>,
    {
        let Some(slot) = rendered.slot.filter(|_| self.named) else { return Ok(None) };
        let known = self.prepared().get(slot).cloned().flatten();
        if let Some(statement) = known.filter(|known| types().eq(known.params().iter().cloned())) {
            return Ok(Some(statement));
        }
        let types: Vec<Type> = types().collect();
        let statement = self.client.prepare_typed(&rendered.text, &types).await;
        let statement = statement.map_err(|error| self.failed(error))?;
        let mut prepared = self.prepared();
        if prepared.len() <= slot {
            prepared.resize(slot + 1, None);
        }
        prepared[slot] = Some(statement.clone());
        Ok(Some(statement))
    }

    fn prepared(&self) -> std::sync::MutexGuard<'_, Vec<Option<Statement>>> {
        self.prepared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A demoted primary keeps its sockets open: the address is resolved anew instead.
    fn failed(&self, error: tokio_postgres::Error) -> Failure {
        let failure = failure(error);
        if matches!(failure.class(), Class::ReadOnly | Class::Disconnected) {
            self.broken.store(true, Relaxed);
        }
        failure
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Settings that keep a statement from running or waiting for ever, and to one process.
pub(crate) fn limits(settings: &Settings) -> [String; 4] {
    let (statement, wait) = (settings.statement_max.as_millis(), settings.wait_max.as_millis());
    [
        format!("statement_timeout = {statement}"),
        format!("lock_timeout = {wait}"),
        format!("idle_in_transaction_session_timeout = {statement}"),
        // A thousand ids look to the planner like work for several processes: it then reads the whole table, in
        // 23 ms instead of 6 for 1,000 of 110,000 partitions.
        "max_parallel_workers_per_gather = 0".to_owned(),
    ]
}

pub(crate) fn config(settings: &Settings) -> Config {
    let mut config = Config::new();
    if let Target::Server { host, port, database, encrypt, .. } = &settings.target {
        config.host(host).port(*port).dbname(database);
        config.ssl_mode(match encrypt {
            Encrypt::No => tokio_postgres::config::SslMode::Disable,
            Encrypt::Prefer => tokio_postgres::config::SslMode::Prefer,
            Encrypt::Require | Encrypt::Verify => tokio_postgres::config::SslMode::Require,
        });
    }
    config.user(settings.user.as_deref().unwrap_or("hive"));
    if let Some(password) = &settings.password {
        config.password(password);
    }
    config.application_name("skep").connect_timeout(settings.wait_max).keepalives_idle(Duration::from_secs(60));
    config
}
