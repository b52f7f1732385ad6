//! Reading statistics as they were written.

use super::subject::{arguments, is_transactional};
use super::{BATCH, DEFAULT_ENGINE, as_texts, cells, column_names, partition_name, sql};
use crate::names::{TableName, normalize};
use crate::{Catalog, Error, Result};
use skep_sql::{Row, Tx, Value};
use skep_types::{
    ColumnStatistics, ColumnStatisticsDesc, ColumnStatisticsObj, PartitionsStatsRequest, PartitionsStatsResult, Str,
    TableStatsRequest, TableStatsResult,
};
use std::collections::BTreeMap;

/// A table's statistics on the columns asked for, as far as there are any. One statement.
pub async fn of_table(catalog: &Catalog, request: &TableStatsRequest) -> Result<TableStatsResult> {
    let name = TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
    let engine = request.engine.as_deref().unwrap_or(DEFAULT_ENGINE);
    let found = read_table(catalog, &name, &column_names(&request.col_names), engine).await?;
    let is_stats_compliant = compliant(request.valid_write_id_list.as_deref(), found.transactional);
    let table_stats = found.objects.into_iter().map(|(_, object)| object).collect();
    Ok(TableStatsResult { table_stats, is_stats_compliant })
}

/// A table's statistics on one column, if there are any.
pub async fn of_table_column(catalog: &Catalog, name: &TableName, column: &str) -> Result<Option<ColumnStatistics>> {
    let found = read_table(catalog, name, &[normalize(column)], DEFAULT_ENGINE).await?;
    let found = found.objects.into_iter().next();
    Ok(found.map(|(analyzed, object)| statistics(name, None, analyzed, object)))
}

/// Statistics of partitions by their names, those only that have any. The names have their keys in
/// lower case.
pub async fn of_partitions(catalog: &Catalog, request: &PartitionsStatsRequest) -> Result<PartitionsStatsResult> {
    let name = &TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
    let columns = &column_names(&request.col_names);
    let partitions: &Vec<Str> = &request.part_names.iter().map(|name| partition_name(name)).collect();
    let engine = request.engine.as_deref().unwrap_or(DEFAULT_ENGINE);
    let read = catalog.db.read(|tx| async move {
        let table = find_table(&tx, name).await?;
        let mut part_stats: BTreeMap<Str, Vec<ColumnStatisticsObj>> = BTreeMap::new();
        for names in partitions.chunks(BATCH) {
            for (partition, _, object) in read_partitions(&tx, table.id, names, columns, engine).await? {
                part_stats.entry(partition).or_default().push(object);
            }
        }
        part_stats.values_mut().for_each(|objects| in_order_of(columns, objects, |object| &object.col_name));
        let is_stats_compliant = compliant(request.valid_write_id_list.as_deref(), table.transactional);
        Result::Ok(PartitionsStatsResult { part_stats, is_stats_compliant })
    });
    read.await
}

/// A partition's statistics on one column, if there are any.
pub async fn of_partition(
    catalog: &Catalog,
    name: &TableName,
    partition: &str,
    column: &str,
) -> Result<Option<ColumnStatistics>> {
    let (columns, partition) = (&[normalize(column)], &[partition_name(partition)]);
    let read = catalog.db.read(|tx| async move {
        let table = find_table(&tx, name).await?;
        let rows = read_partitions(&tx, table.id, partition, columns, DEFAULT_ENGINE).await?;
        let found = rows.into_iter().next();
        Result::Ok(found.map(|(partition, analyzed, object)| statistics(name, Some(partition), analyzed, object)))
    });
    read.await
}

/// Whether the statistics are right for the snapshot of a query that names one. Those of a
/// transactional table never are for sure: we do not know which writes they were made from.
pub(super) fn compliant(snapshot: Option<&str>, transactional: bool) -> Option<bool> {
    snapshot.map(|_| !transactional)
}

pub(super) struct Table {
    pub id: i64,
    pub transactional: bool,
}

pub(super) async fn find_table(tx: &Tx, name: &TableName) -> Result<Table> {
    let row = tx.row_opt(&sql::TABLE, &arguments(name)).await?.ok_or_else(|| name.not_found())?;
    Ok(Table { id: row.get(0)?, transactional: is_transactional(row.get(1)?) })
}

/// What Hive says of statistics that are not there.
pub(super) fn absent(name: &TableName, partition: Option<&str>, column: Option<&str>) -> Error {
    let partition = partition.map(|p| format!(" partition={p}")).unwrap_or_default();
    let (database, table, column) = (&name.database.database, &name.table, column.unwrap_or("null"));
    Error::NotFound(format!("Column stats doesn't exist for db={database} table={table}{partition} col={column}"))
}

struct OfTable {
    transactional: bool,
    /// With the time they were made.
    objects: Vec<(i64, ColumnStatisticsObj)>,
}

async fn read_table(catalog: &Catalog, name: &TableName, columns: &[Str], engine: &str) -> Result<OfTable> {
    let texts = as_texts(columns);
    let [catalog_name, database, table] = arguments(name);
    let parameters = [catalog_name, database, table, texts.as_slice().into(), engine.into()];
    let rows = catalog.db.rows(&sql::TABLE_STATISTICS, &parameters).await?;
    let first = rows.first().ok_or_else(|| name.not_found())?;
    let mut objects = Vec::with_capacity(rows.len());
    for row in &rows {
        if row.get::<Option<Str>>(3)?.is_some() {
            objects.push((row.get(2)?, cells::object(row, 3, catalog.db.version())?));
        }
    }
    in_order_of(columns, &mut objects, |(_, object)| &object.col_name);
    Ok(OfTable { transactional: is_transactional(first.get(1)?), objects })
}

async fn read_partitions(
    tx: &Tx,
    table: i64,
    partitions: &[Str],
    columns: &[Str],
    engine: &str,
) -> Result<Vec<(Str, i64, ColumnStatisticsObj)>> {
    let (partitions, columns) = (as_texts(partitions), as_texts(columns));
    let parameters: [Value<'_>; 4] =
        [table.into(), partitions.as_slice().into(), columns.as_slice().into(), engine.into()];
    let decode = |row: &Row| Ok((row.get(0)?, row.get(1)?, cells::object(row, 2, tx.version())?));
    tx.rows(&sql::PARTITION_STATISTICS, &parameters).await?.iter().map(decode).collect()
}

/// Clients get the columns in the order they asked for.
fn in_order_of<T>(columns: &[Str], found: &mut [T], name: impl Fn(&T) -> &Str) {
    found.sort_by_key(|one| columns.iter().position(|column| column == name(one)));
}

fn statistics(
    name: &TableName,
    partition: Option<Str>,
    analyzed: i64,
    object: ColumnStatisticsObj,
) -> ColumnStatistics {
    let stats_desc = ColumnStatisticsDesc {
        is_tbl_level: partition.is_none(),
        db_name: name.database.database.clone(),
        table_name: name.table.clone(),
        part_name: partition,
        last_analyzed: Some(analyzed),
        cat_name: Some(name.database.catalog.clone()),
    };
    let engine = Some(DEFAULT_ENGINE.into());
    ColumnStatistics { stats_desc, stats_obj: vec![object], is_stats_compliant: None, engine }
}
