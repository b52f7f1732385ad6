//! skep-sql

pub mod schema;
