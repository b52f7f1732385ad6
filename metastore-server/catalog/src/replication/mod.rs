//! What Hive's replication leaves behind for its operators: how its runs went.

mod metrics;
pub mod sql;

pub use metrics::{Which, add, get};

#[cfg(test)]
mod tests;
