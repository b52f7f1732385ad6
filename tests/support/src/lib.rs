//! What tests stand on: a database of their own, and a server of their own.
//!
//! A test owns its world: `TestDatabase` is fresh and dropped with the value, so tests run in any
//! order and in parallel. A missing database server is a failure that says how to start one,
//! never a skip.

mod client;
mod database;
mod dropped;
mod proxy;
mod servers;

pub use client::{CallError, Client, Wire};
pub use database::TestDatabase;
pub use dropped::dropped_after;
pub use proxy::Proxy;
pub use servers::{BACKENDS, Backend};
