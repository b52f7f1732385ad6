//! What clients did and saw, and whether a correct metastore can have answered so.
//!
//! Every operation has the moments of its call and of its answer, and one of three outcomes: done, refused, or unknown
//! because nobody answered. Each check takes time linear in the number of operations (but for sorting): elements are
//! named by whoever makes them, so who could have done what never has to be guessed.

mod chain;
mod events;
mod locks;
mod sets;

pub use chain::{Read, Swap, chain};
pub use events::{Tail, events};
pub use locks::{Hold, locks};
pub use sets::{Change, set};

/// A moment of the one process that all clients run in.
pub type Moment = u64;

/// How a call ended, as its client knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Refused,
    Unknown,
}

/// A call.
#[derive(Debug, Clone)]
pub struct Operation<T> {
    pub called: Moment,
    pub answered: Moment,
    pub outcome: Outcome,
    pub what: T,
}

impl<T> Operation<T> {
    /// When it was over at the latest: what nobody answered may happen at any later time.
    fn over(&self) -> Moment {
        if self.outcome == Outcome::Unknown { Moment::MAX } else { self.answered }
    }
}

/// Sees to it that what was over before something else was called also comes before it.
#[derive(Default)]
struct Order {
    latest_call: Moment,
}

impl Order {
    /// The next in the order that the metastore claims; whether it can have come after all before it.
    fn next<T>(&mut self, operation: &Operation<T>) -> bool {
        let possible = operation.over() >= self.latest_call;
        self.latest_call = self.latest_call.max(operation.called);
        possible
    }
}

/// An operation in a test, its moments by hand.
#[cfg(test)]
fn at<T>(called: Moment, answered: Moment, outcome: Outcome, what: T) -> Operation<T> {
    Operation { called, answered, outcome, what }
}
