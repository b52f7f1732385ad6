//! What happened at the database, as numbers. The server turns them into metrics.

use crate::{Class, Failure};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Counted since the start.
#[derive(Debug, Default)]
pub struct Stats {
    statements: AtomicU64,
    answered: AtomicU64,
    transactions: AtomicU64,
    events: AtomicU64,
    waiting: AtomicU64,
    waits: AtomicU64,
    waited_micros: AtomicU64,
    retries: [AtomicU64; Class::ALL.len()],
    failures: [AtomicU64; Class::ALL.len()],
}

/// Connections to the database at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Connections {
    /// The most there may be.
    pub max: u64,
    pub open: u64,
    /// Of the open ones.
    pub idle: u64,
}

impl std::ops::Add for Connections {
    type Output = Connections;

    fn add(self, other: Connections) -> Connections {
        Connections { max: self.max + other.max, open: self.open + other.open, idle: self.idle + other.idle }
    }
}

impl Stats {
    pub fn statements(&self) -> u64 {
        self.statements.load(Relaxed)
    }

    /// Statements that the database carried out: as long as this grows, it is there.
    pub fn answered(&self) -> u64 {
        self.answered.load(Relaxed)
    }

    pub fn transactions(&self) -> u64 {
        self.transactions.load(Relaxed)
    }

    /// Attempts that were made again.
    pub fn retries(&self) -> u64 {
        self.retries.iter().map(|count| count.load(Relaxed)).sum()
    }

    pub fn retries_of(&self, class: Class) -> u64 {
        self.retries[class as usize].load(Relaxed)
    }

    /// Attempts that failed, those made again included. A row that was there already is a failure here even where an
    /// operation expects it.
    pub fn failures_of(&self, class: Class) -> u64 {
        self.failures[class as usize].load(Relaxed)
    }

    /// Events that were committed.
    pub fn events(&self) -> u64 {
        self.events.load(Relaxed)
    }

    /// Requests that wait for a connection now.
    pub fn waiting(&self) -> u64 {
        self.waiting.load(Relaxed)
    }

    /// Connections asked for and got, and how long all of them took together.
    pub fn waits(&self) -> (u64, Duration) {
        (self.waits.load(Relaxed), Duration::from_micros(self.waited_micros.load(Relaxed)))
    }

    pub(crate) fn ran(&self) {
        self.statements.fetch_add(1, Relaxed);
    }

    pub(crate) fn answer(&self) {
        self.answered.fetch_add(1, Relaxed);
    }

    pub(crate) fn began(&self) {
        self.transactions.fetch_add(1, Relaxed);
    }

    pub(crate) fn told(&self, events: usize) {
        self.events.fetch_add(events as u64, Relaxed);
    }

    pub(crate) fn failed(&self, failure: &Failure) {
        self.failures[failure.class() as usize].fetch_add(1, Relaxed);
    }

    pub(crate) fn retried(&self, class: Class) {
        self.retries[class as usize].fetch_add(1, Relaxed);
    }

    /// Begins to wait for a connection; a wait that is given up counts as no wait.
    pub(crate) fn wait(&self) -> Wait<'_> {
        self.waiting.fetch_add(1, Relaxed);
        Wait { stats: self, since: Instant::now() }
    }
}

pub(crate) struct Wait<'a> {
    stats: &'a Stats,
    since: Instant,
}

impl Wait<'_> {
    /// Got one. How long it took.
    pub fn over(self) -> Duration {
        let waited = self.since.elapsed();
        self.stats.waits.fetch_add(1, Relaxed);
        self.stats.waited_micros.fetch_add(waited.as_micros() as u64, Relaxed);
        waited
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        self.stats.waiting.fetch_sub(1, Relaxed);
    }
}
