//! The small calls of Hive's replication.

mod metrics;
mod recycle;

use crate::method::{Entry, entry};

pub const METHODS: &[Entry] = &[
    entry::<metrics::AddReplicationMetrics>(),
    entry::<metrics::GetReplicationMetrics>(),
    entry::<recycle::CmRecycle>(),
];
