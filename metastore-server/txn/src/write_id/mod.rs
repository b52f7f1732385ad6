//! Write ids: each table counts its own writers, so that its files can say in which order they were
//! written without knowing of the transactions on others.

mod allocate;
mod history;
#[cfg(test)]
mod model;
mod replicate;
pub mod sql;
#[cfg(test)]
mod tests;
mod valid;

pub use allocate::{allocate, max, seed};
pub use history::remember_oldest;
pub use replicate::replicate;
pub use valid::valid;

pub(crate) use valid::{Valid, of_tables};
