//! What became of the calls: counted and timed by method, and told in the log where one was slow.
//!
//! Methods are those of the registry. A name that only a client knows is counted, and never becomes a label.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use skep_admin::{Histogram, Recorded};
use skep_net::RequestId;
use skep_sql::Trail;

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Ok,
    /// A declared exception.
    Refused,
    /// An undeclared one: it was no well-formed call, or something is wrong here.
    Failed,
    /// No answer was made: the client left, the call's time was up, it panicked, or the server ended.
    Abandoned,
}

impl Outcome {
    pub const ALL: [Outcome; 4] = [Outcome::Ok, Outcome::Refused, Outcome::Failed, Outcome::Abandoned];

    pub fn name(self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Refused => "refused",
            Outcome::Failed => "failed",
            Outcome::Abandoned => "abandoned",
        }
    }
}

/// The numbers of all methods since the start.
pub struct Calls {
    methods: Vec<Counts>,
    by_name: HashMap<&'static str, usize>,
    unknown: AtomicU64,
    slow_micros: AtomicU64,
}

struct Counts {
    name: &'static str,
    outcomes: [AtomicU64; Outcome::ALL.len()],
    took: Histogram,
}

/// One method's numbers at one moment.
pub struct Figures {
    pub method: &'static str,
    /// In the order of [`Outcome::ALL`].
    pub outcomes: [u64; Outcome::ALL.len()],
    pub took: Recorded,
}

impl Calls {
    /// Calls that take longer than `slow` are logged as warnings.
    pub fn new(slow: Duration) -> Calls {
        let counts = |name| Counts { name, outcomes: Default::default(), took: Histogram::default() };
        let methods: Vec<Counts> = skep_api::methods().map(|entry| counts(entry.method.name)).collect();
        let by_name = methods.iter().enumerate().map(|(at, counts)| (counts.name, at)).collect();
        let calls = Calls { methods, by_name, unknown: AtomicU64::new(0), slow_micros: AtomicU64::new(0) };
        calls.call_slow(slow);
        calls
    }

    pub fn call_slow(&self, slow: Duration) {
        self.slow_micros.store(u64::try_from(slow.as_micros()).unwrap_or(u64::MAX), Relaxed);
    }

    /// The methods that were called.
    pub fn figures(&self) -> Vec<Figures> {
        let all = self.methods.iter().map(|counts| Figures {
            method: counts.name,
            outcomes: counts.outcomes.each_ref().map(|count| count.load(Relaxed)),
            took: counts.took.recorded(),
        });
        all.filter(|figures| figures.outcomes != [0; Outcome::ALL.len()]).collect()
    }

    /// Calls of methods that there are not.
    pub fn unknown(&self) -> u64 {
        self.unknown.load(Relaxed)
    }

    /// Starts the clock. Dropped without an end, the call was abandoned.
    pub fn begin(self: &Arc<Self>, method: &str, request: RequestId) -> Option<Measured> {
        let Some(at) = self.by_name.get(method).copied() else {
            self.unknown.fetch_add(1, Relaxed);
            return None;
        };
        let (trail, user) = (Arc::default(), None);
        let started = Instant::now();
        Some(Measured { calls: Arc::clone(self), at, request, started, trail, user, outcome: Outcome::Abandoned })
    }
}

/// A running call.
pub struct Measured {
    calls: Arc<Calls>,
    at: usize,
    request: RequestId,
    started: Instant,
    trail: Arc<Trail>,
    user: Option<String>,
    outcome: Outcome,
}

impl Measured {
    /// What the call asks of the database.
    pub fn trail(&self) -> Arc<Trail> {
        Arc::clone(&self.trail)
    }

    pub fn end(mut self, outcome: Outcome) {
        self.outcome = outcome;
    }

    /// Who called, if the log may want to know.
    pub fn by(&mut self, user: impl FnOnce() -> Option<String>) {
        if self.is_slow(self.started.elapsed()) {
            self.user = user();
        }
    }

    fn is_slow(&self, took: Duration) -> bool {
        took.as_micros() >= u128::from(self.calls.slow_micros.load(Relaxed))
    }
}

impl Drop for Measured {
    fn drop(&mut self) {
        let took = self.started.elapsed();
        let counts = &self.calls.methods[self.at];
        counts.outcomes[self.outcome as usize].fetch_add(1, Relaxed);
        counts.took.record(took);
        let (request, method, outcome) = (self.request, counts.name, self.outcome.name());
        let micros = took.as_micros() as u64;
        if !self.is_slow(took) {
            tracing::debug!(%request, method, outcome, micros, "call");
            return;
        }
        let steps = self.trail.steps();
        tracing::warn!(
            %request,
            method,
            user = self.user.as_deref(),
            outcome,
            micros,
            waited = steps.waited.as_micros() as u64,
            statements = steps.statements(),
            rows = steps.rows(),
            steps = %steps,
            "slow call"
        );
    }
}
