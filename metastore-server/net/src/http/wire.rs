//! The socket as hyper sees it: the bytes that were read to tell HTTP from the rest come first, bytes are counted, and a
//! client that does not read is not waited for longer than a deadline.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::stats::Stats;

pub(super) struct Wire<'a, T> {
    ahead: Vec<u8>,
    io: &'a mut T,
    patience: Duration,
    /// Runs while a write waits for the client.
    waiting: Option<Pin<Box<Sleep>>>,
    stats: &'a Stats,
}

impl<'a, T> Wire<'a, T> {
    pub(super) fn new(ahead: Vec<u8>, io: &'a mut T, patience: Duration, stats: &'a Stats) -> Self {
        Wire { ahead, io, patience, waiting: None, stats }
    }

    /// `step`, unless it has waited for too long.
    fn in_time<R>(&mut self, cx: &mut Context<'_>, step: Poll<io::Result<R>>) -> Poll<io::Result<R>> {
        if step.is_ready() {
            self.waiting = None;
            return step;
        }
        let patience = self.patience;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(patience)));
        waiting.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Wire<'_, T> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.ahead.is_empty() {
            let len = self.ahead.len().min(into.remaining());
            into.put_slice(&self.ahead[..len]);
            self.ahead.drain(..len);
            return Poll::Ready(Ok(()));
        }
        let before = into.filled().len();
        let read = Pin::new(&mut *self.io).poll_read(cx, into);
        self.stats.bytes_in.add(into.filled().len() - before);
        read
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Wire<'_, T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut *self.io).poll_write(cx, bytes);
        if let Poll::Ready(Ok(len)) = &written {
            self.stats.bytes_out.add(*len);
        }
        self.in_time(cx, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut *self.io).poll_flush(cx);
        self.in_time(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut *self.io).poll_shutdown(cx);
        self.in_time(cx, shut)
    }
}
