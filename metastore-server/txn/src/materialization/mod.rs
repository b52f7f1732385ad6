//! Materialized views: whether what they show is out of date, and who is rebuilding one.

mod invalidation;
mod rebuild;
pub mod sql;
#[cfg(test)]
mod tests;

pub use invalidation::invalidation;
pub use rebuild::{heartbeat, lock};
