//! The metastore's interface over the AWS Glue Data Catalog: what a client asks of Hive's metastore is
//! asked of Glue, and nothing is kept here but locks.
//!
//! [`aws`] calls Glue; a folder per noun turns Hive's operations into such calls. [`Service`] has the
//! list of methods: those that Glue can answer, those of the connection and of locks, which an ordinary
//! service beside it answers (`methods.tsv` says which are whose), and no others. A client that asks for
//! more is told UNKNOWN_METHOD, as by a metastore that is too old for it.
//!
//! What Glue cannot hold is refused by name. A call is whole or not at all as far as Glue permits: it has
//! no transactions, so what was made for a call that then fails is taken back (see `docs/glue.md`).

pub mod aws;
mod column;
mod context;
mod database;
mod door;
mod function;
mod partition;
mod place;
mod service;
mod statistics;
mod storage;
mod table;

pub use context::Glue;
pub use service::{BESIDE, Service, methods};
