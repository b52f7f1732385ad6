//! Writing the statistics of a table or of one of its partitions.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::statistics;
use skep_types::{ColumnStatistics, SetPartitionsStatsRequest, SetPartitionsStatsResponse, args, calls};

pub struct UpdateTableColumnStatistics;

impl Method for UpdateTableColumnStatistics {
    type Call = calls::UpdateTableColumnStatistics;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.stats_obj.as_slice())
    }

    async fn run(cx: &Context<'_>, args: args::UpdateTableColumnStatistics) -> Result<bool, Refusal> {
        statistics::update_table(cx.catalog(), &alone(args.stats_obj)?).await?;
        Ok(true)
    }
}

pub struct UpdatePartitionColumnStatistics;

impl Method for UpdatePartitionColumnStatistics {
    type Call = calls::UpdatePartitionColumnStatistics;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.stats_obj.as_slice())
    }

    async fn run(cx: &Context<'_>, args: args::UpdatePartitionColumnStatistics) -> Result<bool, Refusal> {
        statistics::update_partition(cx.catalog(), &alone(args.stats_obj)?).await?;
        Ok(true)
    }
}

/// Hive 4's door: with the write that the statistics come from.
pub struct UpdateTableColumnStatisticsReq;

impl Method for UpdateTableColumnStatisticsReq {
    type Call = calls::UpdateTableColumnStatisticsReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.req.as_ref().map_or(&[], |r| r.col_stats.as_slice()))
    }

    async fn run(
        cx: &Context<'_>,
        args: args::UpdateTableColumnStatisticsReq,
    ) -> Result<SetPartitionsStatsResponse, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        statistics::update_table(cx.catalog(), &request).await?;
        Ok(SetPartitionsStatsResponse { result: true })
    }
}

pub struct UpdatePartitionColumnStatisticsReq;

impl Method for UpdatePartitionColumnStatisticsReq {
    type Call = calls::UpdatePartitionColumnStatisticsReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.req.as_ref().map_or(&[], |r| r.col_stats.as_slice()))
    }

    async fn run(
        cx: &Context<'_>,
        args: args::UpdatePartitionColumnStatisticsReq,
    ) -> Result<SetPartitionsStatsResponse, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        statistics::update_partition(cx.catalog(), &request).await?;
        Ok(SetPartitionsStatsResponse { result: true })
    }
}

/// One right to each table that is written; the catalog refuses more than one.
pub(super) fn need(statistics: &[ColumnStatistics]) -> Need {
    let mut tables: Vec<_> = statistics
        .iter()
        .map(|s| (s.stats_desc.cat_name.as_deref(), s.stats_desc.db_name.as_str(), s.stats_desc.table_name.as_str()))
        .collect();
    tables.dedup();
    let needs =
        tables.into_iter().map(|(catalog, database, table)| super::need(Right::Insert, catalog, database, table));
    needs.reduce(Need::and).unwrap_or_default()
}

fn alone(statistics: Option<ColumnStatistics>) -> Result<SetPartitionsStatsRequest, Refusal> {
    let statistics = statistics.ok_or_else(|| Refusal::meta("statistics cannot be null"))?;
    Ok(SetPartitionsStatsRequest { col_stats: vec![statistics], ..Default::default() })
}
