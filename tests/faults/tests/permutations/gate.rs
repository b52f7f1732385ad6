//! Lets a server's database calls go one at a time.

use skep_sql::failpoint::Hook;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};

/// A call that does not come to its next step for so long waits for a lock.
const BLOCKED: Duration = Duration::from_millis(60);

pub struct Gate {
    inner: Arc<Inner>,
}

struct Inner {
    permits: Semaphore,
    arrived: AtomicUsize,
    done: AtomicBool,
    changed: Notify,
}

impl Gate {
    pub fn new() -> Gate {
        let (arrived, done, changed) = Default::default();
        Gate { inner: Arc::new(Inner { permits: Semaphore::new(0), arrived, done, changed }) }
    }

    pub fn hook(&self) -> Hook {
        let inner = self.inner.clone();
        Arc::new(move |_point| {
            let inner = inner.clone();
            Box::pin(async move {
                inner.arrived.fetch_add(1, Ordering::SeqCst);
                inner.changed.notify_one();
                inner.permits.acquire().await.expect("never closed").forget();
                Ok(())
            })
        })
    }

    pub async fn until_done<T>(&self, call: impl Future<Output = T>) -> T {
        let answer = call.await;
        self.inner.done.store(true, Ordering::SeqCst);
        self.inner.changed.notify_one();
        answer
    }

    /// Lets it make so many steps, fewer if it is done or waits for somebody. Whether it is done.
    pub async fn steps(&self, count: usize) -> bool {
        self.reaches(1).await;
        for _ in 0..count {
            let next = self.inner.arrived.load(Ordering::SeqCst) + 1;
            self.inner.permits.add_permits(1);
            if !self.reaches(next).await || self.is_done() {
                break;
            }
        }
        self.is_done()
    }

    pub fn open(&self) {
        self.inner.permits.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    fn is_done(&self) -> bool {
        self.inner.done.load(Ordering::SeqCst)
    }

    /// Whether it comes to its next step, or to its end, before it seems to wait for a lock.
    async fn reaches(&self, step: usize) -> bool {
        let there = async {
            while self.inner.arrived.load(Ordering::SeqCst) < step && !self.is_done() {
                self.inner.changed.notified().await;
            }
        };
        tokio::time::timeout(BLOCKED, there).await.is_ok()
    }
}
