//! Running the service's code so that nothing it does can hurt the connection: panics are caught, time and memory are
//! bounded, and work whose client has left is dropped.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use skep_codec::{ApplicationException, Budget};
use tokio::io::AsyncRead;
use tokio::time::timeout;

use crate::end::End;
use crate::exceptions;
use crate::inbox::{FREE_BYTES, Inbox};
use crate::service::{BodyStream, Progress, RequestId};
use crate::stats::Stats;

/// The rules one call runs under.
#[derive(Clone, Copy)]
pub(crate) struct Guard<'a> {
    pub(crate) request: RequestId,
    pub(crate) patience: Duration,
    pub(crate) stats: &'a Stats,
}

impl Guard<'_> {
    /// Runs `work` to its end, its panic or its deadline.
    pub(crate) async fn run<F: Future>(self, work: F) -> Result<F::Output, ApplicationException> {
        match AssertUnwindSafe(timeout(self.patience, work)).catch_unwind().await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(_)) => {
                self.stats.deadlines_missed.add(1);
                Err(exceptions::too_slow(self.patience, self.request))
            }
            Err(panic) => {
                self.stats.panics.add(1);
                tracing::error!(request = %self.request, panic = text(&*panic), "a call panicked");
                Err(exceptions::panicked(self.request))
            }
        }
    }
}

fn text(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a value that is no text")
}

/// Runs `work` as long as its client is there. A request whose client is gone must not be applied later
/// (iceberg#14096), so the work is dropped as soon as the client hangs up.
///
/// The only way to see that is to read. What arrives is the next message of a client that does not wait, and is kept;
/// a client that has sent more than 8 KiB ahead is watched no longer. A client that closes only its sending side counts
/// as gone: no Thrift client does that.
pub(crate) async fn while_present<F: Future + Unpin>(
    mut work: F,
    stats: &Stats,
    inbox: &mut Inbox<'_>,
    io: &mut (impl AsyncRead + Unpin),
) -> Result<F::Output, End> {
    loop {
        let room = FREE_BYTES.saturating_sub(inbox.bytes().len());
        tokio::select! {
            biased;
            done = &mut work => return Ok(done),
            read = inbox.fill(io, room), if room > 0 => match read {
                Ok(_) => {}
                Err(dry) => {
                    stats.abandoned.add(1);
                    return Err(End::inside(dry));
                }
            },
        }
    }
}

/// A streamed body under the rules of its call.
pub(crate) struct Streamed<'a> {
    pub(crate) body: &'a mut dyn BodyStream,
    pub(crate) guard: Guard<'a>,
    /// Charged for the bytes that wait to be sent.
    pub(crate) budget: Budget,
    pub(crate) charged: usize,
}

impl Streamed<'_> {
    pub(crate) async fn next(&mut self, out: &mut Vec<u8>) -> Result<Progress, ApplicationException> {
        let progress = self.guard.run(async { self.body.next(out).await }).await??;
        let owed = out.capacity().saturating_sub(self.charged);
        self.budget.charge(owed).map_err(|shortage| {
            self.guard.stats.memory_refusals.add(1);
            exceptions::out_of_memory(shortage)
        })?;
        self.charged += owed;
        Ok(progress)
    }
}
