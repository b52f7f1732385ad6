//! The policy of access control as it is kept: Skep's own tables (`SKEP_…`), beside Hive's.
//!
//! A policy is the list of its statements: grants and denies, restrictions, masks, filters, roles with their
//! members, tags. Each is one row with its text, the id of the table it is about, who said it and when. Every
//! change moves the epoch, a counter whose row is also the lock under which changes happen one after the
//! other; what was added and taken out stands in the history, so that any epoch can be had back.
//!
//! The tables are made by [`prepare`] and never unasked. A server reads the whole policy when the epoch has
//! moved ([`Keeper`]); a policy that cannot be read is an error, never an open door.

mod change;
mod facts;
mod history;
mod keeper;
mod load;
mod places;
pub mod sql;
mod stored;
mod tables;
mod work;

pub use change::{Applied, Change, Intent, apply};
pub use facts::Found;
pub use history::{Entry, history, rollback};
pub use keeper::Keeper;
pub use load::{about, facts_of, ids, load, tables_in, tables_of};
pub use places::Places;
pub use stored::Stored;
pub use tables::{exists, prepare};

use crate::Error;

/// What to say where the tables are missing.
fn not_kept() -> Error {
    Error::InvalidOperation("this database keeps no policy yet: skep access init makes the tables for it".into())
}

#[cfg(test)]
mod tests;
