//! Locks on databases, tables and partitions.

mod check;
mod conflict;
mod enqueue;
mod expire;
mod heartbeat;
#[cfg(test)]
mod model;
mod row;
mod show;
pub mod sql;
#[cfg(test)]
mod tests;
mod unlock;

pub use check::check;
pub use enqueue::lock;
pub use expire::expire;
pub use heartbeat::heartbeat;
pub use show::show;
pub use unlock::unlock;
