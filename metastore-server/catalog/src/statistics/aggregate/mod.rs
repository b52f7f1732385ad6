//! One answer from the statistics of many partitions.

mod column;
mod line;
#[cfg(test)]
mod tests;

use super::cells::{self, Cells};
use super::read::{compliant, find_table};
use super::{BATCH, DEFAULT_ENGINE, as_texts, column_names, decimal, partition_name, sql};
use crate::names::TableName;
use crate::rules::Distincts;
use crate::{Catalog, Result};
use column::Column;
use skep_sql::{Row, Tx, Value};
use skep_types::{AggrStats, ColumnStatisticsObj, PartitionsStatsRequest, Str};
use std::collections::HashMap;

/// The statistics of all given partitions together: counts added up, bounds the outermost, the number
/// of distinct values by [`Distincts`]. `parts_found` counts the partitions that have statistics on all
/// the columns. Where some have none on a column, Hive guesses at them from the others, and so do we.
///
/// The database adds up what it can; partitions are read one by one for the columns that need it.
/// Histograms are not put together: neither does Hive, unless it is told to
/// (`metastore.stats.fetch.kll`).
pub async fn aggregate(catalog: &Catalog, request: &PartitionsStatsRequest) -> Result<AggrStats> {
    let name = &TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
    let columns = &column_names(&request.col_names);
    let partitions = &Partitions::of(&request.part_names);
    if columns.is_empty() || partitions.sorted.is_empty() {
        return Ok(AggrStats::default());
    }
    let engine = request.engine.as_deref().unwrap_or(DEFAULT_ENGINE);
    let rules = &catalog.rules.distincts;
    let read = catalog.db.read(|tx| async move {
        let table = find_table(&tx, name).await?;
        let is_stats_compliant = compliant(request.valid_write_id_list.as_deref(), table.transactional);
        if is_stats_compliant == Some(false) {
            return Ok(AggrStats { is_stats_compliant, ..AggrStats::default() });
        }
        let of = Of { tx: &tx, table: table.id, engine };
        let (sums, parts_found) = of.sums(partitions, columns).await?;
        let (sums, others): (Vec<Sum>, Vec<Sum>) =
            sums.into_iter().partition(|sum| sum.is_enough(partitions.sorted.len(), rules));
        let others: Vec<Str> = others.into_iter().map(|sum| sum.name).collect();
        let mut col_stats: Vec<ColumnStatisticsObj> = sums.into_iter().map(|sum| sum.object(&tx)).collect();
        for column in of.columns(partitions, &others, rules).await? {
            col_stats.push(column.together(partitions.sorted.len(), rules));
        }
        col_stats.sort_by_key(|object| columns.iter().position(|column| *column == object.col_name));
        Result::Ok(AggrStats { col_stats, parts_found, is_stats_compliant })
    });
    read.await
}

/// The partitions asked for, each once.
struct Partitions {
    sorted: Vec<Str>,
    /// In the order of the request.
    places: HashMap<Str, usize>,
}

impl Partitions {
    fn of(sent: &[Str]) -> Partitions {
        let mut places = HashMap::with_capacity(sent.len());
        for name in sent {
            let next = places.len();
            places.entry(partition_name(name)).or_insert(next);
        }
        let mut sorted: Vec<Str> = places.keys().cloned().collect();
        sorted.sort_unstable();
        Partitions { sorted, places }
    }
}

/// Whose statistics are read.
struct Of<'a> {
    tx: &'a Tx,
    table: i64,
    engine: &'a str,
}

impl Of<'_> {
    /// What the database makes of each column, and how many partitions have all columns.
    async fn sums(&self, partitions: &Partitions, columns: &[Str]) -> Result<(Vec<Sum>, i64)> {
        let (mut all, mut complete): (Vec<Sum>, i64) = (Vec::new(), 0);
        let asked = as_texts(columns);
        for chunk in partitions.sorted.chunks(BATCH) {
            let names = as_texts(chunk);
            let count = i64::try_from(columns.len()).unwrap_or(i64::MAX);
            let parameters =
                [self.table.into(), names.as_slice().into(), asked.as_slice().into(), self.engine.into(), count.into()];
            let sums = self.batch(&parameters).await?;
            complete += match nothing_is_missing(&sums, columns, chunk.len()) {
                true => i64::try_from(chunk.len()).unwrap_or(i64::MAX),
                false => self.tx.row(&sql::COMPLETE_PARTITIONS, &parameters).await?.get(0)?,
            };
            for sum in sums {
                add(&mut all, sum, self.tx);
            }
        }
        Ok((all, complete))
    }

    /// One for each type that a column has in some partition.
    async fn batch(&self, parameters: &[Value<'_>]) -> Result<Vec<Sum>> {
        let mut sums = Vec::new();
        let mut decimals = false;
        for row in self.tx.rows(&sql::AGGREGATE, parameters).await? {
            decimals |= row.get::<i64>(12)? + row.get::<i64>(13)? > 0;
            sums.push(Sum::read(&row)?);
        }
        if decimals {
            for row in self.tx.rows(&sql::DECIMAL_BOUNDS, parameters).await? {
                let (column, column_type): (Str, Str) = (row.get(0)?, row.get(1)?);
                let bounds = Cells { decimal: [row.get(2)?, row.get(3)?], ..Cells::default() };
                let sum = sums.iter_mut().find(|sum| sum.name == column && sum.column_type == column_type);
                if let Some(sum) = sum {
                    sum.cells.add(&bounds);
                }
            }
        }
        Ok(sums)
    }

    /// The same columns partition by partition.
    async fn columns(&self, partitions: &Partitions, columns: &[Str], rules: &Distincts) -> Result<Vec<Column>> {
        let mut all: Vec<Column> = Vec::new();
        if columns.is_empty() {
            return Ok(all);
        }
        let columns = as_texts(columns);
        let statement = if rules.sketches { &sql::PARTITION_SKETCHES } else { &sql::PARTITION_NUMBERS };
        for names in partitions.sorted.chunks(BATCH) {
            let names = as_texts(names);
            let parameters =
                [self.table.into(), names.as_slice().into(), columns.as_slice().into(), self.engine.into()];
            let mut rows = Vec::new();
            for row in self.tx.rows(statement, &parameters).await? {
                rows.push((row.get::<Str>(0)?, cells::read(&row, 1)?));
            }
            rows.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (partition, (name, column_type, cells)) in rows {
                let Some(place) = partitions.places.get(&partition) else { continue };
                let at = all.iter().position(|column| column.name == name).unwrap_or_else(|| {
                    let kind = cells.kind(&column_type, self.tx.version());
                    all.push(Column::new(name, column_type, kind, self.tx.version()));
                    all.len() - 1
                });
                all[at].add(*place, cells);
            }
        }
        Ok(all)
    }
}

/// A column as the database has added it up.
struct Sum {
    name: Str,
    column_type: Str,
    cells: Cells,
    partitions: usize,
}

impl Sum {
    fn read(row: &Row) -> Result<Sum> {
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
        let partitions = usize::try_from(row.get::<i64>(14)?).unwrap_or_default();
        Ok(Sum { name: row.get(0)?, column_type: row.get(1)?, cells, partitions })
    }

    /// Nothing has to be guessed or counted by sketches.
    fn is_enough(&self, asked: usize, rules: &Distincts) -> bool {
        rules.are_maxima() && (self.partitions >= asked || self.partitions < 2)
    }

    fn object(self, tx: &Tx) -> ColumnStatisticsObj {
        let mut cells = self.cells;
        // As the union carries them.
        cells.decimal = cells.decimal.map(|bound| bound.filter(|text| decimal::parse(text).is_some()));
        let stats_data = cells.data(&self.column_type, tx.version());
        ColumnStatisticsObj { col_name: self.name, col_type: self.column_type, stats_data }
    }
}

/// Whether each column has statistics in as many partitions as were asked for, so that the database need not
/// read them once more to count the partitions that have all.
fn nothing_is_missing(sums: &[Sum], columns: &[Str], asked: usize) -> bool {
    let found = |column: &Str| sums.iter().filter(|sum| sum.name == *column).map(|sum| sum.partitions).sum::<usize>();
    columns.iter().all(|column| found(column) == asked)
}

/// A column whose type was changed has partitions of several types; those of another kind than the
/// first are left out.
fn add(all: &mut Vec<Sum>, sum: Sum, tx: &Tx) {
    let kind = |sum: &Sum| sum.cells.kind(&sum.column_type, tx.version());
    match all.iter_mut().find(|earlier| earlier.name == sum.name) {
        Some(earlier) if kind(earlier) == kind(&sum) => {
            earlier.cells.add(&sum.cells);
            earlier.partitions += sum.partitions;
        }
        Some(_) => {}
        None => all.push(sum),
    }
}
