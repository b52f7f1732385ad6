//! How far back anybody can still look.

use super::sql;
use crate::Result;
use skep_sql::Tx;

/// A transaction of Hive 4 may become visible so long after those with higher ids, in milliseconds
/// (`metastore.txn.opentxn.timeout`).
pub(super) const SETTLED: i64 = 1000;

/// Transaction ids, all from one snapshot.
pub(super) struct Bounds {
    /// Up to here all transactions have become visible.
    settled: Option<i64>,
    open: Option<i64>,
    aborted: Option<i64>,
    write_set: Option<i64>,
    /// The lowest that was open when one that is open now began.
    history: Option<i64>,
}

impl Bounds {
    pub async fn read(tx: &Tx) -> Result<Bounds> {
        let now: i64 = tx.row(&crate::lock::sql::NOW_MILLIS, &[]).await?.get(0)?;
        let row = tx.row(&sql::BOUNDS, &[(now - SETTLED).into()]).await?;
        Ok(Bounds {
            settled: row.get(0)?,
            open: row.get(1)?,
            aborted: row.get(2)?,
            write_set: row.get(3)?,
            history: row.get(4)?,
        })
    }

    pub fn settled(&self) -> Option<i64> {
        self.settled
    }

    /// Below it every transaction is committed or aborted.
    pub fn decided(&self) -> Option<i64> {
        Some(self.settled?.saturating_add(1).min(self.open.unwrap_or(i64::MAX)))
    }

    /// Below it, moreover, none is aborted with files left, and every open transaction has seen the end of it.
    pub fn known_to_all(&self) -> Option<i64> {
        let others = [self.aborted, self.write_set, self.history];
        Some(others.into_iter().flatten().fold(self.decided()?, i64::min))
    }
}
