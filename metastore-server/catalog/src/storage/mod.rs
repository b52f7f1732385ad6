//! Storage descriptors: where and how a table or a partition keeps its data. Tables and partitions
//! own theirs alike, so both read, write and delete them here, and always in bulk: a table is a list
//! of one.
//!
//! A descriptor is a row of `SDS` and one of `SERDES` (never shared) with their parameters and lists,
//! and a column descriptor (`CDS`, `COLUMNS_V2`) that many partitions share with their table.

mod delete;
mod insert;
mod read;
mod rows;
pub mod sql;
mod update;

use compact_str::CompactString as Str;
use skep_types::{FieldSchema, StorageDescriptor};

pub use delete::{delete, delete_orphaned_columns};
pub use insert::{insert, insert_column_descriptor, insert_serde};
pub use read::{ColumnCache, fill, narrow, parameter, serde, stored};
pub use update::update;

use crate::names::normalize;

/// A descriptor with its storage ids.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    pub sd_id: i64,
    pub serde_id: Option<i64>,
    pub cd_id: Option<i64>,
    pub sd: StorageDescriptor,
}

/// Columns that are in the database already. Descriptors with exactly these share them.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    pub cd_id: i64,
    pub columns: &'a [FieldSchema],
}

/// What Hive makes of a descriptor before storing it: column names trimmed and in lower case, lists
/// and maps present. (Names of bucket columns stay as sent.)
pub fn normalized(sd: &mut StorageDescriptor) {
    for column in sd.cols.get_or_insert_default() {
        column.name = column.name.as_deref().map(normalize);
    }
    for order in sd.sort_cols.get_or_insert_default() {
        order.col = order.col.as_deref().map(normalize);
    }
    sd.bucket_cols.get_or_insert_default();
    sd.parameters.get_or_insert_default();
    let skewed = sd.skewed_info.get_or_insert_default();
    skewed.skewed_col_names.get_or_insert_default();
    skewed.skewed_col_values.get_or_insert_default();
    skewed.skewed_col_value_location_maps.get_or_insert_default();
    if let Some(serde) = &mut sd.serde_info {
        serde.parameters.get_or_insert_default();
    }
    sd.stored_as_sub_directories.get_or_insert_default();
    sd.compressed.get_or_insert_default();
    sd.num_buckets.get_or_insert_default();
}

/// How many owners' rows one statement carries at most: SQLite binds 32,766 values, and a longer
/// statement gains nothing.
pub const BATCH: usize = 1_000;

/// The kinds of rows of [`sql::STORAGE_LISTS`].
mod list {
    pub const BUCKET: i64 = 0;
    pub const SORT: i64 = 1;
    pub const SKEWED_COLUMN: i64 = 2;
    /// This and the next refer to a list of strings.
    pub const SKEWED_VALUE: i64 = 3;
    pub const SKEWED_LOCATION: i64 = 4;
}

fn text(value: &Option<Str>) -> Option<&str> {
    value.as_deref()
}
