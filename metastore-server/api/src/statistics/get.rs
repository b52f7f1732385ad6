//! Reading statistics.

use super::need;
use crate::{ArgsOf, Context, Effect, Method, NullableMethod, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::statistics;
use skep_types::{ColumnStatistics, PartitionsStatsResult, TableStatsResult, args, calls};

pub struct GetTableStatisticsReq;

impl Method for GetTableStatisticsReq {
    type Call = calls::GetTableStatisticsReq;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.request.as_ref();
        request.map_or_else(Need::nothing, |r| need(Right::Select, r.cat_name.as_deref(), &r.db_name, &r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetTableStatisticsReq) -> Result<TableStatsResult, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        Ok(statistics::of_table(cx.catalog(), &request).await?)
    }
}

pub struct GetPartitionsStatisticsReq;

impl Method for GetPartitionsStatisticsReq {
    type Call = calls::GetPartitionsStatisticsReq;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.request.as_ref();
        request.map_or_else(Need::nothing, |r| need(Right::Select, r.cat_name.as_deref(), &r.db_name, &r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsStatisticsReq) -> Result<PartitionsStatsResult, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        Ok(statistics::of_partitions(cx.catalog(), &request).await?)
    }
}

pub struct GetTableColumnStatistics;

impl NullableMethod for GetTableColumnStatistics {
    type Call = calls::GetTableColumnStatistics;

    fn need(args: &args::GetTableColumnStatistics) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetTableColumnStatistics) -> Result<Option<ColumnStatistics>, Refusal> {
        let name = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let column = args.col_name.ok_or_else(|| Refusal::meta("Column name cannot be null."))?;
        Ok(statistics::of_table_column(cx.catalog(), &name, &column).await?)
    }
}

pub struct GetPartitionColumnStatistics;

impl NullableMethod for GetPartitionColumnStatistics {
    type Call = calls::GetPartitionColumnStatistics;

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
        Ok(statistics::of_partition(cx.catalog(), &name, &partition, &column).await?)
    }
}
