//! Which duties this server has, by its configuration.

use std::future::Future;

use skep::duties::{Beginning, Duties, Duty, Problem, start as begin};
use skep_catalog::{Catalog, event, runtime_stats, scheduled_query, upkeep};
use skep_txn::lease::Office;
use skep_txn::{Locks, compaction, housekeeping, lock, transaction};
use std::time::Duration;

use crate::config::{self, Config, Time};

const BEGINNING: Beginning = Beginning { election: Duration::from_secs(30), turns: Duration::from_secs(60) };

/// An executor that says nothing for so long has lost its scheduled query
/// (`metastore.scheduled.queries.execution.timeout`).
const EXECUTION_SILENCE: Duration = Duration::from_secs(120);
/// How long ended executions are kept (`metastore.scheduled.queries.execution.max.age`).
const EXECUTION_AGE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Starts them. None if they are another server's.
pub fn start(config: &Config, catalog: &Catalog, locks: &Locks) -> Option<Duties> {
    let host = nix::unistd::gethostname().ok().and_then(|name| name.into_string().ok());
    let host = host.unwrap_or_else(|| config.server.listen.clone());
    let mut duties = of_transactions(&config.duties, locks);
    duties.extend(of_compactions(&config.duties, locks));
    duties.extend(of_catalog(config, catalog));
    config.duties.enabled.then(|| begin(duties, locks, &host, BEGINNING))
}

fn of_transactions(times: &config::Duties, locks: &Locks) -> Vec<Duty> {
    let duties = [
        duty("expired locks", Office::Housekeeping, times.expired_locks, locks, |locks| async move {
            lock::expire(&locks).await
        }),
        duty("transactions of dead clients", Office::Housekeeping, times.expired_locks, locks, |locks| async move {
            transaction::expire(&locks).await
        }),
        duty("rebuild locks", Office::Housekeeping, times.rebuild_locks, locks, |locks| async move {
            housekeeping::rebuild_locks(&locks).await
        }),
        duty("empty transactions", Office::Housekeeping, times.empty_transactions, locks, |locks| async move {
            housekeeping::empty_transactions(&locks.db).await
        }),
        duty("transaction history", Office::Housekeeping, times.transaction_history, locks, |locks| async move {
            let (db, noted) = (&locks.db, housekeeping::min_history(&locks.db).await?);
            Ok::<_, skep_txn::Error>(noted + housekeeping::write_sets(db).await? + housekeeping::write_ids(db).await?)
        }),
    ];
    duties.into_iter().flatten().collect()
}

fn of_compactions(times: &config::Duties, locks: &Locks) -> Vec<Duty> {
    let silence = times.compaction_worker_timeout.0;
    let retention = compaction::Retention {
        succeeded: times.keep_succeeded_compactions,
        failed: times.keep_failed_compactions,
        refused: times.keep_refused_compactions,
        not_initiated: times.keep_uninitiated_compactions,
        timeout: times.compaction_history_timeout.0,
    };
    let duties = [
        duty("duplicate writes", Office::Housekeeping, times.duplicate_writes, locks, |locks| async move {
            housekeeping::duplicate_writes(&locks.db).await
        }),
        duty("silent workers", Office::Housekeeping, times.silent_workers, locks, move |locks| async move {
            compaction::revoke_silent_workers(&locks.db, silence).await
        }),
        duty("compaction history", Office::Housekeeping, times.compaction_history, locks, move |locks| async move {
            compaction::shorten_history(&locks.db, &retention).await
        }),
    ];
    duties.into_iter().flatten().collect()
}

fn of_catalog(config: &Config, catalog: &Catalog) -> Vec<Duty> {
    let times = &config.duties;
    let keep = config.catalog.notification_ttl.0;
    // A log that is kept for ever needs no cleaning.
    let old_events = if keep.is_zero() { Time::seconds(0) } else { times.old_events };
    let age = times.runtime_statistics_age.0;
    let duties = [
        duty("old events", Office::Always, old_events, catalog, move |catalog| async move {
            let writes = upkeep::forget_write_events(&catalog, keep).await?;
            Ok::<_, skep_catalog::Error>(writes + event::clean(&catalog, keep).await?)
        }),
        duty("expired partitions", Office::Always, times.expired_partitions, catalog, |catalog| async move {
            upkeep::drop_expired_partitions(&catalog).await
        }),
        duty("runtime statistics", Office::Always, times.runtime_statistics, catalog, move |catalog| async move {
            runtime_stats::clean(&catalog, age).await
        }),
        duty("lost executions", Office::Always, times.lost_executions, catalog, |catalog| async move {
            scheduled_query::clean::time_out(&catalog, EXECUTION_SILENCE).await
        }),
        duty("old executions", Office::Always, times.old_executions, catalog, |catalog| async move {
            scheduled_query::clean::delete_old(&catalog, EXECUTION_AGE).await
        }),
    ];
    duties.into_iter().flatten().collect()
}

/// None if it is to be left undone.
fn duty<W, F, E>(
    name: &'static str,
    office: Office,
    every: Time,
    with: &W,
    turn: impl Fn(W) -> F + Send + Sync + 'static,
) -> Option<Duty>
where
    W: Clone + Send + Sync + 'static,
    F: Future<Output = Result<u64, E>> + Send + 'static,
    E: Into<Problem>,
{
    let with = with.clone();
    (!every.0.is_zero()).then(|| Duty::new(name, office, every.0, move || turn(with.clone())))
}
