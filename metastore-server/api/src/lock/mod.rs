//! Locks.

use crate::method::{Entry, entry, need_of};
use crate::{ArgsOf, Context, Effect, Method, OkOf, Refusal};
use skep_access::statement::Table;
use skep_access::{Need, Right};
use skep_catalog::names::DEFAULT_CATALOG;
use skep_txn::{Error, Locks, lock};
use skep_types::{
    Exception, LockRequest, LockResponse, LockType, ShowLocksResponse, ShowLocksResponseElement, args, calls,
};

pub const METHODS: &[Entry] =
    &[entry::<CheckLock>(), entry::<Heartbeat>(), entry::<Lock>(), entry::<ShowLocks>(), entry::<Unlock>()];

pub struct Lock;

impl Method for Lock {
    type Call = calls::Lock;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_of(args.rqst.as_ref(), places)
    }

    async fn run(cx: &Context<'_>, args: args::Lock) -> Result<LockResponse, Refusal> {
        let mut request = args.rqst.unwrap_or_default();
        cx.own_txns(&[request.txnid.unwrap_or(0)]).await?;
        request.user = cx.owner(request.user);
        Ok(lock::lock(&cx.locks(), &request).await?)
    }
}

/// An operation on a lock of the caller: whose an id is, a need cannot say.
macro_rules! owned {
    ($method:ident, $field:ident, |$request:ident| $txn:expr, $lock:expr, $operation:path) => {
        pub struct $method;

        impl Method for $method {
            type Call = calls::$method;
            const EFFECT: Effect = Effect::Write;

            fn need(_: &ArgsOf<Self>) -> Need {
                Need::filtered()
            }

            async fn run(cx: &Context<'_>, args: ArgsOf<Self>) -> Result<OkOf<Self>, Refusal> {
                let $request = args.$field.unwrap_or_default();
                cx.own_txns(&[$txn]).await?;
                cx.own_lock($lock).await?;
                Ok($operation(&cx.locks(), &$request).await?)
            }
        }
    };
}

/// What no transaction is called.
const NO_TXN: i64 = 0;

owned!(CheckLock, rqst, |request| request.txnid.unwrap_or(0), request.lockid, lock::check);
owned!(Unlock, rqst, |request| NO_TXN, request.lockid, lock::unlock);
owned!(Heartbeat, ids, |request| request.txnid.unwrap_or(0), request.lockid.unwrap_or(0), lock::heartbeat);

/// A lock keeps others away: it takes the right to what they are kept away from.
fn places(request: &LockRequest) -> Need {
    request.component.iter().fold(Need::filtered(), |need, component| {
        let database = Some(component.dbname.as_str());
        let exclusive = component.type_ == LockType::EXCLUSIVE;
        need.and(match component.tablename.as_deref() {
            Some(table) => {
                let right = match component.type_ {
                    LockType::SHARED_READ => Right::Select,
                    LockType::SHARED_WRITE | LockType::EXCL_WRITE => Right::Insert,
                    _ => Right::Alter,
                };
                Need::table(right, database, Some(table))
            }
            None => Need::database(if exclusive { Right::Alter } else { Right::Visible }, database),
        })
    })
}

/// Locks on what the caller does not see are left out, but for its own.
pub struct ShowLocks;

impl Method for ShowLocks {
    type Call = calls::ShowLocks;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::filtered()
    }

    async fn run(cx: &Context<'_>, args: args::ShowLocks) -> Result<ShowLocksResponse, Refusal> {
        let mut shown = lock::show(&cx.locks(), &args.rqst.unwrap_or_default()).await?;
        if let Some(access) = cx.access() {
            let locks = shown.locks.take().unwrap_or_default();
            let (tables, databases): (Vec<_>, Vec<_>) = locks.into_iter().partition(|lock| lock.tablename.is_some());
            let name = |lock: &ShowLocksResponseElement| {
                Table::new(None, &lock.dbname, lock.tablename.as_deref().unwrap_or_default())
            };
            let mut seen = cx.seen(tables, name).await?;
            seen.extend(databases.into_iter().filter(|lock| cx.sees_database(DEFAULT_CATALOG, &lock.dbname)));
            for lock in seen.iter_mut().filter(|lock| *lock.user != access.caller.principal.to_string()) {
                (lock.user, lock.hostname) = Default::default();
            }
            shown.locks = Some(seen);
        }
        Ok(shown)
    }
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
