//! Transactions: opened, kept alive, committed or aborted, and what others see of them.

mod abort;
mod commit;
mod dynamic;
mod expire;
mod heartbeat;
mod list;
mod open;
mod reason;
mod replica;
mod seed;
pub mod sql;
pub(crate) mod state;
#[cfg(test)]
mod tests;

pub use abort::{abort, abort_all};
pub use commit::{commit, latest_in_conflict};
pub use dynamic::add_partitions;
pub use expire::expire;
pub use heartbeat::heartbeat_range;
pub use list::{info, list, list_without};
pub use open::open;
pub use replica::replayed;
pub use seed::seed;

pub(crate) use abort::abort_in;
pub(crate) use list::OpenTxns;
pub(crate) use open::insert;
pub(crate) use reason::Reason;
pub(crate) use replica::targets;

/// Ids of one statement.
const CHUNK: usize = 1000;
