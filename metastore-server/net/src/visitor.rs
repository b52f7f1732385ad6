//! A freshly accepted socket: set its options, put TLS around it if that is what it starts with, serve it, and say how
//! it ended.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::connection::{self, Shared};
use crate::end::{End, Step};
use crate::server::Encryption;
use crate::service::{Peer, Service, TlsPeer};
use crate::transport::Stranger;

pub(crate) async fn serve<S: Service>(
    shared: &Shared<S>,
    socket: TcpStream,
    address: SocketAddr,
    encryption: Encryption,
    connection: u64,
) {
    let peer = Peer { address, tls: None, connection };
    let end = match set_options(&socket) {
        Ok(()) => enter(shared, socket, peer, encryption).await,
        Err(e) => End::broken(e),
    };
    report(shared, address, connection, &end);
}

async fn enter<S: Service>(shared: &Shared<S>, socket: TcpStream, peer: Peer, encryption: Encryption) -> End {
    let deadline = Instant::now() + shared.deadlines.first_byte;
    let (acceptor, plaintext) = match encryption {
        Encryption::Off => return connection::serve(shared, &peer, socket, deadline).await,
        Encryption::Offered(acceptor) => (acceptor, Ok(())),
        Encryption::Required(acceptor) => (acceptor, Err(Stranger::Plaintext)),
    };
    match (starts_with_tls(shared, &socket, deadline).await, plaintext) {
        (Err(end), _) => end,
        // Boxed so that plaintext connections do not carry the room of a handshake.
        (Ok(true), _) => Box::pin(encrypted(shared, socket, peer, &acceptor, deadline)).await,
        (Ok(false), Ok(())) => connection::serve(shared, &peer, socket, deadline).await,
        (Ok(false), Err(stranger)) => End::Stranger(stranger),
    }
}

/// Looks at the first byte and leaves it in the socket.
async fn starts_with_tls<S>(shared: &Shared<S>, socket: &TcpStream, deadline: Instant) -> Result<bool, End> {
    const HANDSHAKE_RECORD: u8 = 0x16;
    let mut first = [0];
    tokio::select! {
        biased;
        peeked = timeout_at(deadline, socket.peek(&mut first)) => match peeked {
            Err(_) => Err(End::Late(Step::FirstByte)),
            Ok(Ok(0)) => Err(End::ClientLeft),
            Ok(Ok(_)) => Ok(first[0] == HANDSHAKE_RECORD),
            Ok(Err(e)) => Err(End::left(e)),
        },
        () = shared.drain.cancelled() => Err(End::Drained),
    }
}

async fn encrypted<S: Service>(
    shared: &Shared<S>,
    socket: TcpStream,
    mut peer: Peer,
    acceptor: &TlsAcceptor,
    deadline: Instant,
) -> End {
    let handshake = timeout_at(deadline, acceptor.accept(socket));
    let stream = tokio::select! {
        shaken = handshake => match shaken {
            Err(_) => return End::Late(Step::FirstByte),
            Ok(Err(e)) => return End::Handshake(e),
            Ok(Ok(stream)) => stream,
        },
        () = shared.drain.cancelled() => return End::Drained,
    };
    shared.stats.encrypted.add(1);
    peer.tls = Some(tls_peer(&stream));
    connection::serve(shared, &peer, stream, deadline).await
}

fn tls_peer(stream: &TlsStream<TcpStream>) -> TlsPeer {
    let certificates = stream.get_ref().1.peer_certificates();
    TlsPeer { certificate: certificates.and_then(|chain| chain.first()).cloned().map(|own| own.into_owned()) }
}

/// A client that vanished without a word (power, firewall) is found after 1 min + 4 × 15 s, not after the idle deadline.
fn set_options(socket: &TcpStream) -> io::Result<()> {
    let keepalive =
        TcpKeepalive::new().with_time(Duration::from_secs(60)).with_interval(Duration::from_secs(15)).with_retries(4);
    SockRef::from(socket).set_tcp_keepalive(&keepalive)?;
    // Calls and replies are single writes; waiting to fill a packet would only delay them.
    socket.set_nodelay(true)
}

fn report<S>(shared: &Shared<S>, address: SocketAddr, connection: u64, end: &End) {
    let stats = &shared.stats;
    match end {
        End::Late(_) => stats.deadlines_missed.add(1),
        End::Stranger(_) => stats.strangers.add(1),
        _ => {}
    }
    if end.is_notable() {
        tracing::info!(%address, connection, reason = %end, "connection closed");
    } else {
        tracing::debug!(%address, connection, reason = %end, "connection closed");
    }
}
