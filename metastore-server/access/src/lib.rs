//! Who may do what: principals, statements, and the decision on them.
//!
//! Pure: no SQL, no sockets, no clock. Whoever calls hands in what is needed ([`Need`], [`TableFacts`]), who
//! asks ([`Caller`]) and what time it is. Every Thrift method declares its need (the `Method` trait of
//! `skep-api` has no default for it), so a method that nobody thought about does not compile.
//!
//! ```text
//! text ── statement::parse ──▶ Statement ──(stored, loaded as Record)──▶ Snapshot::compile
//!                                                                            │
//! Caller + now ──────────────────────────────────────────────── Policy::of ──▶ Access
//!                                                                            │
//!      Decision ◀── decide(Need)    true/false ◀── sees_table(…)    Effective ◀── effective(TableFacts)
//! ```
//!
//! Deny wins over every grant; grants of one caller add up cell by cell; restrictions hold for everybody they
//! cover. What does not fit a table any more gives nothing ([`effective::Reasons::broken`]).

pub mod alias;
pub mod assurance;
mod caller;
pub mod effective;
pub mod expr;
pub mod location;
mod need;
mod policy;
pub mod principal;
pub mod statement;

/// The target of the log's records about decisions, whichever door decided.
pub const AUDIT_TARGET: &str = "skep::audit";

pub use caller::{AuthMethod, Caller, EngineClass, Peer, Strength, UnknownWord};
pub use effective::{Effective, TableFacts, Verdict};
pub use need::{Need, Resource, Right};
pub use policy::{Access, Decision, Mode, Policy, Record, Refused, Snapshot, Standing};
pub use principal::Principal;
pub use statement::Statement;
