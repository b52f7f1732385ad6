//! When to try again.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// Up to 2 ms at first, up to 200 ms later; the jitter keeps two losers apart.
pub(crate) fn backoff(attempt: u32) -> Duration {
    let most = (2_u64 << attempt.min(7)).min(200);
    Duration::from_micros(random() % (most * 1000) + 100)
}

/// Good enough to keep two servers out of step.
pub(crate) fn random() -> u64 {
    RandomState::new().hash_one(0)
}
