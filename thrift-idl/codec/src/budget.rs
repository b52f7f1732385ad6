//! Memory that decoded values may take: per message, and in total.

use crate::DecodeError;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The total that all messages in work share.
#[derive(Debug)]
pub struct Pool {
    free: AtomicUsize,
}

impl Pool {
    pub fn new(bytes: usize) -> Arc<Pool> {
        Arc::new(Pool { free: AtomicUsize::new(bytes) })
    }

    pub fn free(&self) -> usize {
        self.free.load(Relaxed)
    }
}

/// What one message may take. Charged as values are decoded (an empty `Partition`
/// is one byte on the wire and a kilobyte in memory), given back when dropped.
#[derive(Debug)]
pub struct Budget {
    limit: usize,
    used: AtomicUsize,
    pool: Option<Arc<Pool>>,
}

impl Budget {
    /// At most `bytes` for this message.
    pub fn new(bytes: usize) -> Budget {
        Budget { limit: bytes, used: AtomicUsize::new(0), pool: None }
    }

    /// The same, also counted against all others.
    pub fn shared(bytes: usize, pool: Arc<Pool>) -> Budget {
        let mut budget = Budget::new(bytes);
        budget.pool = Some(pool);
        budget
    }

    /// What has been charged so far.
    pub fn used(&self) -> usize {
        self.used.load(Relaxed)
    }

    /// Accounts for `bytes` about to be held. A refusal charges nothing.
    pub fn charge(&self, bytes: usize) -> Result<(), DecodeError> {
        let within = |used: usize| used.checked_add(bytes).filter(|sum| *sum <= self.limit);
        self.used.fetch_update(Relaxed, Relaxed, within).map_err(|_| DecodeError::OutOfMemory)?;
        let Some(pool) = &self.pool else { return Ok(()) };
        if pool.free.fetch_update(Relaxed, Relaxed, |free| free.checked_sub(bytes)).is_err() {
            self.used.fetch_sub(bytes, Relaxed);
            return Err(DecodeError::Busy);
        }
        Ok(())
    }
}

impl Drop for Budget {
    fn drop(&mut self) {
        if let Some(pool) = &self.pool {
            pool.free.fetch_add(self.used(), Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pool_gets_back_what_a_dropped_message_took() {
        let pool = Pool::new(100);
        let message = Budget::shared(80, pool.clone());
        assert_eq!(message.charge(60), Ok(()));
        assert_eq!(message.charge(30), Err(DecodeError::OutOfMemory));
        let other = Budget::shared(80, pool.clone());
        assert_eq!(other.charge(50), Err(DecodeError::Busy));
        assert_eq!(other.charge(40), Ok(()), "a refusal charges nothing");
        drop(message);
        drop(other);
        assert_eq!(pool.free(), 100);
    }
}
