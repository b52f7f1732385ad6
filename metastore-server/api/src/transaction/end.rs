//! What a transaction does while it lives, and its end. Whose an id is, a need cannot say.

use crate::method::door;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_txn::transaction;
use skep_types::{args, calls};

door!(AbortTxn, Write, rqst, |_| Need::nothing(), [catalog.db], transaction::abort);
door!(AbortTxns, Write, rqst, |_| Need::nothing(), [catalog.db], transaction::abort_all);
door!(CommitTxn, Write, rqst, |_| Need::nothing(), [catalog.db], transaction::commit);
door!(HeartbeatTxnRange, Write, txns, |_| Need::nothing(), [catalog.db], transaction::heartbeat_range);
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
