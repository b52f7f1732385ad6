//! Places where a test steps into database calls.
//!
//! Only the feature `failpoints` compiles them in, which nothing asks for but the tests; without it [`reached`] is empty.
//! They lie on the one way that every transaction goes, so each write there is or will be is covered without a line of
//! its own. A hook belongs to a pool and not to the process: tests run side by side, and two servers over one database
//! are stopped apart.
//!
//! [`reached`]: crate::Pool::reached

use crate::Failure;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

#[cfg(not(debug_assertions))]
compile_error!("failpoints are for tests; an optimized build must not have them");

/// Where a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Point {
    /// Before a statement outside any transaction.
    Read,
    /// A transaction has begun.
    Begun,
    /// Before a statement of a transaction.
    Statement,
    /// Before the events' ids are taken.
    Events,
    /// Before COMMIT of a transaction that writes.
    Commit,
    /// Before COMMIT of one that only reserves ids, on the connection set aside for it.
    Reserve,
    /// After it: what fails here is an answer lost.
    Committed,
}

/// What happens at a point: it may wait there, and it may fail.
pub type Step = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

pub type Hook = Arc<dyn Fn(Point) -> Step + Send + Sync>;

#[derive(Default)]
pub(crate) struct Failpoints {
    hook: Mutex<Option<Hook>>,
}

impl Failpoints {
    pub fn set(&self, hook: Option<Hook>) {
        *self.hook.lock().unwrap_or_else(PoisonError::into_inner) = hook;
    }

    pub async fn reached(&self, point: Point) -> Result<(), Failure> {
        let step = self.hook.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|hook| hook(point));
        match step {
            Some(step) => step.await,
            None => Ok(()),
        }
    }
}
