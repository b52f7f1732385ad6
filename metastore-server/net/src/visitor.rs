//! A freshly accepted socket: set its options, put TLS around it if that is what it starts with, serve it, and say how
//! it ended.

use std::io;
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::admission::{Admission, Origin};
use crate::connection::{self, Arrival, Shared};
use crate::end::{End, Step};
use crate::server::{Door, Encryption};
use crate::service::{Peer, Service, TlsPeer};
use crate::transport::Stranger;

/// A socket that was just accepted.
pub(crate) enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

pub(crate) async fn serve<S: Service>(shared: &Shared<S>, socket: Socket, peer: Peer, door: &Door) {
    let (origin, connection) = (peer.origin, peer.connection);
    let end = match socket {
        Socket::Tcp(socket) => match set_options(&socket) {
            Ok(()) => enter(shared, socket, peer, door).await,
            Err(e) => End::broken(e),
        },
        Socket::Unix(socket) => {
            let deadline = Instant::now() + shared.deadlines.first_byte;
            connection::serve(shared, Arrival { peer: &peer, admission: door.admission, who: None, deadline }, socket)
                .await
        }
    };
    report(shared, origin, connection, &end);
}

async fn enter<S: Service>(shared: &Shared<S>, socket: TcpStream, peer: Peer, door: &Door) -> End {
    let deadline = Instant::now() + shared.deadlines.first_byte;
    let plain = || Arrival { peer: &peer, admission: door.admission, who: None, deadline };
    let (acceptor, plaintext) = match &door.encryption {
        Encryption::Off => return connection::serve(shared, plain(), socket).await,
        Encryption::Offered(acceptor) => (acceptor, Ok(())),
        Encryption::Required(acceptor) => (acceptor, Err(Stranger::Plaintext)),
    };
    match (starts_with_tls(shared, &socket, deadline).await, plaintext) {
        (Err(end), _) => end,
        // Boxed so that plaintext connections do not carry the room of a handshake.
        (Ok(true), _) => Box::pin(encrypted(shared, socket, peer, door.admission, acceptor, deadline)).await,
        (Ok(false), Ok(())) => connection::serve(shared, plain(), socket).await,
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
    admission: Admission,
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
    let tls = tls_peer(&stream);
    peer.tls = Some(tls.clone());
    let proof = tls.certificate.filter(|_| admission.certificate);
    let who = match proof.map(|certificate| shared.service.certificate(&peer, &certificate)) {
        None => None,
        Some(Ok(who)) => Some(who),
        // The client finds itself cut off after the handshake; Thrift has no word for it at that point.
        Some(Err(denied)) => return End::Denied(denied.reason),
    };
    shared.stats.authenticated.add(usize::from(who.is_some()));
    connection::serve(shared, Arrival { peer: &peer, admission, who, deadline }, stream).await
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

fn report<S>(shared: &Shared<S>, address: Origin, connection: u64, end: &End) {
    let stats = &shared.stats;
    match end {
        End::Late(_) => stats.deadlines_missed.add(1),
        End::Stranger(_) => stats.strangers.add(1),
        End::Denied(_) => stats.denied.add(1),
        _ => {}
    }
    if end.is_notable() {
        tracing::info!(%address, connection, reason = %end, "connection closed");
    } else {
        tracing::debug!(%address, connection, reason = %end, "connection closed");
    }
}
