//! Deleting descriptors, whose owners are gone already.

use std::collections::BTreeSet;

use skep_sql::{Statement, Tx};

use super::{BATCH, list, sql};
use crate::Result;

/// Deletes the descriptors with everything that is theirs, and columns that no descriptor uses any
/// more. The order is that of the foreign keys, which PostgreSQL checks at once.
pub async fn delete(tx: &Tx, sd_ids: &[i64]) -> Result<()> {
    for ids in sd_ids.chunks(BATCH) {
        let (mut serdes, mut columns) = (BTreeSet::new(), BTreeSet::new());
        for row in tx.rows(&sql::STORAGE_IDS, &[ids.into()]).await? {
            serdes.extend(row.get::<Option<i64>>(0)?);
            columns.extend(row.get::<Option<i64>>(1)?);
        }
        delete_children(tx, ids).await?;
        run(tx, &[&sql::DELETE_SDS], ids).await?;
        let serdes: Vec<i64> = serdes.into_iter().collect();
        run(tx, &[&sql::DELETE_SERDE_PARAMETERS, &sql::DELETE_SERDES], &serdes).await?;
        delete_orphaned_columns(tx, columns).await?;
    }
    Ok(())
}

/// Lists and parameters of the descriptors, but not of their serdes. Few descriptors have lists, so
/// one look spares the deletions from tables that hold nothing of theirs.
pub(super) async fn delete_children(tx: &Tx, ids: &[i64]) -> Result<()> {
    let (mut kinds, mut strings) = (BTreeSet::new(), BTreeSet::new());
    for row in tx.rows(&sql::STORAGE_LISTS, &[ids.into()]).await? {
        let kind: i64 = row.get(0)?;
        if kind >= list::SKEWED_VALUE {
            strings.insert(row.get::<i64>(4)?);
        }
        kinds.insert(kind);
    }
    let lists = [
        (list::SKEWED_LOCATION, &sql::DELETE_SKEWED_LOCATIONS),
        (list::SKEWED_VALUE, &sql::DELETE_SKEWED_VALUES),
        (list::SKEWED_COLUMN, &sql::DELETE_SKEWED_COLUMNS),
        (list::SORT, &sql::DELETE_SORT_COLUMNS),
        (list::BUCKET, &sql::DELETE_BUCKET_COLUMNS),
    ];
    for (kind, delete) in lists {
        if kinds.contains(&kind) {
            run(tx, &[delete], ids).await?;
        }
    }
    let strings: Vec<i64> = strings.into_iter().collect();
    run(tx, &[&sql::DELETE_STRING_LIST_VALUES, &sql::DELETE_STRING_LISTS], &strings).await?;
    run(tx, &[&sql::DELETE_SD_PARAMETERS], ids).await
}

/// Deletes the columns out of `candidates` that nobody uses, with the constraints on them.
pub async fn delete_orphaned_columns(tx: &Tx, candidates: BTreeSet<i64>) -> Result<()> {
    let candidates: Vec<i64> = candidates.into_iter().collect();
    if candidates.is_empty() {
        return Ok(());
    }
    let mut orphans = Vec::new();
    for row in tx.rows(&sql::ORPHANED_COLUMNS, &[candidates.as_slice().into()]).await? {
        orphans.push(row.get::<i64>(0)?);
    }
    let deletes = [&sql::DELETE_CONSTRAINTS_ON_COLUMNS, &sql::DELETE_COLUMNS, &sql::DELETE_CDS];
    run(tx, &deletes, &orphans).await
}

async fn run(tx: &Tx, statements: &[&'static Statement], ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    for statement in statements {
        tx.execute(statement, &[ids.into()]).await?;
    }
    Ok(())
}
