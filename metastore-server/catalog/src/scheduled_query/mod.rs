//! Scheduled queries: what HiveServer2 runs by the clock. The metastore keeps the schedules and gives
//! each due query to one executor.
//!
//! A query has one execution at a time. Whoever changes a query or its execution locks the query's
//! row first, so two executors that ask at once, of two servers too, do not get the same execution.

pub mod clean;
pub mod maintain;
mod policy;
pub mod poll;
pub mod progress;
mod schedule;
pub mod sql;

pub use maintain::{get, maintain};
pub use poll::poll;
pub use progress::progress;

use skep_types::ScheduledQueryKey;

const TABLE: &str = "SCHEDULED_QUERIES";

/// How Hive names a scheduled query in its messages.
fn reference(key: &ScheduledQueryKey) -> String {
    format!("{}@{}", key.schedule_name, key.cluster_namespace)
}

#[cfg(test)]
mod tests;
