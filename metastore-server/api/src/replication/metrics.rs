//! How replication runs went: Hive writes it down, its operators read it.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::replication::{self, Which};
use skep_types::{ReplicationMetricList, args, calls};

pub struct AddReplicationMetrics;

impl Method for AddReplicationMetrics {
    type Call = calls::AddReplicationMetrics;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Replicate)
    }

    async fn run(cx: &Context<'_>, args: args::AddReplicationMetrics) -> Result<(), Refusal> {
        let sent = args.replication_metric_list.ok_or_else(|| Refusal::meta("metrics cannot be null"))?;
        Ok(replication::add(cx.catalog(), &sent.replication_metric_list).await?)
    }
}

/// Those of a policy, of a scheduled execution or of a dump: of the first that is named, in this order.
pub struct GetReplicationMetrics;

impl Method for GetReplicationMetrics {
    type Call = calls::GetReplicationMetrics;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Replicate)
    }

    async fn run(cx: &Context<'_>, args: args::GetReplicationMetrics) -> Result<ReplicationMetricList, Refusal> {
        let request = args.rqst.unwrap_or_default();
        let which = match (&request.policy, request.scheduled_execution_id, request.dump_execution_id) {
            (Some(policy), _, _) => Which::OfPolicy(policy),
            (None, Some(id), _) => Which::OfExecution(id),
            (None, None, Some(id)) => Which::OfDump(id),
            (None, None, None) => return Err(Refusal::meta("name a policy, a scheduled execution or a dump")),
        };
        Ok(ReplicationMetricList { replication_metric_list: replication::get(cx.catalog(), which).await? })
    }
}
