//! Making, changing, removing and reading scheduled queries.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::scheduled_query;
use skep_types::{ScheduledQuery, args, calls};

pub struct ScheduledQueryMaintenance;

impl Method for ScheduledQueryMaintenance {
    type Call = calls::ScheduledQueryMaintenance;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::ScheduledQueryMaintenance) -> Result<(), Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        Ok(scheduled_query::maintain(cx.catalog(), &request).await?)
    }
}

pub struct GetScheduledQuery;

impl Method for GetScheduledQuery {
    type Call = calls::GetScheduledQuery;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::GetScheduledQuery) -> Result<ScheduledQuery, Refusal> {
        let key = args.schedule_key.ok_or_else(|| Refusal::meta("schedule key cannot be null"))?;
        Ok(scheduled_query::get(cx.catalog(), &key).await?)
    }
}
