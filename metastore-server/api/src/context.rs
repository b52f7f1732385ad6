//! What a method finds around it while it runs.

use crate::reply::Answer;
use crate::{Refusal, Session};
use skep_access::{Decision, Mode, Need, Policy};
use skep_catalog::Catalog;
use skep_codec::{ApplicationException, Budget, Protocol, Struct};
use std::time::Duration;

/// The parts of the server that methods share.
#[derive(Clone)]
pub struct Shared {
    pub catalog: Catalog,
    pub policy: Policy,
    /// After this long without a heartbeat a lock is anybody's again
    /// (`metastore.txn.timeout`).
    pub lock_timeout: Duration,
    /// Unix seconds of the start (`aliveSince`).
    pub started: i64,
}

/// One call: the shared parts, the caller's session, the budget of this message.
pub struct Context<'a> {
    pub shared: &'a Shared,
    /// The shared catalog, under the rules this session set for itself.
    pub catalog: &'a Catalog,
    pub session: &'a Session,
    pub budget: &'a Budget,
}

impl Context<'_> {
    pub fn catalog(&self) -> &Catalog {
        self.catalog
    }

    pub(crate) fn decode<T: Struct>(&self, protocol: Protocol, bytes: &[u8]) -> Result<T, Answer> {
        skep_codec::decode(protocol, bytes, self.budget)
            .map_err(|error| Answer::Exception(ApplicationException::protocol_error(&error.to_string())))
    }

    pub(crate) fn admit(&self, need: &Need) -> Result<(), Refusal> {
        let policy = &self.shared.policy;
        if policy.mode() == Mode::Off {
            return Ok(());
        }
        match policy.decide(&self.session.caller(), need, self.catalog.clock.seconds()) {
            Decision::Refused(refused) if policy.mode() == Mode::Enforce => Err(Refusal::meta(refused.to_string())),
            Decision::Allowed | Decision::Refused(_) => Ok(()),
        }
    }
}
