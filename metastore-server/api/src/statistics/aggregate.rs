//! Statistics of many partitions at once.

use super::get::shown_of_partitions;
use super::{need, update};
use crate::door::part::Shows;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::statistics;
use skep_types::{AggrStats, args, calls};

pub struct GetAggrStatsFor;

impl Method for GetAggrStatsFor {
    type Call = calls::GetAggrStatsFor;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.request.as_ref();
        request.map_or_else(Need::nothing, |r| need(Right::Select, r.cat_name.as_deref(), &r.db_name, &r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetAggrStatsFor) -> Result<AggrStats, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
        let seen = cx.seen_table(&name).await?;
        Ok(statistics::aggregate(cx.catalog(), &shown_of_partitions(request, &seen)).await?)
    }
}

pub struct SetAggrStatsFor;

impl Method for SetAggrStatsFor {
    type Call = calls::SetAggrStatsFor;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        update::need(args.request.as_ref().map_or(&[], |r| r.col_stats.as_slice()))
    }

    async fn run(cx: &Context<'_>, args: args::SetAggrStatsFor) -> Result<bool, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        statistics::set(cx.catalog(), &request).await?;
        Ok(true)
    }
}
