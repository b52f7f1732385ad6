//! What was changed, and the way back.

use super::change::{Applied, Change, Intent, finish, lock};
use super::stored::Stored;
use super::{exists, not_kept, sql};
use crate::{Error, Result};
use skep_access::Principal;
use skep_access::statement::parse;
use skep_sql::{Database, Row, Str};

/// One rule that came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub epoch: i64,
    /// Seconds since 1970.
    pub time: i64,
    pub actor: String,
    pub change: Change,
}

/// The changes since an epoch, oldest first.
pub async fn history(db: &Database, since: i64) -> Result<Vec<Entry>> {
    if !exists(db).await? {
        return Err(not_kept());
    }
    db.rows(&sql::HISTORY, &[since.into()]).await?.iter().map(entry).collect()
}

/// Makes the policy what it was after that epoch, as a change like any other.
pub async fn rollback(db: &Database, to: i64, actor: &Principal, now: i64, intent: Intent) -> Result<Applied> {
    if !exists(db).await? {
        return Err(not_kept());
    }
    db.write(|tx| async move {
        let (epoch, next) = lock(&tx).await?;
        if to < 0 || to > epoch {
            return Err(Error::InvalidOperation(format!("there is no epoch {to}: the policy is at epoch {epoch}")));
        }
        let undone = tx.rows(&sql::HISTORY, &[(to + 1).into()]).await?;
        let undone: Vec<Entry> = undone.iter().map(entry).collect::<Result<_>>()?;
        let changes = undone.into_iter().rev().map(|entry| entry.change.undone()).collect();
        finish(&tx, changes, (epoch, next), actor, now, intent).await
    })
    .await
}

fn entry(row: &Row) -> Result<Entry> {
    let text: Str = row.get(6)?;
    let statement =
        parse(&text).map_err(|fault| Error::Meta(format!("the policy's history cannot be read: {fault}")))?;
    let (actor, action, grantor): (Str, Str, Str) = (row.get(2)?, row.get(3)?, row.get(7)?);
    let stored =
        Stored { id: row.get(4)?, table_id: row.get(5)?, statement, grantor: grantor.into(), created: row.get(8)? };
    let change = if action == "add" { Change::Added(stored) } else { Change::Removed(stored) };
    Ok(Entry { epoch: row.get(0)?, time: row.get(1)?, actor: actor.into(), change })
}
