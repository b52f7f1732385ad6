//! The compaction queue.

mod metrics;
mod queue;
mod worker;

use crate::Refusal;
use crate::method::{Entry, entry};
use skep_access::{Need, Right};

pub const METHODS: &[Entry] = &[
    entry::<queue::AbortCompactions>(),
    entry::<queue::Compact>(),
    entry::<queue::Compact2>(),
    entry::<queue::GetLatestCommittedCompactionInfo>(),
    entry::<queue::ShowCompact>(),
    entry::<queue::SubmitForCleanup>(),
    entry::<worker::FindColumnsWithStats>(),
    entry::<worker::FindNextCompact>(),
    entry::<worker::FindNextCompact2>(),
    entry::<worker::MarkCleaned>(),
    entry::<worker::MarkCompacted>(),
    entry::<worker::MarkFailed>(),
    entry::<worker::MarkRefused>(),
    entry::<worker::SetHadoopJobid>(),
    entry::<worker::UpdateCompactorState>(),
    entry::<metrics::RemoveCompactionMetricsData>(),
    entry::<metrics::UpdateCompactionMetricsData>(),
];

/// The one struct a call is about. Java ends these calls with a null pointer.
fn present<T>(request: Option<T>) -> Result<T, Refusal> {
    request.ok_or_else(|| Refusal::meta("the request is null"))
}

/// Whoever has a table compacted changes its files.
fn of_table(database: &str, table: &str) -> Need {
    Need::table(Right::Alter, Some(database), Some(table))
}

/// What workers and cleaners say and ask.
fn of_compactor() -> Need {
    Need::server(Right::Compactor)
}
