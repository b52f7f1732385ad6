//! What is done to a server's database calls.

use skep_sql::failpoint::Point;
use skep_sql::{Class, Failure, Pool};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One failure, prepared for the n-th time that a point of the wanted kind is reached.
pub struct Trouble {
    pool: Pool,
    reached: Arc<AtomicUsize>,
    at: usize,
}

/// Where it may strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Any database call before the COMMIT is done.
    BeforeCommitted,
    /// When COMMIT has been done and only its answer is missing.
    Committed,
}

impl Trouble {
    /// The `at`-th point from now on (0 is the next) fails once.
    pub fn prepared(pool: &Pool, when: When, at: usize, class: Class) -> Trouble {
        let reached = Arc::new(AtomicUsize::new(0));
        let count = reached.clone();
        pool.step_in(Some(Arc::new(move |point| {
            let wanted = (point == Point::Committed) == (when == When::Committed);
            let strikes = wanted && count.fetch_add(1, Ordering::SeqCst) == at;
            Box::pin(async move {
                match strikes {
                    true => Err(Failure::new(class, "a test stepped in")),
                    false => Ok(()),
                }
            })
        })));
        Trouble { pool: pool.clone(), reached, at }
    }

    /// Ends it. Whether it struck, and how many points were reached.
    pub fn over(self) -> (bool, usize) {
        self.pool.step_in(None);
        let reached = self.reached.load(Ordering::SeqCst);
        (reached > self.at, reached)
    }
}
