//! One answer from the statistics of many partitions.

use super::cells::Cells;
use super::merge::{merge, widen};
use super::read::{compliant, find_table};
use super::{BATCH, DEFAULT_ENGINE, as_texts, column_names, decimal, partition_name, sql};
use crate::names::TableName;
use crate::{Catalog, Result};
use skep_schema::Version;
use skep_sql::{Row, Tx, Value};
use skep_types::{AggrStats, ColumnStatisticsObj, PartitionsStatsRequest, Str};

/// The statistics of all given partitions together: counts added up, bounds the outermost, the number
/// of distinct values the largest of a partition, which is Hive's answer under its default tuning.
/// `parts_found` counts the partitions that have statistics on all the columns.
///
/// Where some partitions have none, the answer is about the others; Hive would extrapolate along the
/// partitions' names.
pub async fn aggregate(catalog: &Catalog, request: &PartitionsStatsRequest) -> Result<AggrStats> {
    let name = &TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
    let columns = &column_names(&request.col_names);
    let mut partitions: Vec<Str> = request.part_names.iter().map(|name| partition_name(name)).collect();
    partitions.sort_unstable();
    partitions.dedup();
    let partitions = &partitions;
    if columns.is_empty() || partitions.is_empty() {
        return Ok(AggrStats::default());
    }
    let engine = request.engine.as_deref().unwrap_or(DEFAULT_ENGINE);
    let read = catalog.db.read(|tx| async move {
        let table = find_table(&tx, name).await?;
        let is_stats_compliant = compliant(request.valid_write_id_list.as_deref(), table.transactional);
        let mut all = AggrStats { is_stats_compliant, ..AggrStats::default() };
        if is_stats_compliant == Some(false) {
            return Ok(all);
        }
        for names in partitions.chunks(BATCH) {
            let names = as_texts(names);
            let columns = as_texts(columns);
            let parameters = [
                table.id.into(),
                names.as_slice().into(),
                columns.as_slice().into(),
                engine.into(),
                count(columns.len()),
            ];
            for object in aggregate_batch(&tx, &parameters).await? {
                add(&mut all.col_stats, object);
            }
            all.parts_found += tx.row(&sql::COMPLETE_PARTITIONS, &parameters).await?.get::<i64>(0)?;
        }
        all.col_stats.sort_by_key(|object| columns.iter().position(|column| *column == object.col_name));
        Result::Ok(all)
    });
    read.await
}

fn count(length: usize) -> Value<'static> {
    i64::try_from(length).unwrap_or(i64::MAX).into()
}

/// One object a column and type it has in some partition.
async fn aggregate_batch(tx: &Tx, parameters: &[Value<'_>]) -> Result<Vec<ColumnStatisticsObj>> {
    let mut objects = Vec::new();
    let mut decimals = false;
    for row in tx.rows(&sql::AGGREGATE, parameters).await? {
        let has_decimals = row.get::<i64>(12)? + row.get::<i64>(13)? > 0;
        decimals |= has_decimals;
        objects.push(object(&row, has_decimals, tx.version())?);
    }
    if decimals {
        for row in tx.rows(&sql::DECIMAL_BOUNDS, parameters).await? {
            let (column, column_type): (Str, Str) = (row.get(0)?, row.get(1)?);
            let bounds: [Option<Str>; 2] = [row.get(2)?, row.get(3)?];
            let bounds = bounds.map(|text| text.as_deref().and_then(decimal::parse));
            let object = objects.iter_mut().find(|o| o.col_name == column && o.col_type == column_type);
            if let Some(object) = object {
                widen(&mut object.stats_data, bounds);
            }
        }
    }
    Ok(objects)
}

fn object(row: &Row, has_decimals: bool, version: Version) -> Result<ColumnStatisticsObj> {
    let cells = Cells {
        long: [row.get(2)?, row.get(3)?],
        double: [row.get(4)?, row.get(5)?],
        nulls: row.get(6)?,
        distincts: row.get(7)?,
        average_length: row.get(8)?,
        longest: row.get(9)?,
        trues: row.get(10)?,
        falses: row.get(11)?,
        ..Cells::default()
    };
    let column_type: Str = row.get(1)?;
    // The bounds follow; what kind they are of is known already.
    let kind = if has_decimals { "decimal" } else { column_type.as_str() };
    let stats_data = cells.data(kind, version);
    Ok(ColumnStatisticsObj { col_name: row.get(0)?, col_type: column_type, stats_data })
}

/// A column whose type was changed has partitions of several types; those of another kind than the
/// first are left out.
fn add(all: &mut Vec<ColumnStatisticsObj>, object: ColumnStatisticsObj) {
    match all.iter_mut().find(|earlier| earlier.col_name == object.col_name) {
        Some(earlier) => drop(merge(&mut earlier.stats_data, &object.stats_data)),
        None => all.push(object),
    }
}
