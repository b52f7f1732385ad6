//! The catalog: databases, tables, constraints, partitions, statistics, functions, the notification
//! log and what else Hive keeps, on Hive's own tables.
//!
//! One folder per noun, in it one file per operation and the noun's statements
//! in `sql.rs`. Operations are free functions over [`skep_sql::Tx`] (inside a
//! transaction) or [`Catalog`] (the whole operation: checks, directories,
//! transaction, what is left to do after the commit). Payloads are the generated
//! Thrift structs: there is no second model of them.
//!
//! The catalog knows no socket, no user session and no protocol.

pub mod access_token;
mod bootstrap;
mod calendar;
pub mod catalogs;
pub mod clock;
pub mod connector;
pub mod constraint;
pub mod database;
mod error;
pub mod event;
pub mod filter;
pub mod function;
pub mod identity;
pub mod index;
mod missing;
pub mod names;
mod needs;
pub mod package;
pub mod partition;
pub mod pattern;
pub mod policy;
pub mod privilege;
pub mod procedure;
pub mod property;
pub mod registry;
pub mod replication;
pub mod resource_plan;
pub mod role;
mod rules;
pub mod runtime_stats;
pub mod scheduled_query;
pub mod statistics;
pub mod storage;
pub mod table;
pub mod token;
pub mod upkeep;
pub mod user_type;

pub use bootstrap::bootstrap;
pub use clock::Clock;
pub use error::Error;
pub use missing::Missing;
pub use rules::{Distincts, Failures, Rules, ValuePattern};

use skep_sql::Database;
use skep_warehouse::Warehouse;

pub type Result<T> = std::result::Result<T, Error>;

/// Everything an operation stands on.
#[derive(Clone)]
pub struct Catalog {
    pub db: Database,
    pub warehouse: Warehouse,
    pub clock: Clock,
    pub rules: Rules,
}

#[cfg(test)]
mod testing;
