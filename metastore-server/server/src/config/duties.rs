use super::section::{Objection, section};
use super::values::Time;

section! {
    /// What is done beside the requests, by one server at a time. Each time is how often; 0s leaves it undone.
    Duties = "duties" {
        /// Whether this server stands for election to do it (metastore.housekeeping.threads.on).
        "enabled" enabled: bool = true;
        /// Locks without a heartbeat for catalog.lock-timeout (metastore.timedout.txn.reaper.interval).
        "expired-locks" expired_locks: Time = Time::seconds(180);
        /// Locks on the rebuilding of materialized views, likewise.
        "rebuild-locks" rebuild_locks: Time = Time::seconds(150);
        /// Ended transactions that left nothing behind (metastore.acid.txn.cleaner.interval).
        "empty-transactions" empty_transactions: Time = Time::seconds(10);
        /// Write sets and write ids that no open transaction needs, and what ended ones noted of others
        /// (metastore.acid.housekeeper.interval).
        "transaction-history" transaction_history: Time = Time::seconds(60);
        /// Committed writes that later ones to the same place make uninteresting
        /// (metastore.compaction.housekeeper.interval).
        "duplicate-writes" duplicate_writes: Time = Time::seconds(300);
        /// Compactions whose worker has said nothing for compaction-worker-timeout go back to the queue
        /// (metastore.compactor.check.interval).
        "silent-workers" silent_workers: Time = Time::seconds(300);
        /// After so long a worker has died (metastore.compactor.worker.timeout).
        "compaction-worker-timeout" compaction_worker_timeout: Time = Time::seconds(24 * 60 * 60);
        /// The history of compactions beyond what the next keys keep (metastore.compaction.housekeeper.interval).
        "compaction-history" compaction_history: Time = Time::seconds(300);
        /// Of each table or partition: compactions that succeeded (metastore.compactor.history.retention.succeeded),
        "keep-succeeded-compactions" keep_succeeded_compactions: u32 = 3;
        /// failed (metastore.compactor.history.retention.failed; not below 2, which is when Hive stops trying),
        "keep-failed-compactions" keep_failed_compactions: u32 = 3;
        /// were refused (metastore.compactor.history.retention.refused),
        "keep-refused-compactions" keep_refused_compactions: u32 = 3;
        /// or could not be queued (metastore.compactor.history.retention.did.not.initiate).
        "keep-uninitiated-compactions" keep_uninitiated_compactions: u32 = 2;
        /// What did not succeed goes after so long, if something since did (metastore.compactor.history.retention.timeout).
        "compaction-history-timeout" compaction_history_timeout: Time = Time::seconds(7 * 24 * 60 * 60);
        /// Events older than catalog.notification-ttl (metastore.event.db.listener.clean.interval).
        "old-events" old_events: Time = Time::seconds(2 * 60 * 60);
        /// Partitions older than their table's partition.retention.period, where discover.partitions is true
        /// (metastore.partition.management.task.frequency).
        "expired-partitions" expired_partitions: Time = Time::seconds(6 * 60 * 60);
        /// Runtime statistics of queries (metastore.runtime.stats.clean.frequency).
        "runtime-statistics" runtime_statistics: Time = Time::seconds(60 * 60);
        /// How long these are kept (metastore.runtime.stats.max.age).
        "runtime-statistics-age" runtime_statistics_age: Time = Time::seconds(3 * 24 * 60 * 60);
        /// Executions of scheduled queries whose executor is gone
        /// (metastore.scheduled.queries.execution.maint.task.frequency).
        "lost-executions" lost_executions: Time = Time::seconds(60);
        /// Executions of scheduled queries that ended a month ago
        /// (metastore.scheduled.queries.execution.clean.frequency).
        "old-executions" old_executions: Time = Time::seconds(60 * 60);
    }
}

/// Failures in a row after which Hive's initiator leaves a table alone
/// (`metastore.compactor.initiator.failed.compacts.threshold`): it counts them in the history.
const FAILURES_THAT_COUNT: u32 = 2;

impl Duties {
    fn validate(&self) -> Vec<Objection> {
        let mut objections = Vec::new();
        for (key, every) in [
            ("expired-locks", self.expired_locks),
            ("rebuild-locks", self.rebuild_locks),
            ("empty-transactions", self.empty_transactions),
            ("transaction-history", self.transaction_history),
            ("duplicate-writes", self.duplicate_writes),
            ("silent-workers", self.silent_workers),
            ("compaction-history", self.compaction_history),
            ("old-events", self.old_events),
            ("expired-partitions", self.expired_partitions),
            ("runtime-statistics", self.runtime_statistics),
            ("lost-executions", self.lost_executions),
            ("old-executions", self.old_executions),
        ] {
            if !every.0.is_zero() && every < Time::seconds(1) {
                objections.push((key, format!("{every} is less than a second; 0s leaves it undone")));
            }
        }
        if self.keep_failed_compactions < FAILURES_THAT_COUNT {
            let text = format!("{} is less than {FAILURES_THAT_COUNT}", self.keep_failed_compactions);
            objections.push(("keep-failed-compactions", text));
        }
        objections
    }
}
