//! What a transaction does while it lives, and its end. Whose an id is, a need cannot say.

use crate::method::door;
use crate::{ArgsOf, Context, Effect, Method, OkOf, Refusal};
use skep_access::{Need, Right};
use skep_txn::transaction;
use skep_types::{Str, args, calls};

/// An operation on transactions of the caller.
macro_rules! owned {
    ($method:ident, $field:ident, $policy:expr, |$cx:ident, $request:ident| $own:expr, $operation:path) => {
        pub struct $method;

        impl Method for $method {
            type Call = calls::$method;
            const EFFECT: Effect = Effect::Write;

            fn need(args: &ArgsOf<Self>) -> Need {
                need(args.$field.as_ref().and_then($policy))
            }

            async fn run($cx: &Context<'_>, args: ArgsOf<Self>) -> Result<OkOf<Self>, Refusal> {
                let $request = args.$field.unwrap_or_default();
                $own.await?;
                Ok($operation(&$cx.catalog.db, &$request).await?)
            }
        }
    };
}

/// An id of another metastore stands for one of ours, which is whoever's replicates.
fn need(policy: Option<&Str>) -> Need {
    policy.map_or_else(Need::filtered, |_| Need::server(Right::Replicate))
}

owned!(AbortTxn, rqst, |r| r.repl_policy.as_ref(), |cx, request| cx.own_txns(&[request.txnid]), transaction::abort);
owned!(AbortTxns, rqst, |_| None, |cx, request| cx.own_txns(&request.txn_ids), transaction::abort_all);
owned!(CommitTxn, rqst, |r| r.repl_policy.as_ref(), |cx, request| cx.own_txns(&[request.txnid]), transaction::commit);
owned!(HeartbeatTxnRange, txns, |_| None, |cx, request| cx.own_range(&request), transaction::heartbeat_range);
door!(
    AddDynamicPartitions,
    Write,
    rqst,
    |rqst| Need::table(Right::Insert, Some(&rqst.dbname), Some(&rqst.tablename)),
    [catalog.db],
    transaction::add_partitions
);

pub struct GetLatestTxnidInConflict;

impl Method for GetLatestTxnidInConflict {
    type Call = calls::GetLatestTxnidInConflict;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::GetLatestTxnidInConflict) -> Result<i64, Refusal> {
        Ok(transaction::latest_in_conflict(&cx.catalog().db, args.txn_id.unwrap_or_default()).await?)
    }
}
