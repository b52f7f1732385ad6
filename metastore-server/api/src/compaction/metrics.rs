//! Numbers of delta files that workers report.

use super::{of_compactor, present};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_txn::compaction;
use skep_types::{args, calls};

pub struct UpdateCompactionMetricsData;

impl Method for UpdateCompactionMetricsData {
    type Call = calls::UpdateCompactionMetricsData;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        of_compactor()
    }

    async fn run(cx: &Context<'_>, args: args::UpdateCompactionMetricsData) -> Result<bool, Refusal> {
        Ok(compaction::update_metrics(&cx.catalog().db, &present(args.data)?).await?)
    }
}

pub struct RemoveCompactionMetricsData;

impl Method for RemoveCompactionMetricsData {
    type Call = calls::RemoveCompactionMetricsData;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        of_compactor()
    }

    async fn run(cx: &Context<'_>, args: args::RemoveCompactionMetricsData) -> Result<(), Refusal> {
        Ok(compaction::remove_metrics(&cx.catalog().db, &present(args.request)?).await?)
    }
}
