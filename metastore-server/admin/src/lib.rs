//! The operators' door: an HTTP port beside the Thrift one, for probes, metrics and `skep status`.
//!
//! | path | answers |
//! |---|---|
//! | `/livez` | 200 as long as the process can answer at all |
//! | `/readyz` | 200 if calls can be served, else 503 and why not, see [`Health`] |
//! | `/metrics` | all numbers in Prometheus' text format |
//! | `/status` | the same for `skep status`, as JSON, see [`Status`] |
//!
//! Knows no noun, no client and no database: whoever has numbers brings them as a [`Source`]. Other things an operator
//! does over HTTP are routes given to [`Admin::serve`].

mod exposition;
mod health;
mod histogram;
pub mod process;
mod seats;
mod server;
mod status;

pub use exposition::{Exposition, Family, Kind};
pub use health::{Health, State};
pub use histogram::{BOUNDS_MICROS, Histogram, Recorded};
pub use server::{Admin, Source};
pub use status::{Calls, Connections, Duty, Memory, Pool, Status};

/// For routes of one's own.
pub use axum;
