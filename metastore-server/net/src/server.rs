//! The listeners: who comes in, and how the house is emptied at the end.

use std::future::{Future, poll_fn};
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use std::{fmt, io};

use skep_codec::Pool;
use tokio::net::{TcpListener, TcpSocket, UnixListener};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use crate::admission::{Admission, Origin};
use crate::connection::Shared;
use crate::limits::{Deadlines, Limits};
use crate::seats::Seats;
use crate::service::{Peer, Service};
use crate::stats::{Gauge, Stats};
use crate::visitor::{self, Socket};

/// How a server treats its clients, and its first listener those who come to it.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub limits: Limits,
    pub deadlines: Deadlines,
    pub encryption: Encryption,
    pub admission: Admission,
}

/// Where a listener is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Port 0 for any free one.
    Network(SocketAddr),
    /// A socket file. One that is left over from a server that is gone is replaced.
    Unix(PathBuf),
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

/// One or more bound listeners, with the limits and the memory of one server.
pub struct Server {
    listeners: Vec<Listener>,
    limits: Limits,
    deadlines: Deadlines,
    stats: Arc<Stats>,
    pool: Arc<Pool>,
}

struct Listener {
    socket: Listening,
    door: Arc<Door>,
}

enum Listening {
    /// Has its port and lets nobody in.
    Reserved(TcpSocket),
    /// A socket file to be.
    Planned(PathBuf),
    Tcp(TcpListener),
    Unix {
        socket: UnixListener,
        _file: SocketFile,
    },
}

/// What those who come to a listener meet.
#[derive(Debug)]
pub(crate) struct Door {
    pub(crate) encryption: Encryption,
    pub(crate) admission: Admission,
}

/// Removed when the listener ends.
struct SocketFile(PathBuf);

impl Drop for SocketFile {
    fn drop(&mut self) {
        // Nothing depends on it: the next server replaces a file that nobody listens behind.
        let _ = std::fs::remove_file(&self.0);
    }
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
        let Config { limits, deadlines, encryption, admission } = config;
        let mut server = Server::new(limits, deadlines);
        server.listen(&Place::Network(address), encryption, admission)?;
        Ok(server)
    }

    /// Listens nowhere yet.
    pub fn new(limits: Limits, deadlines: Deadlines) -> Server {
        let pool = Pool::new(limits.total_memory_max);
        Server { listeners: Vec::new(), limits, deadlines, stats: Arc::default(), pool }
    }

    /// Opens one more listener. [`crate::Peer::listener`] counts them from 0.
    pub fn listen(&mut self, place: &Place, encryption: Encryption, admission: Admission) -> io::Result<()> {
        self.reserve(place, encryption, admission)?;
        self.listeners.last_mut().map_or(Ok(()), |listener| listener.socket.open())
    }

    /// As [`Server::listen`], but clients are refused until [`Server::open`]: the port is taken, if it can be had, and
    /// looks closed.
    pub fn reserve(&mut self, place: &Place, encryption: Encryption, admission: Admission) -> io::Result<()> {
        let socket = match place {
            Place::Network(address) => Listening::Reserved(reserve(*address)?),
            Place::Unix(path) => Listening::Planned(path.clone()),
        };
        self.listeners.push(Listener { socket, door: Arc::new(Door { encryption, admission }) });
        Ok(())
    }

    /// Opens what was reserved. An error comes with the listener's number.
    pub fn open(&mut self) -> Result<(), (usize, io::Error)> {
        let mut listeners = self.listeners.iter_mut().enumerate();
        listeners.try_for_each(|(number, listener)| listener.socket.open().map_err(|error| (number, error)))
    }

    /// The address of the first listener on the network.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.addresses().next().unwrap_or_else(|| Err(io::ErrorKind::AddrNotAvailable.into()))
    }

    /// The addresses of all listeners on the network, in the order they were opened.
    pub fn addresses(&self) -> impl Iterator<Item = io::Result<SocketAddr>> {
        self.listeners.iter().filter_map(|listener| match &listener.socket {
            Listening::Tcp(socket) => Some(socket.local_addr()),
            Listening::Reserved(socket) => Some(socket.local_addr()),
            Listening::Unix { .. } | Listening::Planned(_) => None,
        })
    }

    pub fn stats(&self) -> Arc<Stats> {
        Arc::clone(&self.stats)
    }

    /// The memory that requests and replies are charged to.
    pub fn pool(&self) -> Arc<Pool> {
        Arc::clone(&self.pool)
    }

    /// Serves until `stop` is ready, then empties the house: nobody new comes in, idle connections close at once, the
    /// others after their running call. What still runs after `deadlines.drain` is cut.
    pub async fn run<S: Service>(self, service: Arc<S>, stop: impl Future<Output = ()>) -> Drained {
        let Server { listeners, limits, deadlines, stats, pool } = self;
        let patience = deadlines.drain;
        let seats = Seats::new(&limits);
        let drain = CancellationToken::new();
        let start = RandomState::new().hash_one(()) as u16;
        let shared = Shared { service, limits, deadlines, stats, pool, drain: drain.clone(), start };
        let mut house = House { shared: Arc::new(shared), seats, guests: JoinSet::new(), connections: 0 };
        tokio::select! {
            () = stop => {}
            never = house.welcome(&listeners) => match never {},
        }
        drop(listeners);
        drain.cancel();
        house.empty(patience).await
    }
}

impl Listening {
    fn open(&mut self) -> io::Result<()> {
        *self = match std::mem::replace(self, Listening::Planned(PathBuf::new())) {
            Listening::Reserved(socket) => Listening::Tcp(socket.listen(BACKLOG)?),
            Listening::Planned(path) => Listening::Unix { socket: listen_at(&path)?, _file: SocketFile(path) },
            open => open,
        };
        Ok(())
    }
}

fn reserve(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Without it a restarted server waits a minute for the connections of the old one to be forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

/// Only its owner and the owner's group may connect: whoever may is somebody in particular.
fn listen_at(path: &Path) -> io::Result<UnixListener> {
    let left_over = std::fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket())
        && std::os::unix::net::UnixStream::connect(path).is_err_and(|e| e.kind() == io::ErrorKind::ConnectionRefused);
    if left_over {
        std::fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660))?;
    Ok(listener)
}

/// The next connection of any listener. Who is looked at first changes from call to call, so a crowd before one door
/// does not keep the others closed.
async fn accept(listeners: &[Listener], first: u64) -> io::Result<(usize, Socket, Origin)> {
    poll_fn(|cx| {
        let count = listeners.len();
        let turn = first as usize % count.max(1);
        for index in (turn..count).chain(0..turn) {
            let accepted = match &listeners[index].socket {
                Listening::Tcp(socket) => socket
                    .poll_accept(cx)
                    .map_ok(|(socket, address)| (index, Socket::Tcp(socket), Origin::Network(address))),
                Listening::Unix { socket, .. } => {
                    socket.poll_accept(cx).map_ok(|(socket, _)| (index, Socket::Unix(socket), Origin::Unix))
                }
                Listening::Reserved(_) | Listening::Planned(_) => Poll::Pending,
            };
            if accepted.is_ready() {
                return accepted;
            }
        }
        Poll::Pending
    })
    .await
}

/// A running server and its connections.
struct House<S> {
    shared: Arc<Shared<S>>,
    seats: Arc<Seats>,
    guests: JoinSet<()>,
    connections: u64,
}

impl<S: Service> House<S> {
    async fn welcome(&mut self, listeners: &[Listener]) -> std::convert::Infallible {
        let mut pause = Pause::default();
        loop {
            tokio::select! {
                accepted = accept(listeners, self.connections) => match accepted {
                    Ok((listener, socket, origin)) => {
                        pause = Pause::default();
                        self.admit(socket, origin, listener, &listeners[listener].door);
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
    fn admit(&mut self, socket: Socket, origin: Origin, listener: usize, door: &Arc<Door>) {
        let stats = &self.shared.stats;
        // Clients of socket files are on this machine, and are counted as one address.
        let Some(seat) = self.seats.take(origin.ip().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))) else {
            stats.refused.add(1);
            tracing::debug!(address = %origin, "connection refused: all seats are taken");
            return;
        };
        stats.accepted.add(1);
        self.connections += 1;
        let (shared, door) = (Arc::clone(&self.shared), Arc::clone(door));
        let peer = Peer { origin, listener, tls: None, connection: self.connections };
        self.guests.spawn(async move {
            let _seat = seat;
            let _open = Gauge::hold(&shared.stats.open);
            visitor::serve(&shared, socket, peer, &door).await;
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
