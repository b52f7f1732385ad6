//! Transactions, write ids, and what a materialized view asks of them.

mod end;
mod materialization;
mod open;
mod owned;
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
