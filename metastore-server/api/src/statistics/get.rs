//! Reading statistics.

use super::need;
use crate::door::part::Shows;
use crate::presentation::Seen;
use crate::{ArgsOf, Context, Effect, Method, NullableMethod, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::statistics;
use skep_types::{
    ColumnStatistics, PartitionsStatsRequest, PartitionsStatsResult, TableStatsRequest, TableStatsResult, args, calls,
};

pub struct GetTableStatisticsReq;

impl Method for GetTableStatisticsReq {
    type Call = calls::GetTableStatisticsReq;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.request.as_ref();
        request.map_or_else(Need::nothing, |r| need(Right::Select, r.cat_name.as_deref(), &r.db_name, &r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetTableStatisticsReq) -> Result<TableStatsResult, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
        let seen = cx.seen_table(&name).await?;
        Ok(statistics::of_table(cx.catalog(), &shown(request, &seen)).await?)
    }
}

pub struct GetPartitionsStatisticsReq;

impl Method for GetPartitionsStatisticsReq {
    type Call = calls::GetPartitionsStatisticsReq;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.request.as_ref();
        request.map_or_else(Need::nothing, |r| need(Right::Select, r.cat_name.as_deref(), &r.db_name, &r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsStatisticsReq) -> Result<PartitionsStatsResult, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
        let seen = cx.seen_table(&name).await?;
        Ok(statistics::of_partitions(cx.catalog(), &shown_of_partitions(request, &seen)).await?)
    }
}

pub struct GetTableColumnStatistics;

impl NullableMethod for GetTableColumnStatistics {
    type Call = calls::GetTableColumnStatistics;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &args::GetTableColumnStatistics) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetTableColumnStatistics) -> Result<Option<ColumnStatistics>, Refusal> {
        let name = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let column = args.col_name.ok_or_else(|| Refusal::meta("Column name cannot be null."))?;
        let seen = cx.seen_table(&name).await?;
        if !seen.has_statistics(&column) {
            return Ok(None);
        }
        let found = statistics::of_table_column(cx.catalog(), &seen.table, &column).await?;
        Ok(found.map(|found| named(found, &name)))
    }
}

pub struct GetPartitionColumnStatistics;

impl NullableMethod for GetPartitionColumnStatistics {
    type Call = calls::GetPartitionColumnStatistics;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &args::GetPartitionColumnStatistics) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(
        cx: &Context<'_>,
        args: args::GetPartitionColumnStatistics,
    ) -> Result<Option<ColumnStatistics>, Refusal> {
        let name = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let partition = args.part_name.ok_or_else(|| Refusal::meta("Partition name cannot be null."))?;
        let column = args.col_name.ok_or_else(|| Refusal::meta("Column name cannot be null."))?;
        let seen = cx.seen_table(&name).await?;
        if !seen.has_statistics(&column) {
            return Ok(None);
        }
        let found = statistics::of_partition(cx.catalog(), &seen.table, &partition, &column).await?;
        Ok(found.map(|found| named(found, &name)))
    }
}

/// The request for those columns only whose statistics are shown: the others have none.
fn shown(mut request: TableStatsRequest, seen: &Seen) -> TableStatsRequest {
    request.col_names.retain(|column| seen.has_statistics(column));
    request.tbl_name = seen.table.table.clone();
    request
}

pub(super) fn shown_of_partitions(mut request: PartitionsStatsRequest, seen: &Seen) -> PartitionsStatsRequest {
    request.col_names.retain(|column| seen.has_statistics(column));
    request.tbl_name = seen.table.table.clone();
    request
}

/// By the name that was asked for.
fn named(mut found: ColumnStatistics, name: &TableName) -> ColumnStatistics {
    found.stats_desc.table_name = name.table.clone();
    found
}
