//! What replication asks for.

use crate::method::door;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_txn::{transaction, write_id};
use skep_types::{ReplayedTxnsForPolicyResult, args, calls};

door!(ReplTblWriteidState, Write, rqst, |_| Need::server(Right::Operate), [catalog.db], write_id::replicate);

pub struct GetReplayedTxnsForPolicy;

impl Method for GetReplayedTxnsForPolicy {
    type Call = calls::GetReplayedTxnsForPolicy;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(
        cx: &Context<'_>,
        args: args::GetReplayedTxnsForPolicy,
    ) -> Result<ReplayedTxnsForPolicyResult, Refusal> {
        let policy = args.policy_name.unwrap_or_default();
        Ok(transaction::replayed(&cx.catalog().db, &policy).await?)
    }
}
