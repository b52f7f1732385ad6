//! The bytes that arrived on a connection and were not answered yet.
//!
//! Memory follows bytes: nothing is held while a connection is idle, the buffer doubles as bytes arrive and never grows
//! to a length that was only announced.

use std::future::poll_fn;
use std::io;
use std::mem::{self, MaybeUninit};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, ready};

use bytes::BufMut;
use skep_codec::{Budget, DecodeError, Pool};
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};

use crate::stats::Counter;

/// What a message may hold without asking the shared memory, so that small calls work even when it is used up.
pub(crate) const FREE_BYTES: usize = 8 * 1024;
/// The most one read takes. It bounds what can lie behind the end of a message.
const READ_BYTES_MAX: usize = 64 * 1024;

pub(crate) struct Inbox<'a> {
    bytes: Vec<u8>,
    /// Pays for `bytes`, and later for what the message is decoded to.
    budget: Budget,
    charged: usize,
    purse: Purse<'a>,
    bytes_in: &'a Counter,
}

/// Where messages get their memory.
#[derive(Clone, Copy)]
pub(crate) struct Purse<'a> {
    pub(crate) pool: &'a Arc<Pool>,
    /// The most one message gets.
    pub(crate) bytes_max: usize,
}

impl Purse<'_> {
    pub(crate) fn open(self) -> Budget {
        Budget::shared(self.bytes_max, Arc::clone(self.pool))
    }
}

/// Why no byte arrived.
#[derive(Debug)]
pub(crate) enum Dry {
    /// The other side has closed.
    End,
    Broken(io::Error),
    /// It would not fit into memory.
    Refused(DecodeError),
}

impl<'a> Inbox<'a> {
    pub(crate) fn new(purse: Purse<'a>, bytes_in: &'a Counter) -> Self {
        Inbox { bytes: Vec::new(), budget: purse.open(), charged: 0, purse, bytes_in }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Waits for bytes and appends them, no more than `want`. Returns how many came. Dropping the future loses none.
    pub(crate) async fn fill(&mut self, io: &mut (impl AsyncRead + Unpin), want: usize) -> Result<usize, Dry> {
        let read = if self.bytes.capacity() == 0 {
            self.first_bytes(io, want).await
        } else {
            self.make_room(want).map_err(Dry::Refused)?;
            let spare = self.bytes.capacity() - self.bytes.len();
            io.read_buf(&mut (&mut self.bytes).limit(want.min(spare).min(READ_BYTES_MAX))).await
        };
        match read {
            Ok(0) => Err(Dry::End),
            Ok(n) => {
                self.bytes_in.add(n);
                Ok(n)
            }
            Err(e) => Err(Dry::Broken(e)),
        }
    }

    /// Reads through the stack, so that waiting for a client that says nothing holds no buffer.
    async fn first_bytes(&mut self, io: &mut (impl AsyncRead + Unpin), want: usize) -> io::Result<usize> {
        poll_fn(|cx| {
            let mut space = [const { MaybeUninit::uninit() }; FREE_BYTES];
            let mut arrived = ReadBuf::uninit(&mut space[..want.min(FREE_BYTES)]);
            ready!(Pin::new(&mut *io).poll_read(cx, &mut arrived))?;
            self.bytes = arrived.filled().to_vec();
            Poll::Ready(Ok(arrived.filled().len()))
        })
        .await
    }

    /// Doubles a full buffer, at most to what is wanted; the first step is to all that is free.
    fn make_room(&mut self, want: usize) -> Result<(), DecodeError> {
        let len = self.bytes.len();
        if len < self.bytes.capacity() {
            return Ok(());
        }
        let more = want.min(len.max(FREE_BYTES.saturating_sub(len)));
        let owed = (len + more).saturating_sub(FREE_BYTES + self.charged);
        self.budget.charge(owed)?;
        self.charged += owed;
        self.bytes.reserve_exact(more);
        Ok(())
    }

    /// Takes the first `len` bytes out, with the budget they are charged to. What is left behind them was one read at
    /// most, and is charged when it grows.
    pub(crate) fn take(&mut self, len: usize) -> (Vec<u8>, Budget) {
        let rest = self.bytes.split_off(len);
        self.charged = 0;
        (mem::replace(&mut self.bytes, rest), mem::replace(&mut self.budget, self.purse.open()))
    }

    /// Reads and forgets the next `len` bytes.
    pub(crate) async fn skip(&mut self, io: &mut (impl AsyncRead + Unpin), len: usize) -> Result<(), Dry> {
        let mut left = len;
        loop {
            let here = left.min(self.bytes.len());
            drop(self.take(here));
            left -= here;
            if left == 0 {
                return Ok(());
            }
            self.fill(io, left).await?;
        }
    }
}
