//! Column statistics.

mod aggregate;
mod delete;
mod get;
mod update;

use crate::method::{Entry, entry, nullable};
use skep_access::{Need, Right};

pub const METHODS: &[Entry] = &[
    entry::<aggregate::GetAggrStatsFor>(),
    entry::<aggregate::SetAggrStatsFor>(),
    entry::<delete::DeleteColumnStatisticsReq>(),
    entry::<delete::DeletePartitionColumnStatistics>(),
    entry::<delete::DeleteTableColumnStatistics>(),
    nullable::<get::GetPartitionColumnStatistics>(),
    entry::<get::GetPartitionsStatisticsReq>(),
    nullable::<get::GetTableColumnStatistics>(),
    entry::<get::GetTableStatisticsReq>(),
    entry::<update::UpdatePartitionColumnStatistics>(),
    entry::<update::UpdatePartitionColumnStatisticsReq>(),
    entry::<update::UpdateTableColumnStatistics>(),
    entry::<update::UpdateTableColumnStatisticsReq>(),
];

/// The right to a table that a request may name with its catalog beside it.
fn need(right: Right, catalog: Option<&str>, database: &str, table: &str) -> Need {
    Need::table_in(right, catalog, Some(database), Some(table))
}
