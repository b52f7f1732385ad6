//! Pools of connections, and what happens while there is no server.

use super::connection::{Access, Connection};
use super::failure::no_connection;
use super::session::{Alone, Session};
use super::{connection, tls};
use crate::pool::Mode;
use crate::stats::Connections;
use crate::{Class, Failure, Settings};
use deadpool::managed::{self, Metrics, RecycleError, RecycleResult};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

pub(crate) struct Pools {
    main: managed::Pool<Opener>,
    /// One connection for id blocks, which are reserved while the main pool's are busy.
    aside: managed::Pool<Opener>,
    access: Arc<Access>,
}

impl Pools {
    pub async fn connect(settings: &Settings) -> Result<Pools, Failure> {
        let access = Arc::new(Access { settings: settings.clone(), tls: tls(settings)? });
        let size = usize::try_from(settings.connections_max).unwrap_or(1).max(1);
        let pools = Pools { main: pool(&access, size)?, aside: pool(&access, 1)?, access };
        pools.alone().await?;
        Ok(pools)
    }

    /// Closes idle connections; those in use see for themselves.
    pub fn distrust(&self) {
        self.main.retain(|_, _| false);
        self.aside.retain(|_, _| false);
    }

    pub fn connections(&self) -> Connections {
        let of = |pool: &managed::Pool<Opener>| {
            let status = pool.status();
            // Those that are being opened are counted by neither.
            let idle = status.available.min(status.size);
            Connections { max: status.max_size as u64, open: status.size as u64, idle: idle as u64 }
        };
        of(&self.main) + of(&self.aside)
    }

    pub async fn alone(&self) -> Result<Alone, Failure> {
        Ok(Alone::new(self.main.get().await.map_err(no_connection)?))
    }

    pub async fn begin(&self, mode: Mode) -> Result<Session, Failure> {
        let pool = if mode == Mode::Aside { &self.aside } else { &self.main };
        let object = pool.get().await.map_err(no_connection)?;
        Ok(Session::new(object, self.access.clone(), mode))
    }
}

fn pool(access: &Arc<Access>, size: usize) -> Result<managed::Pool<Opener>, Failure> {
    let opener = Opener { access: access.clone(), failures: Mutex::default() };
    managed::Pool::builder(opener)
        .max_size(size)
        // The connection used last has its statements prepared and its plans made.
        .queue_mode(managed::QueueMode::Lifo)
        .wait_timeout(Some(access.settings.wait_max))
        .create_timeout(Some(access.settings.wait_max))
        .runtime(managed::reexports::Runtime::Tokio1)
        .build()
        .map_err(|error| Failure::new(Class::Unexpected, error.to_string()))
}

/// Opens connections: many at once while that works, one at a time and ever more
/// slowly while it does not, so that a server that comes back is not overrun.
pub(crate) struct Opener {
    access: Arc<Access>,
    failures: Mutex<u32>,
}

impl managed::Manager for Opener {
    type Type = Connection;
    type Error = Failure;

    async fn create(&self) -> Result<Connection, Failure> {
        let mut failures = self.failures.lock().await;
        if *failures == 0 {
            drop(failures);
            let opened = Connection::open(&self.access).await;
            if opened.is_err() {
                *self.failures.lock().await += 1;
            }
            return opened;
        }
        tokio::time::sleep(pause(*failures)).await;
        let opened = Connection::open(&self.access).await;
        *failures = if opened.is_ok() { 0 } else { failures.saturating_add(1) };
        opened
    }

    async fn recycle(&self, connection: &mut Connection, _: &Metrics) -> RecycleResult<Failure> {
        match connection.is_usable() {
            true => Ok(()),
            false => Err(RecycleError::message("the connection was lost")),
        }
    }
}

/// From 50 ms to about a second, with jitter so that several servers do not call in step.
fn pause(failures: u32) -> Duration {
    let most = 50_u64 << failures.min(5).saturating_sub(1);
    Duration::from_millis(most / 2 + crate::backoff::random() % (most / 2 + 1))
}

/// One connection outside any pool, for looking at and making schemas.
pub(crate) async fn client(settings: &Settings) -> Result<tokio_postgres::Client, Failure> {
    let config = connection::config(settings);
    let (client, _, _) = super::socket::connect(&config, settings, tls(settings)?).await?;
    Ok(client)
}
