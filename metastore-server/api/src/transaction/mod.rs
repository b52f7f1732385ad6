//! Transactions, write ids, and what a materialized view asks of them.

mod end;
mod materialization;
mod open;
mod replica;
mod write_id;

use crate::method::{Entry, entry};

pub const METHODS: &[Entry] = &[
    entry::<end::AbortTxn>(),
    entry::<end::AbortTxns>(),
    entry::<end::CommitTxn>(),
    entry::<end::AddDynamicPartitions>(),
    entry::<end::GetLatestTxnidInConflict>(),
    entry::<end::HeartbeatTxnRange>(),
    entry::<materialization::GetLockMaterializationRebuild>(),
    entry::<materialization::GetLockMaterializationRebuildReq>(),
    entry::<materialization::GetMaterializationInvalidationInfo>(),
    entry::<materialization::HeartbeatLockMaterializationRebuild>(),
    entry::<materialization::HeartbeatLockMaterializationRebuildReq>(),
    entry::<materialization::UpdateTransactionStatistics>(),
    entry::<open::GetOpenTxns>(),
    entry::<open::GetOpenTxnsInfo>(),
    entry::<open::GetOpenTxnsReq>(),
    entry::<open::OpenTxns>(),
    entry::<open::SeedTxnId>(),
    entry::<replica::GetReplayedTxnsForPolicy>(),
    entry::<replica::ReplTblWriteidState>(),
    entry::<write_id::AddWriteIdsToMinHistory>(),
    entry::<write_id::AllocateTableWriteIds>(),
    entry::<write_id::GetMaxAllocatedTableWriteId>(),
    entry::<write_id::GetValidWriteIds>(),
    entry::<write_id::SeedWriteId>(),
];

/// A door whose whole body is one operation on its one request.
macro_rules! door {
    ($(#[$doc:meta])* $method:ident, $effect:ident, $field:ident, $need:expr, $operation:path) => {
        $(#[$doc])*
        pub struct $method;

        impl crate::Method for $method {
            type Call = skep_types::calls::$method;
            const EFFECT: crate::Effect = crate::Effect::$effect;

            fn need(args: &crate::ArgsOf<Self>) -> skep_access::Need {
                args.$field.as_ref().map($need).unwrap_or_default()
            }

            async fn run(
                cx: &crate::Context<'_>,
                args: crate::ArgsOf<Self>,
            ) -> Result<crate::OkOf<Self>, crate::Refusal> {
                Ok($operation(&cx.catalog().db, &args.$field.unwrap_or_default()).await?)
            }
        }
    };
}
use door;
