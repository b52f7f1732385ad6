//! Removing statistics.

use super::need;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::statistics;
use skep_types::{args, calls};

pub struct DeleteTableColumnStatistics;

impl Method for DeleteTableColumnStatistics {
    type Call = calls::DeleteTableColumnStatistics;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Insert, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DeleteTableColumnStatistics) -> Result<bool, Refusal> {
        let name = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let (column, engine) = (args.col_name.as_deref(), args.engine.as_deref());
        statistics::delete_from_table(cx.catalog(), &name, column, engine).await?;
        Ok(true)
    }
}

pub struct DeletePartitionColumnStatistics;

impl Method for DeletePartitionColumnStatistics {
    type Call = calls::DeletePartitionColumnStatistics;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Insert, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DeletePartitionColumnStatistics) -> Result<bool, Refusal> {
        let name = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let partition = args.part_name.ok_or_else(|| Refusal::meta("Partition name cannot be null."))?;
        let (column, engine) = (args.col_name.as_deref(), args.engine.as_deref());
        statistics::delete_from_partition(cx.catalog(), &name, &partition, column, engine).await?;
        Ok(true)
    }
}

/// Many partitions and columns at once (newest Hive).
pub struct DeleteColumnStatisticsReq;

impl Method for DeleteColumnStatisticsReq {
    type Call = calls::DeleteColumnStatisticsReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        request.map_or_else(Need::nothing, |r| need(Right::Insert, r.cat_name.as_deref(), &r.db_name, &r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::DeleteColumnStatisticsReq) -> Result<bool, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        statistics::delete(cx.catalog(), &request).await?;
        Ok(true)
    }
}
