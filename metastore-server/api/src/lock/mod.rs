//! Locks.

use crate::method::{Entry, door, entry};
use crate::{Context, Refusal};
use skep_access::{Need, Right};
use skep_txn::{Error, Locks, lock};
use skep_types::{Exception, LockRequest};

pub const METHODS: &[Entry] =
    &[entry::<CheckLock>(), entry::<Heartbeat>(), entry::<Lock>(), entry::<ShowLocks>(), entry::<Unlock>()];

// Whose lock an id is, is the operation's to check: ids are not resources that a need can name.
door!(Lock, Write, rqst, places, [locks()], lock::lock);
door!(CheckLock, Write, rqst, |_| Need::nothing(), [locks()], lock::check);
door!(Unlock, Write, rqst, |_| Need::nothing(), [locks()], lock::unlock);
door!(Heartbeat, Write, ids, |_| Need::nothing(), [locks()], lock::heartbeat);
door!(ShowLocks, Read, rqst, |_| Need::nothing(), [locks()], lock::show);

/// Whoever locks a place must be able to see it.
fn places(request: &LockRequest) -> Need {
    request.component.iter().fold(Need::nothing(), |need, component| {
        let database = Some(component.dbname.as_str());
        need.and(match component.tablename.as_deref() {
            Some(table) => Need::table(Right::Visible, database, Some(table)),
            None => Need::database(Right::Visible, database),
        })
    })
}

impl Context<'_> {
    fn locks(&self) -> Locks {
        Locks { db: self.catalog().db.clone(), timeout: self.shared.lock_timeout }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        let exception = match &error {
            Error::NoSuchLock(_) => Exception::NoSuchLockException,
            Error::NoSuchTxn(_) => Exception::NoSuchTxnException,
            Error::TxnAborted(_) => Exception::TxnAbortedException,
            Error::TxnOpen(_) => Exception::TxnOpenException,
            Error::Meta(_) | Error::Sql(_) => Exception::MetaException,
        };
        Refusal::new(exception, error.to_string())
    }
}
