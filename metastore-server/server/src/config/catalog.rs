use super::section::{Objection, section};
use super::values::Time;
use skep_catalog::ValuePattern;

section! {
    /// Behaviours of the catalog, named after the Hive settings they stand for.
    Catalog = "catalog" {
        /// Refuse to change a column to a type that old data cannot be read as
        /// (metastore.disallow.incompatible.col.type.changes). Spark switches it off for its own sessions.
        "disallow-incompatible-col-type-changes" disallow_incompatible_col_type_changes: bool = true;
        /// List a table's directory to fill numFiles and totalSize where Hive does (metastore.stats.autogather).
        "stats-autogather" stats_autogather: bool = true;
        /// Count the distinct values of many partitions by the sketches that each has, which have to be read for it
        /// (metastore.stats.fetch.bitvector).
        "stats-fetch-bitvector" stats_fetch_bitvector: bool = false;
        /// Without sketches: think that values lie as far apart in many partitions together as in one
        /// (metastore.stats.ndv.densityfunction).
        "stats-ndv-densityfunction" stats_ndv_densityfunction: bool = false;
        /// Else: from 0.0, as many distinct values as the partition with the most has, to 1.0, as many as all have
        /// added up (metastore.stats.ndv.tuner).
        "stats-ndv-tuner" stats_ndv_tuner: f64 = 0.0;
        /// Refuse insert-only tables to clients that do not say they can read them (metastore.client.capability.check).
        "client-capability-check" client_capability_check: bool = true;
        /// Refuse listings of more partitions than this (metastore.limit.partition.request); -1 refuses none.
        "limit-partition-request" limit_partition_request: i64 = -1;
        /// Values of new partitions must match this regular expression (metastore.partition.name.whitelist.pattern);
        /// an empty one lets all through.
        "partition-name-whitelist-pattern" partition_name_whitelist_pattern: String = String::new();
        /// Write one event for partitions that are altered together, on schemas that have it, and not one each
        /// (metastore.alterPartitions.notification.v2.enabled).
        "alter-partitions-notification-v2" alter_partitions_notification_v2: bool = true;
        /// Switch a scheduled query off that failed so many times in a row; 0 never does
        /// (metastore.scheduled.queries.autodisable.count).
        "scheduled-queries-autodisable-count" scheduled_queries_autodisable_count: u32 = 0;
        /// Let a scheduled query that failed pass as many of its next turns as it failed in a row, up to this many;
        /// 0 lets none pass (metastore.scheduled.queries.skip.opportunities.after.failures).
        "scheduled-queries-skip-opportunities" scheduled_queries_skip_opportunities: u32 = 0;
        /// A lock or transaction without a heartbeat for so long is given up (metastore.txn.timeout).
        "lock-timeout" lock_timeout: Time = Time::seconds(300);
        /// Events older than this are deleted (metastore.event.db.listener.timetolive); 0s keeps them for ever.
        "notification-ttl" notification_ttl: Time = Time::seconds(24 * 60 * 60);
        /// Calls that take longer are logged as warnings.
        "slow-call" slow_call: Time = Time::seconds(5);
    }
}

impl Catalog {
    fn validate(&self) -> Vec<Objection> {
        let mut objections = Vec::new();
        if self.lock_timeout < Time::seconds(1) {
            objections.push(("lock-timeout", format!("{} is less than a second", self.lock_timeout)));
        }
        if !(0.0..=1.0).contains(&self.stats_ndv_tuner) {
            objections.push(("stats-ndv-tuner", format!("{} is not between 0.0 and 1.0", self.stats_ndv_tuner)));
        }
        if let Err(error) = ValuePattern::parse(&self.partition_name_whitelist_pattern) {
            objections.push(("partition-name-whitelist-pattern", error));
        }
        objections
    }
}
