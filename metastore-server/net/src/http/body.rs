//! Bodies: a message read under its limits, and a reply written in pieces.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use skep_codec::{ApplicationException, Budget};

use crate::guard::{Guard, Streamed};
use crate::inbox::FREE_BYTES;
use crate::limits::Limits;
use crate::reply::PIECE_BYTES;
use crate::service::{BodyStream, Progress, RequestId};
use crate::stats::Stats;

/// Why a body was not read to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    TooLong,
    NoMemory,
    /// The client left, or what it sent is no body.
    Broken,
}

/// The bytes of a request. Memory follows what arrived, not what was announced.
pub(super) async fn collect(mut body: Incoming, limits: &Limits, budget: &Budget) -> Result<Vec<u8>, Unread> {
    let max = limits.message_bytes_max;
    if body.size_hint().lower() > max as u64 {
        return Err(Unread::TooLong);
    }
    let (mut bytes, mut charged) = (Vec::new(), FREE_BYTES);
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else { continue };
        let len = bytes.len() + data.len();
        if len > max {
            return Err(Unread::TooLong);
        }
        if len > bytes.capacity() {
            let capacity = len.max((2 * bytes.len()).min(max));
            budget.charge(capacity.saturating_sub(charged)).map_err(|_| Unread::NoMemory)?;
            charged = charged.max(capacity);
            bytes.reserve_exact(capacity - bytes.len());
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}

/// What is sent back.
pub(super) enum Outgoing {
    /// All of it, and what it is charged to.
    Whole(Bytes, #[expect(dead_code, reason = "held until all is sent")] Option<Budget>),
    /// Made while it is sent.
    Pieces(Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>),
}

impl Outgoing {
    pub(super) fn text(text: impl Into<String>) -> Outgoing {
        Outgoing::Whole(Bytes::from(text.into()), None)
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Outgoing::Whole(bytes, _) if bytes.is_empty() => Poll::Ready(None),
            // hyper copies small pieces and would hold a long one twice.
            Outgoing::Whole(bytes, _) => {
                let piece = bytes.split_to(bytes.len().min(PIECE_BYTES));
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
            Outgoing::Pieces(pieces) => pieces.as_mut().poll_next(cx).map_ok(Frame::data),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Outgoing::Whole(bytes, _) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Outgoing::Whole(bytes, _) => SizeHint::with_exact(bytes.len() as u64),
            Outgoing::Pieces(_) => SizeHint::default(),
        }
    }
}

/// A streamed reply, which is sent after the call's own borrow of the connection has ended.
pub(super) struct Stretch {
    body: Box<dyn BodyStream>,
    stats: Arc<Stats>,
    request: RequestId,
    patience: Duration,
    budget: Option<Budget>,
    charged: usize,
    done: bool,
}

impl Stretch {
    pub(super) fn new(body: Box<dyn BodyStream>, stats: &Arc<Stats>, guard: Guard<'_>, budget: Budget) -> Stretch {
        let Guard { request, patience, .. } = guard;
        Stretch { body, stats: Arc::clone(stats), request, patience, budget: Some(budget), charged: 0, done: false }
    }

    /// The reply, begun with `head`; an error before its first piece is an exception.
    pub(super) async fn begin(mut self, head: Vec<u8>) -> Result<Outgoing, ApplicationException> {
        let first = Bytes::from(self.piece(head).await?);
        if self.done {
            return Ok(Outgoing::Whole(first, self.budget));
        }
        let first = stream::once(std::future::ready(Ok(first)));
        let rest = stream::unfold(self, |mut stretch| async move {
            if stretch.done {
                return None;
            }
            let piece = stretch.piece(Vec::new()).await;
            stretch.done |= piece.is_err();
            Some((piece.map(Bytes::from).map_err(|error| io::Error::other(error.message)), stretch))
        });
        Ok(Outgoing::Pieces(Box::pin(futures_util::StreamExt::chain(first, rest))))
    }

    async fn piece(&mut self, mut out: Vec<u8>) -> Result<Vec<u8>, ApplicationException> {
        while out.len() < PIECE_BYTES && !self.done {
            let guard = Guard { request: self.request, patience: self.patience, stats: &self.stats };
            let budget = self.budget.take().expect("given back below");
            let mut streamed = Streamed { body: &mut *self.body, guard, budget, charged: self.charged };
            let progress = streamed.next(&mut out).await;
            let Streamed { budget, charged, .. } = streamed;
            (self.budget, self.charged) = (Some(budget), charged);
            self.done = progress? == Progress::Done;
        }
        Ok(out)
    }
}
