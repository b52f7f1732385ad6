//! The policy in the memory of a server.

use super::places::{self, Places};
use super::stored::Stored;
use super::{load, sql};
use crate::{Error, Result};
use skep_access::statement::Table;
use skep_access::{Mode, Policy, Snapshot};
use skep_sql::Database;
use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

/// Hands out the policy of the moment: asks for the epoch each time, and reads the statements only if it moved. A
/// revocation holds from the next call on, on every server.
#[derive(Debug, Default)]
pub struct Keeper {
    mode: Mode,
    last: RwLock<Option<Arc<Snapshot>>>,
}

impl Keeper {
    pub fn new(mode: Mode) -> Keeper {
        Keeper { mode, last: RwLock::default() }
    }

    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// An error means that nothing may be shown.
    pub async fn policy(&self, db: &Database) -> Result<Policy> {
        if self.mode == Mode::Off {
            return Ok(Policy::open());
        }
        let rows = db.rows(&sql::EPOCH, &[]).await?;
        let epoch = rows.first().map(|row| row.get::<i64>(0)).transpose()?.ok_or_else(super::not_kept)?;
        self.of_epoch(db, epoch).await
    }

    /// The same together with what is there of the named tables: one statement, or one for some hundreds of tables.
    pub async fn policy_and_places(&self, db: &Database, tables: &BTreeSet<Table>) -> Result<(Policy, Places)> {
        if self.mode == Mode::Off || tables.is_empty() {
            return Ok((self.policy(db).await?, Places::default()));
        }
        let (epoch, places) = places::read(db, tables).await?;
        Ok((self.of_epoch(db, epoch).await?, places))
    }

    async fn of_epoch(&self, db: &Database, epoch: i64) -> Result<Policy> {
        if let Some(snapshot) = self.known(epoch)? {
            return Ok(Policy::new(self.mode, snapshot));
        }
        let (epoch, stored) = load(db).await?;
        Ok(Policy::new(self.mode, self.keep(epoch, stored)))
    }

    /// A store that has gone back in time may have forgotten a revocation.
    fn known(&self, epoch: i64) -> Result<Option<Arc<Snapshot>>> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner).clone();
        match last {
            Some(last) if last.epoch > epoch => Err(Error::Meta(format!(
                "the access policy went back from epoch {} to {epoch}: if a backup was restored on purpose, restart the server",
                last.epoch
            ))),
            Some(last) if last.epoch == epoch => Ok(Some(last)),
            _ => Ok(None),
        }
    }

    fn keep(&self, epoch: i64, stored: Vec<Stored>) -> Arc<Snapshot> {
        let snapshot = Arc::new(Snapshot::compile(epoch, stored.into_iter().map(Stored::record).collect()));
        let mut last = self.last.write().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref().is_none_or(|last| last.epoch < epoch) {
            *last = Some(snapshot.clone());
        }
        snapshot
    }
}
