//! Storing statistics: tables and partitions alike, any number of them in a fixed number of statements.

use super::accurate::Accurate;
use super::cells::{self, Cells};
use super::merge::merge;
use super::subject::Subject;
use super::{as_texts, sql, tell};
use crate::Result;
use skep_sql::{Insert, Sequence, Statement, Tx, Value};
use skep_types::{ColumnStatisticsObj, Str};
use std::collections::{BTreeMap, BTreeSet};

/// How many rows one statement deletes: they are listed, and SQLite binds 32,766 values.
const ROWS_AT_ONCE: usize = 10_000;

/// How new statistics meet those of the same columns that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Replace,
    /// The new ones are about more rows of the same table. They are added to old ones known to be
    /// right, and dropped where the old ones are not.
    Merge,
}

/// New statistics of one owner, a table or a partition.
pub(super) struct New {
    pub owner: i64,
    /// The partition's name; empty for a table.
    pub partition: Str,
    pub accurate: Option<Str>,
    pub objects: Vec<ColumnStatisticsObj>,
}

/// The statements of one kind of owner.
pub(super) struct Level {
    rows: &'static Statement,
    values: &'static Statement,
    delete: &'static Statement,
    forget: &'static Statement,
    claim: &'static Insert,
    sequence: Sequence,
    is_partition: bool,
}

pub(super) static TABLE: Level = Level {
    rows: &sql::TABLE_ROWS,
    values: &sql::TABLE_VALUES,
    delete: &sql::DELETE_TABLE_ROWS,
    forget: &sql::FORGET_TABLE_ACCURACY,
    claim: &sql::INSERT_TABLE_ACCURACY,
    sequence: Sequence::TableColumnStatistics,
    is_partition: false,
};

pub(super) static PARTITION: Level = Level {
    rows: &sql::PARTITION_ROWS,
    values: &sql::PARTITION_VALUES,
    delete: &sql::DELETE_PARTITION_ROWS,
    forget: &sql::FORGET_PARTITION_ACCURACY,
    claim: &sql::INSERT_PARTITION_ACCURACY,
    sequence: Sequence::PartitionColumnStatistics,
    is_partition: true,
};

/// Whom the rows are for and when they were made.
#[derive(Clone, Copy)]
pub(super) struct Mark<'a> {
    pub engine: &'a str,
    pub now: i64,
    /// What the client says it wrote; -1 for nothing that has an id.
    pub write_id: i64,
}

pub(super) async fn store(
    tx: &Tx,
    subject: &Subject,
    level: &'static Level,
    mut new: Vec<New>,
    mode: Mode,
    mark: Mark<'_>,
) -> Result<()> {
    let replaced = match mode {
        Mode::Replace => replaced_rows(tx, level, &new, mark).await?,
        Mode::Merge => merged_rows(tx, level, &mut new, mark).await?,
    };
    for ids in replaced.chunks(ROWS_AT_ONCE) {
        tx.execute(level.delete, &[ids.into()]).await?;
    }
    insert(tx, subject, level, &new, mark).await?;
    claim_accuracy(tx, level, subject, &new).await?;
    tell::updated(tx, subject, &new, level.is_partition, mark).await
}

/// Owners and columns, as the statements take them.
fn keys(new: &[New]) -> (Vec<i64>, Vec<Str>) {
    let columns: BTreeSet<&Str> = new.iter().flat_map(|n| &n.objects).map(|o| &o.col_name).collect();
    (new.iter().map(|n| n.owner).collect(), columns.into_iter().cloned().collect())
}

/// The rows that the new ones replace. The statement finds all given columns of all given owners,
/// of which an owner may have no new ones.
async fn replaced_rows(tx: &Tx, level: &Level, new: &[New], mark: Mark<'_>) -> Result<Vec<i64>> {
    let (owners, columns) = keys(new);
    let columns = as_texts(&columns);
    let by_owner: BTreeMap<i64, &New> = new.iter().map(|n| (n.owner, n)).collect();
    let mut replaced = Vec::new();
    for row in tx.rows(level.rows, &[owners.as_slice().into(), columns.as_slice().into(), mark.engine.into()]).await? {
        let (id, owner, column): (i64, i64, Str) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if by_owner.get(&owner).is_some_and(|new| new.objects.iter().any(|o| o.col_name == column)) {
            replaced.push(id);
        }
    }
    Ok(replaced)
}

/// Adds what is there to the new statistics, and returns the rows it was in.
async fn merged_rows(tx: &Tx, level: &Level, new: &mut [New], mark: Mark<'_>) -> Result<Vec<i64>> {
    let (owners, columns) = keys(new);
    let columns = as_texts(&columns);
    let parameters = [owners.as_slice().into(), columns.as_slice().into(), mark.engine.into()];
    let mut old: BTreeMap<i64, Vec<(i64, ColumnStatisticsObj)>> = BTreeMap::new();
    for row in tx.rows(level.values, &parameters).await? {
        old.entry(row.get(1)?).or_default().push((row.get(0)?, cells::object(&row, 2, tx.version())?));
    }
    let mut replaced = Vec::new();
    for new in new {
        // Without old statistics there is nothing that could be wrong.
        let Some(old) = old.remove(&new.owner) else { continue };
        let accurate = Accurate::parse(new.accurate.as_deref());
        new.objects.retain(|object| accurate.has_column(&object.col_name));
        for (id, old) in old {
            if let Some(object) = new.objects.iter_mut().find(|o| o.col_name == old.col_name) {
                merge(&mut object.stats_data, &old.stats_data);
                replaced.push(id);
            }
        }
    }
    Ok(replaced)
}

async fn insert(tx: &Tx, subject: &Subject, level: &Level, new: &[New], mark: Mark<'_>) -> Result<()> {
    let mut cells = Vec::new();
    for new in new {
        for object in &new.objects {
            cells.push((new, object, Cells::of(object)?));
        }
    }
    let ids = tx.ids(level.sequence, cells.len()).await?;
    let rows = ids.zip(&cells).map(|(id, (new, object, cells))| row(id, subject, new, object, cells, mark));
    if level.is_partition {
        tx.insert(&sql::INSERT_PARTITION_STATISTICS, rows).await?;
    } else {
        let rows = rows.map(|[table_columns @ .., _]| table_columns);
        tx.insert(&sql::INSERT_TABLE_STATISTICS, rows).await?;
    }
    Ok(())
}

/// In the order of `INSERT_PARTITION_STATISTICS`; tables have no last column.
fn row<'a>(
    id: i64,
    subject: &'a Subject,
    new: &'a New,
    object: &'a ColumnStatisticsObj,
    cells: &'a Cells,
    mark: Mark<'a>,
) -> [Value<'a>; 24] {
    let table = &subject.name;
    [
        id.into(),
        new.owner.into(),
        (&object.col_name).into(),
        (&object.col_type).into(),
        cells.long[0].into(),
        cells.long[1].into(),
        cells.double[0].into(),
        cells.double[1].into(),
        cells.decimal[0].as_deref().into(),
        cells.decimal[1].as_deref().into(),
        cells.nulls.into(),
        cells.distincts.into(),
        cells.average_length.into(),
        cells.longest.into(),
        cells.trues.into(),
        cells.falses.into(),
        mark.now.into(),
        cells.sketch.as_deref().into(),
        cells.histogram.as_deref().into(),
        mark.engine.into(),
        (&table.database.catalog).into(),
        (&table.database.database).into(),
        (&table.table).into(),
        (&new.partition).into(),
    ]
}

/// Notes the new columns in `COLUMN_STATS_ACCURATE`. Not a change of the table or partition as its
/// users see it: there is no event of its own.
async fn claim_accuracy(tx: &Tx, level: &Level, subject: &Subject, new: &[New]) -> Result<()> {
    let claims: Vec<(i64, Option<String>)> = new
        .iter()
        .filter(|new| !new.objects.is_empty())
        .map(|new| (new, claim(subject, new)))
        .filter(|(new, claim)| claim.as_deref() != new.accurate.as_deref())
        .map(|(new, claim)| (new.owner, claim))
        .collect();
    if claims.is_empty() {
        return Ok(());
    }
    let owners: Vec<i64> = claims.iter().map(|(owner, _)| *owner).collect();
    tx.execute(level.forget, &[owners.as_slice().into()]).await?;
    let made = claims.iter().filter_map(|(owner, claim)| Some((owner, claim.as_deref()?)));
    let rows = made.map(|(owner, claim)| [(*owner).into(), "COLUMN_STATS_ACCURATE".into(), claim.into()]);
    Ok(tx.insert(level.claim, rows).await?)
}

/// What a transactional table claims depends on who reads which snapshot. Nothing is always right.
fn claim(subject: &Subject, new: &New) -> Option<String> {
    if subject.transactional {
        return None;
    }
    let mut accurate = Accurate::parse(new.accurate.as_deref());
    accurate.add_columns(new.objects.iter().map(|object| &object.col_name));
    accurate.text()
}
