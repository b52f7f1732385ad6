//! Runtime statistics. They hold plans and texts of queries, so every call is an operator's.

use crate::method::{Entry, entry};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::runtime_stats;
use skep_types::{RuntimeStat, args, calls};

pub const METHODS: &[Entry] = &[entry::<AddRuntimeStats>(), entry::<GetRuntimeStats>()];

pub struct AddRuntimeStats;

impl Method for AddRuntimeStats {
    type Call = calls::AddRuntimeStats;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::AddRuntimeStats) -> Result<(), Refusal> {
        let stat = args.stat.ok_or_else(|| Refusal::meta("stat cannot be null"))?;
        Ok(runtime_stats::add(cx.catalog(), &stat).await?)
    }
}

pub struct GetRuntimeStats;

impl Method for GetRuntimeStats {
    type Call = calls::GetRuntimeStats;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::GetRuntimeStats) -> Result<Vec<RuntimeStat>, Refusal> {
        let request = args.rqst.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        Ok(runtime_stats::get(cx.catalog(), request.max_weight, request.max_create_time).await?)
    }
}
