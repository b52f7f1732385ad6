//! What is done beside the requests: locks of dead clients, old events, what executors of scheduled queries left behind
//! and old runtime statistics are removed.
//!
//! Any number of servers may do it on one database, beside a Java metastore too: all duties only touch what is due.

use std::future::Future;
use std::time::Duration;

use skep_catalog::{Catalog, event, runtime_stats, scheduled_query};
use skep_txn::{Locks, lock};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::config::Config;

/// First run after the start: not in the way of the first requests, and not a whole interval away for a server that is
/// restarted often.
const FIRST: Duration = Duration::from_secs(60);

/// An executor that says nothing for so long has lost its scheduled query
/// (`metastore.scheduled.queries.execution.timeout`).
const EXECUTION_SILENCE: Duration = Duration::from_secs(120);
/// How often such executors are looked for (`metastore.scheduled.queries.execution.maint.task.frequency`).
const EXECUTION_INTERVAL: Duration = Duration::from_secs(60);
/// How long ended executions are kept (`metastore.scheduled.queries.execution.max.age`).
const EXECUTION_AGE: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// How long runtime statistics are kept (`runtime.stats.max.age`).
const STATISTICS_AGE: Duration = Duration::from_secs(3 * 24 * 60 * 60);
/// How often old executions and statistics are looked for (`runtime.stats.clean.frequency`).
const AGE_INTERVAL: Duration = Duration::from_secs(60 * 60);

/// Runs the duties until the returned set is dropped.
pub fn start(config: &Config, catalog: Catalog, locks: Locks) -> JoinSet<()> {
    let mut duties = JoinSet::new();
    duties.spawn(repeat("expired locks", config.catalog.lock_reaper_interval.0, move || {
        let locks = locks.clone();
        async move { lock::expire(&locks).await }
    }));
    workload(&mut duties, &catalog);
    let keep = config.catalog.notification_ttl.0;
    if !keep.is_zero() {
        duties.spawn(repeat("old events", config.catalog.notification_clean_interval.0, move || {
            let catalog = catalog.clone();
            async move { event::clean(&catalog, keep).await }
        }));
    }
    duties
}

/// What HiveServer2 leaves behind. Hive's own defaults are kept: nobody is known to change them.
fn workload(duties: &mut JoinSet<()>, catalog: &Catalog) {
    let shared = catalog.clone();
    duties.spawn(repeat("executions of scheduled queries without an executor", EXECUTION_INTERVAL, move || {
        let catalog = shared.clone();
        async move { scheduled_query::clean::time_out(&catalog, EXECUTION_SILENCE).await }
    }));
    let shared = catalog.clone();
    duties.spawn(repeat("old executions of scheduled queries", AGE_INTERVAL, move || {
        let catalog = shared.clone();
        async move { scheduled_query::clean::delete_old(&catalog, EXECUTION_AGE).await }
    }));
    let shared = catalog.clone();
    duties.spawn(repeat("old runtime statistics", AGE_INTERVAL, move || {
        let catalog = shared.clone();
        async move { runtime_stats::clean(&catalog, STATISTICS_AGE).await }
    }));
}

/// A failure is logged and the next turn tries again: the database may be away for a while.
async fn repeat<F, E>(what: &'static str, interval: Duration, mut duty: impl FnMut() -> F)
where
    F: Future<Output = Result<u64, E>>,
    E: std::fmt::Display,
{
    let mut pause = interval.min(FIRST);
    loop {
        sleep(pause).await;
        pause = interval;
        match duty().await {
            Ok(0) => tracing::debug!(what, "nothing to remove"),
            Ok(rows) => tracing::info!(what, rows, "removed"),
            Err(error) => tracing::warn!(what, %error, "not removed, the next turn tries again"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_duty_that_fails_has_its_next_turn_after_the_interval() {
        let (turns, started) = (Arc::new(AtomicU64::new(0)), Instant::now());
        let counted = turns.clone();
        let mut duties = JoinSet::new();
        duties.spawn(repeat("nothing", Duration::from_secs(180), move || {
            let turn = counted.fetch_add(1, Ordering::SeqCst);
            async move { if turn == 0 { Err("the database is away") } else { Ok(turn) } }
        }));
        for (turn, due) in [(1, FIRST), (2, FIRST + Duration::from_secs(180)), (3, FIRST + Duration::from_secs(360))] {
            tokio::time::sleep_until(started + due - Duration::from_millis(1)).await;
            assert_eq!(turns.load(Ordering::SeqCst), turn - 1, "not before its time");
            tokio::time::sleep(Duration::from_millis(2)).await;
            assert_eq!(turns.load(Ordering::SeqCst), turn);
        }
    }
}
