//! Thrift over HTTP/1.1, as Hive 4 and Trino speak it: each call is a POST to `/metastore` whose body is one message, and
//! whose answer's body is the reply. hyper reads and writes the HTTP; limits, deadlines and the ways in are those of the
//! other transports.
//!
//! Who calls is proven anew by each request: proxies put the requests of many into one connection.

mod body;
mod exchange;
mod head;
mod wire;

use std::convert::Infallible;
use std::error::Error as _;
use std::pin::pin;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::connection::{Arrival, Shared};
use crate::end::{End, Step};
use crate::inbox::Inbox;
use crate::service::Service;

use exchange::Exchange;
use wire::Wire;

/// Longest request line and headers together. A token with a hundred groups in it is a few KiB.
const HEAD_BYTES_MAX: usize = 32 * 1024;
const HEADERS_MAX: usize = 64;
/// What hyper holds of a connection in each direction.
const BUFFER_BYTES_MAX: usize = 64 * 1024;

/// Serves requests until one side has enough. `inbox` holds the first bytes.
pub(crate) async fn serve<S: Service, T: AsyncRead + AsyncWrite + Unpin>(
    shared: &Shared<S>,
    arrival: Arrival<'_, S::Identity>,
    inbox: &mut Inbox<'_>,
    io: &mut T,
) -> End {
    shared.stats.http.add(1);
    let (ahead, _budget) = inbox.take(inbox.bytes().len());
    let wire = Wire::new(ahead, io, shared.deadlines.write, &shared.stats);
    let exchange = Exchange::new(shared, arrival);
    let service = service_fn(async |request| Ok::<_, Infallible>(exchange.answer(request).await));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        // Also how long a connection may be idle: clients of HTTP expect to connect again, and do so unasked.
        .header_read_timeout(shared.deadlines.message)
        .max_headers(HEADERS_MAX)
        .max_header_size(HEAD_BYTES_MAX)
        .max_buf_size(BUFFER_BYTES_MAX);
    let mut connection = pin!(http.serve_connection(TokioIo::new(wire), service));
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = shared.drain.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    match ended {
        Ok(()) if shared.drain.is_cancelled() => End::Drained,
        Ok(()) => exchange.end(),
        Err(error) => end_of(&error),
    }
}

fn end_of(error: &hyper::Error) -> End {
    let io = error.source().and_then(|source| source.downcast_ref::<std::io::Error>());
    if error.is_parse() {
        // hyper has answered it, and its own words repeat nothing of the client's.
        return End::Unreadable(error.to_string());
    }
    match io {
        _ if error.is_timeout() => End::Late(Step::NextMessage),
        _ if error.is_incomplete_message() => End::ClientVanished,
        _ if error.is_user() => End::ReplyBroken(error.to_string()),
        Some(io) if io.kind() == std::io::ErrorKind::TimedOut => End::Late(Step::Write),
        Some(io) => End::broken(std::io::Error::from(io.kind())),
        None => End::Broken(std::io::Error::other(error.to_string())),
    }
}
