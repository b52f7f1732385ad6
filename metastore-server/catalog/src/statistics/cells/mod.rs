//! One column's statistics, between Thrift's union and a row's columns.

mod add;
mod decode;
mod encode;
mod kind;

pub(super) use kind::Kind;

use crate::Result;
use skep_schema::Version;
use skep_sql::Row;
use skep_types::{ColumnStatisticsObj, Str};

/// The value columns of `TAB_COL_STATS` and `PART_COL_STATS`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cells {
    pub long: [Option<i64>; 2],
    pub double: [Option<f64>; 2],
    pub decimal: [Option<String>; 2],
    pub nulls: i64,
    pub distincts: Option<i64>,
    pub average_length: Option<f64>,
    pub longest: Option<i64>,
    pub trues: Option<i64>,
    pub falses: Option<i64>,
    pub sketch: Option<Vec<u8>>,
    pub histogram: Option<Vec<u8>>,
}

/// A row's columns from `at` on, in the order of `cells!` in `sql.rs`: name, type, values.
pub(super) fn read(row: &Row, at: usize) -> Result<(Str, Str, Cells)> {
    let cells = Cells {
        long: [row.get(at + 2)?, row.get(at + 3)?],
        double: [row.get(at + 4)?, row.get(at + 5)?],
        decimal: [row.get(at + 6)?, row.get(at + 7)?],
        nulls: row.get(at + 8)?,
        distincts: row.get(at + 9)?,
        average_length: row.get(at + 10)?,
        longest: row.get(at + 11)?,
        trues: row.get(at + 12)?,
        falses: row.get(at + 13)?,
        sketch: row.get(at + 14)?,
        histogram: row.get(at + 15)?,
    };
    Ok((row.get(at)?, row.get(at + 1)?, cells))
}

/// The same as clients of this schema version know it.
pub(super) fn object(row: &Row, at: usize, version: Version) -> Result<ColumnStatisticsObj> {
    let (col_name, col_type, cells) = read(row, at)?;
    let stats_data = cells.data(&col_type, version);
    Ok(ColumnStatisticsObj { col_name, col_type, stats_data })
}

#[cfg(test)]
mod tests;
