//! Leases: which of several servers does what needs doing once.
//!
//! A lease is an exclusive lock on a table that need not exist, as Hive 4 takes it (`LeaseLeaderElection`), so a Java
//! metastore with `metastore.housekeeping.leader.election=lock` and we take turns. Whoever has it heartbeats; whoever
//! stops loses it with the lock, `metastore.txn.timeout` later, to the next in the queue.

use crate::{Error, Locks, Result, lock};
use skep_types::{
    CheckLockRequest, DataOperationType, HeartbeatRequest, LockComponent, LockRequest, LockResponse, LockState,
    LockType, UnlockRequest,
};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What a leader does, by the table that Java locks for it (in the database `sys`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    /// Locks, transactions, the compaction queue.
    Housekeeping,
    /// Notifications, partitions, statistics: what a Java metastore does always.
    Always,
}

impl Office {
    fn table(self) -> &'static str {
        match self {
            Office::Housekeeping => "metastore_housekeeping_leader",
            Office::Always => "metastore_always_tasks_leader",
        }
    }
}

/// One server's part in an election.
pub struct Lease {
    locks: Locks,
    office: Office,
    /// Who we are, for `SHOW LOCKS`.
    host: String,
    place: Mutex<Place>,
}

/// Where we stand in the queue.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    lock: Option<i64>,
    /// Until when nobody else can have the lease. By this machine's clock from before the last heartbeat, so it is
    /// over here before it is over in the database.
    held_until: Option<Instant>,
}

impl Lease {
    pub fn new(locks: Locks, office: Office, host: String) -> Lease {
        Lease { locks, office, host, place: Mutex::default() }
    }

    pub fn office(&self) -> Office {
        self.office
    }

    /// Whether we have it now. Duties are safe when two servers do them at once, so this need not be proof against
    /// a process that sleeps between asking and doing.
    pub fn leads(&self) -> bool {
        self.place().held_until.is_some_and(|until| Instant::now() < until)
    }

    /// How often [`Lease::renew`] is to be called.
    pub fn pause(&self) -> Duration {
        (self.locks.timeout / 3).min(Duration::from_secs(30))
    }

    /// Takes a place in the queue, or says that we are still there. Whether we lead afterwards.
    ///
    /// A database without locks has nobody to agree with: everybody leads.
    pub async fn renew(&self) -> Result<bool> {
        let asked = Instant::now();
        if !self.locks.db.has("HIVE_LOCKS") || !self.locks.db.has("NEXT_LOCK_ID") {
            self.place().held_until = Some(asked + self.locks.timeout);
            return Ok(true);
        }
        let place = *self.place();
        let answer = match place.lock {
            None => self.queue_up().await,
            Some(lockid) if self.leads() => self.heartbeat(lockid).await,
            Some(lockid) => lock::check(&self.locks, &CheckLockRequest { lockid, ..Default::default() }).await,
        };
        let answer = match answer {
            // We were silent for too long: back to the end of the queue.
            Err(Error::NoSuchLock(_)) => self.queue_up().await,
            answer => answer,
        }?;
        let leads = answer.state == LockState::ACQUIRED;
        let held_until = leads.then(|| asked + self.locks.timeout);
        *self.place() = Place { lock: Some(answer.lockid), held_until };
        Ok(leads)
    }

    /// Makes room for the next at once.
    pub async fn release(&self) -> Result<()> {
        let place = std::mem::take(&mut *self.place());
        match place.lock {
            Some(lockid) => lock::unlock(&self.locks, &UnlockRequest { lockid }).await,
            None => Ok(()),
        }
    }

    async fn queue_up(&self) -> Result<LockResponse> {
        *self.place() = Place::default();
        let component = LockComponent {
            // Hive 4 takes the weaker EXCL_WRITE, which this one keeps away as well. Clients of Hive 2 and 3 do not
            // know that word, and cannot read a `show_locks` with it.
            type_: LockType::EXCLUSIVE,
            dbname: "sys".into(),
            tablename: Some(self.office.table().into()),
            operation_type: Some(DataOperationType::NO_TXN),
            ..Default::default()
        };
        let request = LockRequest {
            component: vec![component],
            user: "skep".into(),
            hostname: self.host.as_str().into(),
            ..Default::default()
        };
        lock::lock(&self.locks, &request).await
    }

    async fn heartbeat(&self, lockid: i64) -> Result<LockResponse> {
        let request = HeartbeatRequest { lockid: Some(lockid), ..Default::default() };
        lock::heartbeat(&self.locks, &request).await?;
        Ok(LockResponse { lockid, state: LockState::ACQUIRED, ..Default::default() })
    }

    fn place(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
