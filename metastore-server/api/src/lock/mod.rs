//! Locks.

use crate::method::{Entry, entry};
use crate::{ArgsOf, Context, Effect, Method, OkOf, Refusal};
use skep_access::{Need, Right};
use skep_txn::{Error, Locks, lock};
use skep_types::{Exception, LockRequest, calls};

pub const METHODS: &[Entry] =
    &[entry::<CheckLock>(), entry::<Heartbeat>(), entry::<Lock>(), entry::<ShowLocks>(), entry::<Unlock>()];

/// A door whose whole body is one operation on its one request. Whose lock an id
/// is, is the operation's to check: ids are not resources that a need can name.
macro_rules! door {
    ($(#[$doc:meta])* $method:ident, $effect:ident, $field:ident, $need:expr, $operation:path) => {
        $(#[$doc])*
        pub struct $method;

        impl Method for $method {
            type Call = calls::$method;
            const EFFECT: Effect = Effect::$effect;

            fn need(args: &ArgsOf<Self>) -> Need {
                args.$field.as_ref().map($need).unwrap_or_default()
            }

            async fn run(cx: &Context<'_>, args: ArgsOf<Self>) -> Result<OkOf<Self>, Refusal> {
                Ok($operation(&cx.locks(), &args.$field.unwrap_or_default()).await?)
            }
        }
    };
}

door!(Lock, Write, rqst, places, lock::lock);
door!(CheckLock, Write, rqst, |_| Need::nothing(), lock::check);
door!(Unlock, Write, rqst, |_| Need::nothing(), lock::unlock);
door!(Heartbeat, Write, ids, |_| Need::nothing(), lock::heartbeat);
door!(ShowLocks, Read, rqst, |_| Need::nothing(), lock::show);

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
