//! Writing statistics.

use super::merge::merge;
use super::subject::Subject;
use super::write::{self, Mark, Mode, New};
use super::{BATCH, DEFAULT_ENGINE, as_texts, sql};
use crate::names::{TableName, normalize};
use crate::{Catalog, Error, Result};
use skep_schema::Version;
use skep_sql::Tx;
use skep_types::{ColumnStatistics, ColumnStatisticsObj, SetPartitionsStatsRequest as Request, Str};

/// Replaces a table's statistics on the columns given; those on others stay.
pub async fn update_table(catalog: &Catalog, request: &Request) -> Result<()> {
    refuse_merge(request)?;
    set_table(catalog, request, only(request)?, Mode::Replace).await
}

/// The same for a partition.
pub async fn update_partition(catalog: &Catalog, request: &Request) -> Result<()> {
    refuse_merge(request)?;
    only(request)?;
    set_partitions(catalog, request, Mode::Replace).await
}

/// Statistics of one table or of many of its partitions, replacing or, if asked, adding to those there:
/// what engines send after computing them or after an insert.
pub async fn set(catalog: &Catalog, request: &Request) -> Result<()> {
    let mode = if request.need_merge == Some(true) { Mode::Merge } else { Mode::Replace };
    match request.col_stats.as_slice() {
        [] => Ok(()),
        [one] if one.stats_desc.is_tbl_level => set_table(catalog, request, one, mode).await,
        [first, ..] if first.stats_desc.is_tbl_level => {
            let found = request.col_stats.len();
            Err(Error::Meta(format!("Expecting only 1 ColumnStatistics for table's column stats, but find {found}")))
        }
        _ => set_partitions(catalog, request, mode).await,
    }
}

fn only(request: &Request) -> Result<&ColumnStatistics> {
    match request.col_stats.as_slice() {
        [one] => Ok(one),
        _ => Err(Error::InvalidInput("Only one stats object expected".into())),
    }
}

fn refuse_merge(request: &Request) -> Result<()> {
    match request.need_merge {
        Some(true) => Err(Error::InvalidInput("Merge is not supported for non-aggregate stats".into())),
        _ => Ok(()),
    }
}

async fn set_table(catalog: &Catalog, request: &Request, sent: &ColumnStatistics, mode: Mode) -> Result<()> {
    let name = &table_of(sent)?;
    let mark = mark(catalog, request, sent);
    let objects = &normalized(&sent.stats_obj);
    let done = catalog.db.write(|tx| async move {
        let subject = Subject::lock(&tx, name).await?;
        subject.check_columns(objects)?;
        verify_write_state(&tx, &subject, request)?;
        let (owner, accurate) = (subject.id, subject.accurate.clone());
        let new = New { owner, partition: Str::default(), accurate, objects: objects.clone() };
        write::store(&tx, &subject, &write::TABLE, vec![new], mode, mark).await
    });
    done.await
}

async fn set_partitions(catalog: &Catalog, request: &Request, mode: Mode) -> Result<()> {
    let Some(first) = request.col_stats.first() else { return Ok(()) };
    let name = &table_of(first)?;
    for sent in &request.col_stats {
        let other = table_of(sent)?;
        if other != *name {
            return Err(Error::InvalidInput(format!("statistics of {other} in a request about {name}")));
        }
    }
    let mark = mark(catalog, request, first);
    let done = catalog.db.write(|tx| async move {
        let subject = Subject::lock(&tx, name).await?;
        verify_write_state(&tx, &subject, request)?;
        let sent = by_partition(&subject, &request.col_stats)?;
        for batch in sent.chunks(BATCH) {
            let new = find_partitions(&tx, &subject, batch).await?;
            write::store(&tx, &subject, &write::PARTITION, new, mode, mark).await?;
        }
        Result::Ok(())
    });
    done.await
}

/// Hive's own tasks may send a partition twice, each time about a part of its new rows.
fn by_partition(subject: &Subject, sent: &[ColumnStatistics]) -> Result<Vec<(Str, Vec<ColumnStatisticsObj>)>> {
    let mut partitions: Vec<(Str, Vec<ColumnStatisticsObj>)> = Vec::with_capacity(sent.len());
    let mut places = std::collections::HashMap::with_capacity(sent.len());
    for sent in sent {
        let name = sent.stats_desc.part_name.as_deref();
        let name = subject.partition_name(name.ok_or_else(|| Error::Meta("Partition name cannot be null.".into()))?)?;
        let objects = normalized(&sent.stats_obj);
        let place = *places.entry(name.clone()).or_insert(partitions.len());
        match partitions.get_mut(place) {
            None => partitions.push((name, objects)),
            Some((_, earlier)) => join(earlier, objects),
        }
    }
    Ok(partitions)
}

fn join(into: &mut Vec<ColumnStatisticsObj>, more: Vec<ColumnStatisticsObj>) {
    for object in more {
        let Some(earlier) = into.iter_mut().find(|earlier| earlier.col_name == object.col_name) else {
            into.push(object);
            continue;
        };
        if !merge(&mut earlier.stats_data, &object.stats_data) {
            *earlier = object;
        }
    }
}

async fn find_partitions(tx: &Tx, subject: &Subject, sent: &[(Str, Vec<ColumnStatisticsObj>)]) -> Result<Vec<New>> {
    let names: Vec<Str> = sent.iter().map(|(name, _)| name.clone()).collect();
    let names = as_texts(&names);
    let mut found = std::collections::HashMap::with_capacity(sent.len());
    for row in tx.rows(&sql::PARTITIONS, &[subject.id.into(), names.as_slice().into()]).await? {
        found.insert(row.get::<Str>(1)?, (row.get::<i64>(0)?, row.get::<Option<Str>>(2)?));
    }
    let new = sent.iter().map(|(name, objects)| {
        let missing = || Error::NotFound(format!("Partition for which stats is gathered doesn't exist: {name}"));
        let (owner, accurate) = found.remove(name).ok_or_else(missing)?;
        Ok(New { owner, partition: name.clone(), accurate, objects: objects.clone() })
    });
    new.collect()
}

fn table_of(sent: &ColumnStatistics) -> Result<TableName> {
    let about = &sent.stats_desc;
    TableName::of(about.cat_name.as_deref(), Some(&about.db_name), Some(&about.table_name))
}

fn mark<'a>(catalog: &Catalog, request: &'a Request, sent: &'a ColumnStatistics) -> Mark<'a> {
    let engine = sent.engine.as_deref().or(request.engine.as_deref()).unwrap_or(DEFAULT_ENGINE);
    Mark { engine, now: catalog.clock.seconds(), write_id: request.write_id.unwrap_or(-1) }
}

/// Each column once, under its stored name; the last word counts.
fn normalized(sent: &[ColumnStatisticsObj]) -> Vec<ColumnStatisticsObj> {
    let mut objects: Vec<ColumnStatisticsObj> = Vec::with_capacity(sent.len());
    for object in sent {
        let object = ColumnStatisticsObj { col_name: normalize(&object.col_name), ..object.clone() };
        match objects.iter_mut().find(|earlier| earlier.col_name == object.col_name) {
            Some(earlier) => *earlier = object,
            None => objects.push(object),
        }
    }
    objects
}

/// Since Hive 4 statistics of a transactional table are only taken from a client that says in which
/// write they were made.
fn verify_write_state(tx: &Tx, subject: &Subject, request: &Request) -> Result<()> {
    let write_id = request.write_id.unwrap_or(-1);
    let vouched = write_id > 0 && request.valid_write_id_list.is_some();
    if tx.version() < Version::V4_0 || !subject.transactional || vouched {
        return Ok(());
    }
    let name = &subject.name;
    let list = request.valid_write_id_list.as_deref().unwrap_or("null");
    Err(Error::Meta(format!(
        "Cannot change stats state for a transactional table {}.{} without providing the transactional write state \
         for verification (new write ID {write_id}, valid write IDs {list}; current state {})",
        name.database.database,
        name.table,
        subject.accurate.as_deref().unwrap_or("null")
    )))
}
