//! Whether the server itself is at the other end, or a pooler that gives every
//! transaction another server session.
//!
//! Behind such a pooler our `s1` may be another client's statement, so names are used
//! only if we are sure. The key we got for cancelling statements names the server
//! process we were told we talk to; a pooler makes it up. The process also says which
//! port it sees: ours, unless somebody is between.

use super::failure::failure;
use super::socket::Local;
use crate::{Class, Failure};
use std::future::{Ready, ready};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, ReadBuf, duplex};
use tokio_postgres::Client;
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};

pub(crate) async fn is_direct(client: &Client, local: Local) -> Result<bool, Failure> {
    let rows = client.query_typed("select pg_backend_pid(), inet_client_port()", &[]).await.map_err(failure)?;
    let row = rows.first().ok_or_else(|| Failure::new(Class::Unexpected, "the server does not say who it is"))?;
    let process: Option<i32> = row.get(0);
    let port: Option<i32> = row.get(1);
    let ours = match local {
        Local::Port(local) => port == Some(local.into()),
        Local::Unix => port.is_none(),
    };
    Ok(ours && process.is_some() && process == announced(client).await)
}

/// The process the server announced when we connected. The driver tells it only to
/// whom it sends a request to cancel: here, to us.
async fn announced(client: &Client) -> Option<i32> {
    let (near, mut far) = duplex(64);
    // What a server answers that is asked for TLS first.
    far.write_all(b"S").await.ok()?;
    client.cancel_token().cancel_query_raw(near, Unencrypted).await.ok()?;
    let mut sent = Vec::new();
    far.read_to_end(&mut sent).await.ok()?;
    // The request ends with process and secret.
    let process = sent.get(sent.len().checked_sub(8)?..)?.first_chunk::<4>()?;
    Some(i32::from_be_bytes(*process))
}

struct Unencrypted;

impl TlsConnect<DuplexStream> for Unencrypted {
    type Stream = Plain;
    type Error = io::Error;
    type Future = Ready<io::Result<Plain>>;

    fn connect(self, stream: DuplexStream) -> Self::Future {
        ready(Ok(Plain(stream)))
    }
}

struct Plain(DuplexStream);

impl TlsStream for Plain {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Plain {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for Plain {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
