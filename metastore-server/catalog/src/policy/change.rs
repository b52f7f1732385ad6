//! Changing the policy: all of the statements or none, under one new epoch.

use super::facts::Facts;
use super::stored::{MEMBER, ROLE, Stored, TAG, TAGGED, Written, object};
use super::work::Work;
use super::{exists, load, not_kept, sql};
use crate::{Error, Result};
use skep_access::statement::{Revoke, Statement, Table, Tagged, Target};
use skep_access::{Principal, statement};
use skep_sql::{Database, Tx, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a change is made or only tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    Make,
    /// Everything is checked, nothing written.
    Rehearse,
}

/// What a change did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The epoch from now on; the old one if nothing changed.
    pub epoch: i64,
    pub changes: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Added(Stored),
    Removed(Stored),
}

impl Change {
    pub fn stored(&self) -> &Stored {
        match self {
            Change::Added(stored) | Change::Removed(stored) => stored,
        }
    }

    pub(super) fn undone(self) -> Change {
        match self {
            Change::Added(stored) => Change::Removed(stored),
            Change::Removed(stored) => Change::Added(stored),
        }
    }
}

/// Names in one question.
const CHUNK: usize = 500;

/// Applies statements in their order; `now` in seconds since 1970. The first one that cannot be applied undoes all, and is named.
pub async fn apply(
    db: &Database,
    statements: &[Statement],
    actor: &Principal,
    now: i64,
    intent: Intent,
) -> Result<Applied> {
    if !exists(db).await? {
        return Err(not_kept());
    }
    db.write(|tx| async move {
        let (epoch, next) = lock(&tx).await?;
        let facts = facts(&tx, statements).await?;
        let mut work = Work::new(concerned(&tx, statements).await?, facts, next, actor, now);
        for statement in statements {
            work.apply(statement).map_err(|fault| match statements.len() {
                1 => Error::InvalidOperation(fault.to_string()),
                _ => Error::InvalidOperation(format!("{fault}; in: {statement}")),
            })?;
        }
        let next = work.next_id();
        finish(&tx, work.changes(), (epoch, next), actor, now, intent).await
    })
    .await
}

pub(super) async fn lock(tx: &Tx) -> Result<(i64, i64)> {
    let row = tx.row_opt(&sql::LOCK_EPOCH, &[]).await?.ok_or_else(not_kept)?;
    Ok((row.get(0)?, row.get(1)?))
}

/// Writes changes under a new epoch, with their history.
pub(super) async fn finish(
    tx: &Tx,
    changes: Vec<Change>,
    (epoch, next): (i64, i64),
    actor: &Principal,
    now: i64,
    intent: Intent,
) -> Result<Applied> {
    if changes.is_empty() || intent == Intent::Rehearse {
        return Ok(Applied { epoch, changes });
    }
    let epoch = epoch + 1;
    let actor = actor.to_string();
    // Of a rule that came and went and came, only the end matters; the history has it all.
    let mut last: BTreeMap<i64, &Change> = BTreeMap::new();
    for change in &changes {
        last.insert(change.stored().id, change);
    }
    let touched: Vec<i64> = last.keys().copied().collect();
    for chunk in touched.chunks(CHUNK) {
        tx.execute(&sql::DELETE_STATEMENTS, &[Value::I64s(chunk)]).await?;
    }
    let added: Vec<&Stored> = last
        .into_values()
        .filter_map(|change| match change {
            Change::Added(stored) => Some(stored),
            Change::Removed(_) => None,
        })
        .collect();
    let written: Vec<Written> = added.iter().map(|stored| Written::of(&stored.statement)).collect::<Result<_>>()?;
    tx.insert(
        &sql::INSERT_STATEMENTS,
        written.iter().zip(added).map(|(written, stored)| written.values(stored, epoch)),
    )
    .await?;
    let texts: Vec<String> = changes.iter().map(|change| change.stored().statement.to_string()).collect();
    let history = (next..).zip(changes.iter().zip(&texts)).map(|(id, (change, text))| {
        let (action, stored) = match change {
            Change::Added(stored) => ("add", stored),
            Change::Removed(stored) => ("remove", stored),
        };
        [
            id.into(),
            epoch.into(),
            now.into(),
            (&actor).into(),
            action.into(),
            stored.id.into(),
            stored.table_id.into(),
            (&stored.grantor).into(),
            stored.created.into(),
            text.into(),
        ]
    });
    tx.insert(&sql::INSERT_HISTORY, history).await?;
    let next = next + i64::try_from(changes.len()).unwrap_or(i64::MAX);
    tx.execute_one(&sql::MOVE_EPOCH, &[epoch.into(), next.into()]).await?;
    Ok(Applied { epoch, changes })
}

/// The stored statements that these could have to do with.
async fn concerned(tx: &Tx, statements: &[Statement]) -> Result<Vec<Stored>> {
    let objects: BTreeSet<String> = statements.iter().map(object).filter(|object| !object.is_empty()).collect();
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    let mut found = Vec::new();
    for chunk in objects.chunks(CHUNK) {
        found.extend(load::read(&tx.rows(&sql::AT_OBJECTS, &[Value::Texts(chunk)]).await?)?);
    }
    let kinds = [ROLE, MEMBER, TAG, TAGGED];
    found.extend(load::read(&tx.rows(&sql::OF_KINDS, &[Value::Texts(&kinds)]).await?)?);
    let dropped: Vec<String> = statements
        .iter()
        .filter_map(|statement| match statement {
            Statement::DropRole(role) => Some(role.to_string()),
            _ => None,
        })
        .collect();
    let dropped: Vec<&str> = dropped.iter().map(String::as_str).collect();
    for chunk in dropped.chunks(CHUNK) {
        found.extend(load::read(&tx.rows(&sql::OF_PRINCIPALS, &[Value::Texts(chunk)]).await?)?);
    }
    let numbers: Vec<i64> = statements
        .iter()
        .filter_map(|statement| match statement {
            Statement::Revoke(Revoke::Statement(number)) => Some(*number),
            _ => None,
        })
        .collect();
    for chunk in numbers.chunks(CHUNK) {
        found.extend(load::read(&tx.rows(&sql::BY_IDS, &[Value::I64s(chunk)]).await?)?);
    }
    Ok(found)
}

/// What the catalog has of the objects named by what is to be added.
async fn facts(tx: &Tx, statements: &[Statement]) -> Result<Facts> {
    let mut tables: BTreeSet<Table> = BTreeSet::new();
    let mut databases: BTreeSet<statement::Database> = BTreeSet::new();
    for statement in statements {
        match statement {
            Statement::Grant(statement::Grant { on, .. }) | Statement::Deny(statement::Deny { on, .. }) => match on {
                Target::Table(table) => tables.extend([table.clone()]),
                on => databases.extend(on.in_database()),
            },
            Statement::RestrictRows(restrict) => tables.extend([restrict.on.clone()]),
            Statement::Mask(mask) => tables.extend([mask.on.clone()]),
            Statement::CreateFilter(filter) | Statement::AlterFilter(filter) => tables.extend([filter.on.clone()]),
            Statement::SetTag { on, .. } => match on {
                Tagged::Database(database) => databases.extend([database.clone()]),
                Tagged::Table(table) | Tagged::Column(table, _) => tables.extend([table.clone()]),
            },
            _ => {}
        }
    }
    Facts::read(tx, &tables, &databases).await
}
