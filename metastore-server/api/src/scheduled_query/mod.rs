//! Scheduled queries. Their text is what somebody runs, so every call is an operator's.

mod execution;
mod maintenance;

use crate::method::{Entry, entry};

pub const METHODS: &[Entry] = &[
    entry::<execution::ScheduledQueryPoll>(),
    entry::<execution::ScheduledQueryProgress>(),
    entry::<maintenance::GetScheduledQuery>(),
    entry::<maintenance::ScheduledQueryMaintenance>(),
];
