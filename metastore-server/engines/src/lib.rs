//! The door of trusted engines: an HTTP port beside the Thrift one, where an engine that enforces the policy by itself
//! asks for it. Trino needs no plugin of ours, only its own properties.
//!
//! | path | answers |
//! |---|---|
//! | `POST /v1/data/<package>/allow` | whether an operation may run, as Open Policy Agent would ([`opa`]) |
//! | `POST /v1/data/<package>/batch` | which of many objects are shown |
//! | `POST /v1/data/<package>/rowFilters` | the condition on a table's rows |
//! | `POST /v1/data/<package>/columnMask`, `…/batchColumnMasks` | what stands in place of columns |
//! | `GET /v1/trino/rules.json` | the policy as a file of Trino's file-based access control ([`rules`]) |
//!
//! Whoever knocks shows a token of its own ([`Keys`]); then it is believed about who its users are, and what it is told
//! holds at assurance A3, because users have neither code in it nor credentials for storage. Every answer is a decision
//! of the same policy that Thrift calls meet, asked anew each time, and is recorded as theirs are. An operation that is
//! not known, a catalog that is not configured and a policy that cannot be read are refusals.

mod audit;
mod keys;
pub mod opa;
pub mod rules;
mod seats;
mod server;
mod world;

pub use keys::Keys;
pub use server::{Engines, Settings};
pub use world::Catalogs;
