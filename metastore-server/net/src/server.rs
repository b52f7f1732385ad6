//! The listener: who comes in, and how the house is emptied at the end.

use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use skep_codec::Pool;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use crate::connection::Shared;
use crate::limits::{Deadlines, Limits};
use crate::seats::Seats;
use crate::service::Service;
use crate::stats::{Gauge, Stats};
use crate::visitor;

/// How a listener treats its clients.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub limits: Limits,
    pub deadlines: Deadlines,
    pub encryption: Encryption,
}

#[derive(Clone, Default)]
pub enum Encryption {
    #[default]
    Off,
    /// TLS for those who start with it, plaintext for the others: for the time of a migration.
    Offered(TlsAcceptor),
    /// Plaintext is refused, whatever it says.
    Required(TlsAcceptor),
}

/// A bound listener.
pub struct Server {
    listener: TcpListener,
    config: Config,
    stats: Arc<Stats>,
    pool: Arc<Pool>,
}

/// How the end went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drained {
    /// Connections whose call did not finish within the drain time.
    pub cut: usize,
}

/// Connections the kernel holds for us while we are busy; more than `somaxconn` is cut down to it.
const BACKLOG: u32 = 1024;

impl Server {
    /// Listens on `address`, port 0 for any free one. Needs a tokio runtime around it. Clients that connect before
    /// [`Server::run`] wait.
    pub fn bind(address: SocketAddr, config: Config) -> io::Result<Server> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        // Without it a restarted server waits a minute for the connections of the old one to be forgotten.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        let listener = socket.listen(BACKLOG)?;
        let pool = Pool::new(config.limits.total_memory_max);
        Ok(Server { listener, config, stats: Arc::default(), pool })
    }

    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    pub fn stats(&self) -> Arc<Stats> {
        Arc::clone(&self.stats)
    }

    /// The memory that requests and replies of this listener are charged to.
    pub fn pool(&self) -> Arc<Pool> {
        Arc::clone(&self.pool)
    }

    /// Serves until `stop` is ready, then empties the house: nobody new comes in, idle connections close at once, the
    /// others after their running call. What still runs after `deadlines.drain` is cut.
    pub async fn run<S: Service>(self, service: Arc<S>, stop: impl Future<Output = ()>) -> Drained {
        let Server { listener, config, stats, pool } = self;
        let Config { limits, deadlines, encryption } = config;
        let patience = deadlines.drain;
        let seats = Seats::new(&limits);
        let drain = CancellationToken::new();
        let start = RandomState::new().hash_one(()) as u16;
        let shared = Shared { service, limits, deadlines, stats, pool, drain: drain.clone(), start };
        let mut house = House { shared: Arc::new(shared), encryption, seats, guests: JoinSet::new(), connections: 0 };
        tokio::select! {
            () = stop => {}
            never = house.welcome(&listener) => match never {},
        }
        drop(listener);
        drain.cancel();
        house.empty(patience).await
    }
}

/// A running listener and its connections.
struct House<S> {
    shared: Arc<Shared<S>>,
    encryption: Encryption,
    seats: Arc<Seats>,
    guests: JoinSet<()>,
    connections: u64,
}

impl<S: Service> House<S> {
    async fn welcome(&mut self, listener: &TcpListener) -> std::convert::Infallible {
        let mut pause = Pause::default();
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((socket, address)) => {
                        pause = Pause::default();
                        self.admit(socket, address);
                    }
                    Err(e) => {
                        self.shared.stats.accept_errors.add(1);
                        pause.after(&e).await;
                    }
                },
                Some(left) = self.guests.join_next() => note(left),
            }
        }
    }

    /// Gives the client a seat or closes the connection: to refuse early is kinder than to accept and be slow.
    fn admit(&mut self, socket: TcpStream, address: SocketAddr) {
        let stats = &self.shared.stats;
        let Some(seat) = self.seats.take(address.ip()) else {
            stats.refused.add(1);
            tracing::debug!(%address, "connection refused: all seats are taken");
            return;
        };
        stats.accepted.add(1);
        self.connections += 1;
        let (shared, connection) = (Arc::clone(&self.shared), self.connections);
        let encryption = self.encryption.clone();
        self.guests.spawn(async move {
            let _seat = seat;
            let _open = Gauge::hold(&shared.stats.open);
            visitor::serve(&shared, socket, address, encryption, connection).await;
        });
    }

    async fn empty(mut self, patience: Duration) -> Drained {
        let leaving = async {
            while let Some(left) = self.guests.join_next().await {
                note(left);
            }
        };
        let _ = timeout(patience, leaving).await;
        let cut = self.guests.len();
        // Dropping the tasks drops their calls, and that rolls their transactions back.
        self.guests.shutdown().await;
        Drained { cut }
    }
}

/// A panic of a call is caught around the call. What gets here came from opening or dropping a session, or from net.
fn note(left: Result<(), JoinError>) {
    if let Err(error) = left {
        tracing::error!(%error, "a connection ended abnormally");
    }
}

/// Time to wait after a failed `accept`. Out of file descriptors, `accept` fails again at once, and a loop that only
/// spins starves the connections whose end would free some.
#[derive(Default)]
struct Pause {
    length: Duration,
    logged: Option<Instant>,
}

impl Pause {
    const FIRST: Duration = Duration::from_millis(5);
    const LONGEST: Duration = Duration::from_millis(500);
    const QUIET: Duration = Duration::from_secs(5);

    async fn after(&mut self, error: &io::Error) {
        use io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
        if matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted) {
            // The client was gone before it came in; the next one is not affected.
            return;
        }
        if self.logged.is_none_or(|at| at.elapsed() >= Self::QUIET) {
            self.logged = Some(Instant::now());
            tracing::warn!(%error, "cannot accept connections");
        }
        self.length = (self.length * 2).clamp(Self::FIRST, Self::LONGEST);
        sleep(self.length).await;
    }
}

impl fmt::Debug for Encryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encryption::Off => "Off",
            Encryption::Offered(_) => "Offered",
            Encryption::Required(_) => "Required",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn accepting_pauses_longer_and_longer_while_it_fails_but_not_for_a_client_that_left() {
        let mut pause = Pause::default();
        let started = Instant::now();
        pause.after(&io::ErrorKind::ConnectionAborted.into()).await;
        assert_eq!(started.elapsed(), Duration::ZERO);

        let too_many_open_files = io::Error::from_raw_os_error(24);
        for expected in [5, 10, 20, 40, 80, 160, 320, 500, 500] {
            let started = Instant::now();
            pause.after(&too_many_open_files).await;
            assert_eq!(started.elapsed().as_millis(), expected);
        }
    }
}
