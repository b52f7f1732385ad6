//! What happened on the listener, as numbers. The server turns them into metrics.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::transport::Transport;

/// A number that other threads may read at any time.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }

    pub(crate) fn add(&self, n: usize) {
        self.0.fetch_add(n as u64, Relaxed);
    }

    pub(crate) fn subtract(&self, n: usize) {
        self.0.fetch_sub(n as u64, Relaxed);
    }
}

/// Counters since the start; `open` and `calls_running` go down again.
#[derive(Debug, Default)]
pub struct Stats {
    /// Connections that got a seat.
    pub accepted: Counter,
    /// Connections closed at once because `connections_max` or `connections_per_address_max` was reached.
    pub refused: Counter,
    /// Errors of `accept` itself, such as too many open files.
    pub accept_errors: Counter,
    pub open: Counter,
    /// Connections by what their first bytes said, and calls over HTTP by their protocol.
    pub by_transport: [Counter; Transport::ALL.len()],
    /// Connections that spoke HTTP; their calls count by their protocol above.
    pub http: Counter,
    /// Connections that spoke TLS, whatever they said inside.
    pub encrypted: Counter,
    /// Connections whose first bytes were nothing the listener serves: SASL or HTTP where it is not spoken, TLS on a
    /// plain port, noise.
    pub strangers: Counter,
    /// Connections that proved who they are, and those that tried and failed.
    pub authenticated: Counter,
    pub denied: Counter,
    pub messages: Counter,
    pub calls_running: Counter,
    pub bytes_in: Counter,
    pub bytes_out: Counter,
    /// Messages that were not well-formed Thrift, too long, or of the wrong kind.
    pub protocol_errors: Counter,
    /// Messages or replies refused because `total_memory_max` was reached.
    pub memory_refusals: Counter,
    /// Deadlines missed: first byte, message, idle, call and write together.
    pub deadlines_missed: Counter,
    /// Calls whose client left before the answer; their work was dropped.
    pub abandoned: Counter,
    /// Calls that panicked. Each one is a bug.
    pub panics: Counter,
}

/// Counts one for as long as it lives.
pub(crate) struct Gauge<'a>(&'a Counter);

impl<'a> Gauge<'a> {
    pub(crate) fn hold(counter: &'a Counter) -> Self {
        counter.add(1);
        Gauge(counter)
    }
}

impl Drop for Gauge<'_> {
    fn drop(&mut self) {
        self.0.subtract(1);
    }
}
