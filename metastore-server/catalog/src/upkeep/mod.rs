//! What is removed for its age: partitions whose table says how long they are kept, and rows that nobody reads any more.
//!
//! Safe to run anywhere, any number of times, and to be killed at any point.

mod retention;
mod rows;
pub mod sql;
#[cfg(test)]
mod tests;

pub use retention::drop_expired_partitions;
pub use rows::forget_write_events;
