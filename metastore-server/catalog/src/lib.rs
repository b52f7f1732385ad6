//! skep-catalog

pub mod filter;
pub mod partition;
