//! Materialized views: their rebuilds, and whether they need one.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::table::materialized;
use skep_txn::materialization;
use skep_types::{LockMaterializationRebuildRequest, LockResponse, Materialization, args, calls};

/// Old doors name the view by their arguments, Hive 4.1's by a request.
macro_rules! rebuild {
    ($(#[$doc:meta])* $method:ident, $ok:ty, $args:ident => $request:expr, $operation:path) => {
        $(#[$doc])*
        pub struct $method;

        impl Method for $method {
            type Call = calls::$method;
            const EFFECT: Effect = Effect::Write;

            fn need($args: &ArgsOf<Self>) -> Need {
                let view: LockMaterializationRebuildRequest = $request;
                Need::table(Right::Alter, Some(&view.db_name), Some(&view.table_name))
            }

            async fn run(cx: &Context<'_>, $args: args::$method) -> Result<$ok, Refusal> {
                let view: LockMaterializationRebuildRequest = $request;
                Ok($operation(&cx.catalog().db, &view.db_name, &view.table_name, view.txn_id).await?)
            }
        }
    };
}

/// The view that an old door's arguments name.
macro_rules! named {
    ($args:ident) => {
        LockMaterializationRebuildRequest {
            db_name: $args.db_name.clone().unwrap_or_default(),
            table_name: $args.table_name.clone().unwrap_or_default(),
            txn_id: $args.txn_id.unwrap_or_default(),
            ..Default::default()
        }
    };
}

rebuild!(GetLockMaterializationRebuild, LockResponse, args => named!(args), materialization::lock);
rebuild!(
    GetLockMaterializationRebuildReq,
    LockResponse,
    args => args.req.clone().unwrap_or_default(),
    materialization::lock
);
rebuild!(HeartbeatLockMaterializationRebuild, bool, args => named!(args), materialization::heartbeat);
rebuild!(
    HeartbeatLockMaterializationRebuildReq,
    bool,
    args => args.req.clone().unwrap_or_default(),
    materialization::heartbeat
);

/// Counts what a writer changed for the views made from a table, which only its id names.
pub struct UpdateTransactionStatistics;

impl Method for UpdateTransactionStatistics {
    type Call = calls::UpdateTransactionStatistics;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::UpdateTransactionStatistics) -> Result<(), Refusal> {
        Ok(materialized::count_changes(cx.catalog(), &args.req.unwrap_or_default()).await?)
    }
}

pub struct GetMaterializationInvalidationInfo;

impl Method for GetMaterializationInvalidationInfo {
    type Call = calls::GetMaterializationInvalidationInfo;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let view = args.creation_metadata.as_ref();
        view.map(|view| Need::table(Right::Select, Some(&view.db_name), Some(&view.tbl_name))).unwrap_or_default()
    }

    /// Where Java cannot compare it sends no result, which Thrift's clients report as a failed call
    /// ("unknown result"). Ours fails as well, and says why.
    async fn run(cx: &Context<'_>, args: args::GetMaterializationInvalidationInfo) -> Result<Materialization, Refusal> {
        let made = args.creation_metadata.unwrap_or_default();
        let now = args.valid_txn_list.unwrap_or_default();
        let info = materialization::invalidation(&cx.catalog().db, &made, &now).await?;
        info.ok_or_else(|| Refusal::meta("the materialized view's snapshot cannot be compared with the current one"))
    }
}
