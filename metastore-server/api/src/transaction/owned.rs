//! Transactions and locks are their makers': where access is enforced, an id that somebody else was given is none.

use crate::{Context, Refusal};
use skep_access::{Decision, Need, Right};
use skep_txn::owner;
use skep_types::{HeartbeatTxnRangeRequest, Str};

impl Context<'_> {
    /// Who transactions and locks are said to belong to: the caller, whatever the client writes.
    pub(crate) fn owner(&self, sent: Str) -> Str {
        self.access().map_or(sent, |access| access.caller.principal.to_string().into())
    }

    pub(crate) async fn own_txns(&self, txns: &[i64]) -> Result<(), Refusal> {
        match self.bound() {
            Some(user) => Ok(owner::own_txns(&self.catalog.db, &user, txns).await?),
            None => Ok(()),
        }
    }

    pub(crate) async fn own_range(&self, range: &HeartbeatTxnRangeRequest) -> Result<(), Refusal> {
        match self.bound() {
            Some(user) => Ok(owner::own_txns_between(&self.catalog.db, &user, range.min, range.max).await?),
            None => Ok(()),
        }
    }

    pub(crate) async fn own_lock(&self, lock: i64) -> Result<(), Refusal> {
        match self.bound() {
            Some(user) => Ok(owner::own_lock(&self.catalog.db, &user, lock).await?),
            None => Ok(()),
        }
    }

    /// The caller, unless it may handle everybody's.
    fn bound(&self) -> Option<String> {
        let access = self.access()?;
        let operates = access.decide(&Need::server(Right::Operate)) == Decision::Allowed;
        (!operates).then(|| access.caller.principal.to_string())
    }
}
