//! Who may do what: the rights a method declares and the decision on them.
//!
//! Pure: no SQL, no sockets, no clock. Whoever calls hands in what is needed
//! ([`Need`]) and gets a [`Verdict`]. Every Thrift method declares its need (the
//! `Method` trait of `skep-api` has no default for it), so a method that nobody
//! thought about does not compile. Until grants exist, [`Policy::Open`] allows
//! everything; the needs are declared and logged all the same.

mod caller;
mod need;
pub mod principal;

pub use caller::{AuthMethod, Caller, EngineClass, Peer, Strength, UnknownWord};
pub use need::{Need, Resource, Right};
pub use principal::Principal;

/// What the policy says of a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    Refused,
}

/// The rules in force.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Policy {
    /// Everybody may do everything, as in a Java metastore without an authorizer.
    #[default]
    Open,
}

impl Policy {
    /// Decides one call before it runs.
    pub fn decide(self, _need: &Need) -> Verdict {
        match self {
            Policy::Open => Verdict::Allowed,
        }
    }
}
