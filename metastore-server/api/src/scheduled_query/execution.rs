//! What executors ask for and tell.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::scheduled_query;
use skep_types::{ScheduledQueryPollResponse, args, calls};

pub struct ScheduledQueryPoll;

impl Method for ScheduledQueryPoll {
    type Call = calls::ScheduledQueryPoll;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::ScheduledQueryPoll) -> Result<ScheduledQueryPollResponse, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        Ok(scheduled_query::poll(cx.catalog(), &request.cluster_namespace).await?)
    }
}

pub struct ScheduledQueryProgress;

impl Method for ScheduledQueryProgress {
    type Call = calls::ScheduledQueryProgress;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::ScheduledQueryProgress) -> Result<(), Refusal> {
        let info = args.info.ok_or_else(|| Refusal::meta("info cannot be null"))?;
        Ok(scheduled_query::progress(cx.catalog(), &info).await?)
    }
}
