//! Tables out of the tagged rows of [`super::sql::TABLES`].

use super::TableRow;
use crate::storage::narrow;
use crate::{Error, Result, database};
use skep_sql::Row;
use skep_types::{FieldSchema, Order, SerDeInfo, SkewedInfo, StorageDescriptor, Str, Table};
use std::collections::BTreeMap;

/// The kinds of rows, and what their number, texts (`a` to `e`) and integers (`i` to `k`) are.
mod kind {
    /// write id; name, type, owner, owner's type; creation, last access, retention
    pub const TABLE: i64 = 0;
    /// `DB_ID`; original, expanded text of a view; whether rewriting is enabled
    pub const VIEW: i64 = 1;
    /// `SD_ID`; location, input format, output format; `CD_ID`, buckets, flags
    pub const STORAGE: i64 = 2;
    /// `SERDE_ID`; name, library, description, serializer, deserializer; type
    pub const SERDE: i64 = 3;
    pub const PARAMETER: i64 = 4;
    pub const STORAGE_PARAMETER: i64 = 5;
    pub const SERDE_PARAMETER: i64 = 6;
    /// position; name, type, comment
    pub const COLUMN: i64 = 7;
    pub const PARTITION_KEY: i64 = 8;
    /// position; name
    pub const BUCKET_COLUMN: i64 = 9;
    /// position; name; direction
    pub const SORT_COLUMN: i64 = 10;
    pub const SKEWED_COLUMN: i64 = 11;
    /// position of the list; value; position in the list
    pub const SKEWED_VALUE: i64 = 12;
    /// id of the list; value, location; position in the list
    pub const SKEWED_LOCATION: i64 = 13;
}

/// Positions of the columns.
const NUMBER: usize = 2;
const A: usize = 3;
const B: usize = 4;
const C: usize = 5;
const D: usize = 6;
const I: usize = 8;
const J: usize = 9;
const K: usize = 10;

/// The tables of these rows, which may come in any order.
pub fn assemble(rows: &[Row]) -> Result<Vec<TableRow>> {
    let mut found: Vec<Parts> = Vec::new();
    let mut at = 0;
    for row in rows {
        let id: i64 = row.get(1)?;
        if found.get(at).is_none_or(|parts| parts.id != id) {
            at = found.iter().position(|parts| parts.id == id).unwrap_or(found.len());
            if at == found.len() {
                found.push(Parts { id, ..Parts::default() });
            }
        }
        found[at].take(row)?;
    }
    found.into_iter().map(Parts::finish).collect()
}

/// A table while its rows come in. Lists keep their positions until the end.
#[derive(Default)]
struct Parts {
    id: i64,
    database_id: i64,
    table: Option<Table>,
    sd_id: Option<i64>,
    serde_id: Option<i64>,
    cd_id: Option<i64>,
    sd: StorageDescriptor,
    serde: SerDeInfo,
    view: (Option<Str>, Option<Str>),
    rewrite: bool,
    parameters: BTreeMap<Str, Str>,
    storage_parameters: BTreeMap<Str, Str>,
    serde_parameters: BTreeMap<Str, Str>,
    columns: Vec<(i64, FieldSchema)>,
    keys: Vec<(i64, FieldSchema)>,
    buckets: Vec<(i64, Str)>,
    sorted: Vec<(i64, Order)>,
    skewed_columns: Vec<(i64, Str)>,
    /// (position or id of the list, position in it, value)
    skewed_values: Vec<(i64, i64, Option<Str>)>,
    skewed_locations: Vec<(i64, i64, Option<Str>)>,
    list_locations: BTreeMap<i64, Str>,
}

impl Parts {
    fn take(&mut self, row: &Row) -> Result<()> {
        let number = || -> Result<i64> { Ok(row.get::<Option<i64>>(NUMBER)?.unwrap_or_default()) };
        let position = || -> Result<i64> { Ok(row.get::<Option<i64>>(I)?.unwrap_or_default()) };
        let text = || -> Result<Str> { Ok(row.get::<Option<Str>>(A)?.unwrap_or_default()) };
        match row.get::<i64>(0)? {
            kind::TABLE => self.table = Some(table(row)?),
            kind::VIEW => {
                self.database_id = number()?;
                self.rewrite = position()? != 0;
                self.view = (row.get(A)?, row.get(B)?);
            }
            kind::STORAGE => {
                (self.sd_id, self.cd_id) = (row.get(NUMBER)?, row.get(I)?);
                self.sd = storage(row)?;
            }
            kind::SERDE => {
                self.serde_id = row.get(NUMBER)?;
                self.serde = serde(row)?;
            }
            kind::PARAMETER => parameter(row, &mut self.parameters)?,
            kind::STORAGE_PARAMETER => parameter(row, &mut self.storage_parameters)?,
            kind::SERDE_PARAMETER => parameter(row, &mut self.serde_parameters)?,
            kind::COLUMN => self.columns.push((number()?, field(row)?)),
            kind::PARTITION_KEY => self.keys.push((number()?, field(row)?)),
            kind::BUCKET_COLUMN => self.buckets.push((number()?, text()?)),
            kind::SORT_COLUMN => {
                let order = Order { col: row.get(A)?, order: Some(narrow(position()?)) };
                self.sorted.push((number()?, order));
            }
            kind::SKEWED_COLUMN => self.skewed_columns.push((number()?, text()?)),
            kind::SKEWED_VALUE => self.skewed_values.push((number()?, position()?, row.get(A)?)),
            kind::SKEWED_LOCATION => {
                self.skewed_locations.push((number()?, position()?, row.get(A)?));
                self.list_locations.insert(number()?, row.get::<Option<Str>>(B)?.unwrap_or_default());
            }
            unknown => return Err(Error::Meta(format!("unexpected row of kind {unknown} in a table"))),
        }
        Ok(())
    }

    fn finish(self) -> Result<TableRow> {
        let mut table = self.table.ok_or_else(|| Error::Meta(format!("table {} has no row of its own", self.id)))?;
        let mut sd = self.sd;
        sd.cols = Some(in_order(self.columns));
        sd.bucket_cols = Some(in_order(self.buckets));
        sd.sort_cols = Some(in_order(self.sorted));
        sd.parameters = Some(self.storage_parameters);
        sd.serde_info = Some(SerDeInfo { parameters: Some(self.serde_parameters), ..self.serde });
        // Java always sends this object, if empty.
        sd.skewed_info = Some(SkewedInfo {
            skewed_col_names: Some(in_order(self.skewed_columns)),
            skewed_col_values: Some(lists(self.skewed_values).into_values().collect()),
            skewed_col_value_location_maps: Some(located(lists(self.skewed_locations), self.list_locations)),
        });
        table.id = Some(self.id);
        table.sd = Some(sd);
        table.partition_keys = Some(in_order(self.keys));
        table.rewrite_enabled = Some(self.rewrite);
        table.table_type = Some(kind_of(table.table_type, &self.view, &self.parameters));
        if super::is_any_view(&table) {
            (table.view_original_text, table.view_expanded_text) = self.view;
        }
        table.parameters = Some(self.parameters);
        Ok(TableRow {
            id: self.id,
            database_id: self.database_id,
            sd_id: self.sd_id,
            serde_id: self.serde_id,
            cd_id: self.cd_id,
            table,
        })
    }
}

fn table(row: &Row) -> Result<Table> {
    let owner_type: Option<Str> = row.get(D)?;
    let write_id: i64 = row.get::<Option<i64>>(NUMBER)?.unwrap_or_default();
    Ok(Table {
        table_name: row.get(A)?,
        table_type: row.get(B)?,
        owner: row.get(C)?,
        owner_type: Some(database::owner_type(owner_type.as_deref())),
        create_time: Some(narrow(row.get(I)?)),
        last_access_time: Some(narrow(row.get(J)?)),
        retention: Some(narrow(row.get(K)?)),
        write_id: (write_id > 0).then_some(write_id),
        ..Table::default()
    })
}

fn storage(row: &Row) -> Result<StorageDescriptor> {
    let flags: i64 = row.get(K)?;
    Ok(StorageDescriptor {
        location: row.get(A)?,
        input_format: row.get(B)?,
        output_format: row.get(C)?,
        num_buckets: Some(narrow(row.get(J)?)),
        compressed: Some(flags & 1 != 0),
        stored_as_sub_directories: Some(flags & 2 != 0),
        ..StorageDescriptor::default()
    })
}

/// What the schema registry says of a serde besides, Hive sends with no table.
fn serde(row: &Row) -> Result<SerDeInfo> {
    Ok(SerDeInfo { name: row.get(A)?, serialization_lib: row.get(B)?, ..SerDeInfo::default() })
}

fn field(row: &Row) -> Result<FieldSchema> {
    Ok(FieldSchema { name: row.get(A)?, type_: row.get(B)?, comment: row.get(C)? })
}

/// A null value is an old Oracle's empty string; Hive leaves such parameters out of its answers.
fn parameter(row: &Row, into: &mut BTreeMap<Str, Str>) -> Result<()> {
    if let Some(value) = row.get(B)? {
        into.insert(row.get(A)?, value);
    }
    Ok(())
}

/// What Hive makes of a table without a type, which its first versions wrote.
fn kind_of(stored: Option<Str>, view: &(Option<Str>, Option<Str>), parameters: &BTreeMap<Str, Str>) -> Str {
    let external = || parameters.get("EXTERNAL").is_some_and(|v| v.eq_ignore_ascii_case("true"));
    match stored {
        Some(kind) => kind,
        None if view.0.is_some() => super::VIRTUAL_VIEW.into(),
        None if external() => super::EXTERNAL_TABLE.into(),
        None => super::MANAGED_TABLE.into(),
    }
}

fn in_order<T>(mut list: Vec<(i64, T)>) -> Vec<T> {
    list.sort_by_key(|(position, _)| *position);
    list.into_iter().map(|(_, item)| item).collect()
}

/// Lists of strings from (list, position, value); a list without values is there, and empty.
fn lists(mut values: Vec<(i64, i64, Option<Str>)>) -> BTreeMap<i64, Vec<Str>> {
    values.sort_by_key(|(list, position, _)| (*list, *position));
    let mut lists: BTreeMap<i64, Vec<Str>> = BTreeMap::new();
    for (list, _, value) in values {
        lists.entry(list).or_default().extend(value);
    }
    lists
}

fn located(lists: BTreeMap<i64, Vec<Str>>, mut locations: BTreeMap<i64, Str>) -> BTreeMap<Vec<Str>, Str> {
    lists.into_iter().map(|(id, values)| (values, locations.remove(&id).unwrap_or_default())).collect()
}
