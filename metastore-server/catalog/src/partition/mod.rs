//! Partitions: their names, and every operation on them.
//!
//! Reads take one snapshot, choose ids in name order ([`select`]) and read the partitions behind them
//! chunk by chunk with a fixed number of statements each. Writes hold the table's row for their whole
//! transaction; directories are made or moved before it and deleted after it.

pub mod add;
pub mod alter;
pub mod append;
mod arrive;
mod by_values;
pub mod drop;
mod drop_all;
pub mod exchange;
mod existing;
mod filtered;
pub mod get;
mod group;
pub mod list;
pub mod mark;
pub mod name;
mod parent;
pub mod projection;
pub(crate) mod read;
pub mod rename;
pub mod select;
pub mod spec;
pub mod sql;
mod statistics;
mod target;
pub mod values;
pub mod visible;

pub use by_values::by_values;
pub use drop_all::drop_all_partitions;
pub use get::One;
pub use group::grouped;
pub use parent::Parent;
pub use target::{Hold, Target};

#[cfg(test)]
mod tests;
