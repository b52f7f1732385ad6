//! The port's connections: a bounded number of them, each a TLS one if the port has a certificate. Handshakes run beside
//! each other, so one that hangs keeps nobody waiting.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;

/// A coordinator of Trino opens 250 to one address at the most.
const CONNECTIONS_MAX: usize = 1000;
const HANDSHAKE: Duration = Duration::from_secs(10);

pub(crate) struct Seats {
    address: SocketAddr,
    ready: mpsc::Receiver<(Seated, SocketAddr)>,
}

impl Seats {
    /// Ends with this value.
    pub fn take(listener: TcpListener, tls: Option<TlsAcceptor>) -> io::Result<Seats> {
        let address = listener.local_addr()?;
        let (done, ready) = mpsc::channel(1);
        tokio::spawn(welcome(listener, tls, done));
        Ok(Seats { address, ready })
    }
}

async fn welcome(mut listener: TcpListener, tls: Option<TlsAcceptor>, done: mpsc::Sender<(Seated, SocketAddr)>) {
    let seats = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(seat) = Arc::clone(&seats).acquire_owned().await else { return };
        let (stream, peer) = tokio::select! {
            // It waits out what can be waited out, such as too many open files.
            accepted = Listener::accept(&mut listener) => accepted,
            () = done.closed() => return,
        };
        let (tls, done) = (tls.clone(), done.clone());
        tokio::spawn(async move {
            let stream: Box<dyn Stream> = match tls {
                None => Box::new(stream),
                Some(tls) => match tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
                    Ok(Ok(stream)) => Box::new(stream),
                    Ok(Err(error)) => return tracing::debug!(%peer, %error, "no TLS"),
                    Err(_) => return tracing::debug!(%peer, "no TLS in time"),
                },
            };
            // Nobody is there any more if the port closes.
            let _ = done.send((Seated { stream, _seat: seat }, peer)).await;
        });
    }
}

impl Listener for Seats {
    type Io = Seated;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Seated, SocketAddr) {
        match self.ready.recv().await {
            Some(seated) => seated,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// Where a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin(pub SocketAddr);

impl Connected<IncomingStream<'_, Seats>> for Origin {
    fn connect_info(stream: IncomingStream<'_, Seats>) -> Origin {
        Origin(*stream.remote_addr())
    }
}

pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl Stream for TcpStream {}
impl Stream for tokio_rustls::server::TlsStream<TcpStream> {}

/// A connection that gives its seat back when it ends.
pub(crate) struct Seated {
    stream: Box<dyn Stream>,
    _seat: OwnedSemaphorePermit,
}

impl AsyncRead for Seated {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Seated {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
