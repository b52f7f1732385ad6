//! Statements on three databases: one text each, rendered per dialect and schema
//! version; transactions that retry; ids and event ids by Java's protocols.
//!
//! Knows no noun: what the statements mean stands in `skep-catalog` and `skep-txn`.
//! Client text reaches a database only as a bound [`Value`].
//!
//! ```text
//! db.rows(&STATEMENT, &[name.into()]).await            // one statement, its own snapshot
//! db.read(|tx| async move { … }).await                 // several statements, one snapshot
//! db.write(|tx| async move { … tx.emit(event); … })    // a transaction, rerun if it collides
//! ```
//!
//! Closures may run more than once: they do nothing outside the transaction.

mod backoff;
pub mod check;
mod database;
mod driver;
mod durability;
mod event;
#[cfg(feature = "failpoints")]
pub mod failpoint;
mod failure;
mod fragment;
mod ids;
mod insert;
mod mysql;
#[cfg(feature = "failpoints")]
pub mod plan;
mod pool;
mod postgres;
mod render;
mod row;
pub mod schema;
mod settings;
mod sqlite;
mod statement;
mod stats;
mod tls;
mod trail;
mod tx;
mod unseen;
mod value;

pub use database::Database;
pub use durability::weak_settings;
pub use event::EventRow;
pub use failure::{Class, Failure, Retry};
pub use fragment::Fragment;
pub use ids::Sequence;
pub use insert::{Column, Insert, Kind};
pub use pool::Pool;
pub use render::render;
pub use row::{FromColumn, Row};
pub use settings::{PreparedStatements, Settings, SettingsError};
pub use statement::Statement;
pub use stats::{Connections, Stats};
pub use trail::{Line, Name, Steps, Trail, carried};
pub use tx::Tx;
pub use value::Value;

#[doc(hidden)] // for insert!
pub use skep_schema::Version;

/// Strings as they come out of rows.
pub type Str = compact_str::CompactString;

/// The statements of this crate, for golden files.
pub fn own_statements() -> impl Iterator<Item = &'static &'static Statement> {
    event::ALL.iter().chain(ids::ALL)
}

/// The inserts of this crate.
pub fn own_inserts() -> impl Iterator<Item = &'static &'static Insert> {
    event::INSERTS.iter()
}
