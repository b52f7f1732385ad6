//! Messages about column statistics. Hive writes them since 4.0.

use super::{message, row};
use crate::names::TableName;
use serde_json::{Map, Value, json};
use skep_sql::EventRow;
use skep_types::{ColumnStatistics, Str, Table};
use std::collections::BTreeMap;

/// What analysis found out about a table or partition.
pub struct Analysis<'a> {
    pub table: &'a Table,
    pub statistics: &'a ColumnStatistics,
    /// The parameters of the table or partition afterwards.
    pub parameters: &'a BTreeMap<Str, Str>,
    pub write_id: i64,
}

pub fn update_table_statistics(analysis: &Analysis<'_>, now: i64) -> EventRow {
    analysis.row("UPDATE_TBL_COL_STAT_EVENT", analysis.fields(now), now)
}

/// Of the partition with these values.
pub fn update_partition_statistics(analysis: &Analysis<'_>, values: &[Str], now: i64) -> EventRow {
    let mut fields = analysis.fields(now);
    fields.insert("partVals".into(), texts(values));
    analysis.row("UPDATE_PART_COL_STAT_EVENT", fields, now)
}

impl Analysis<'_> {
    fn fields(&self, now: i64) -> Map<String, Value> {
        let mut fields = message(now);
        fields.insert("database".into(), json!(self.statistics.stats_desc.db_name.as_str()));
        fields.insert("writeId".into(), json!(self.write_id));
        fields.insert("colStatsJson".into(), json!(skep_codec::json(self.statistics)));
        let parameters: Map<String, Value> =
            self.parameters.iter().map(|(key, value)| (key.to_string(), json!(value.as_str()))).collect();
        fields.insert("parameters".into(), parameters.into());
        fields.insert("tableObjJson".into(), json!(skep_codec::json(self.table)));
        fields
    }

    fn row(&self, kind: &'static str, fields: Map<String, Value>, now: i64) -> EventRow {
        row(kind, [&self.table.cat_name, &self.table.db_name, &self.table.table_name], now, fields)
    }
}

pub fn delete_table_statistics(table: &TableName, column: &str, now: i64) -> EventRow {
    deleted("DELETE_TBL_COL_STAT_EVENT", table, about(table, column, now), now)
}

/// Of the partition with this name and these values.
pub fn delete_partition_statistics(
    table: &TableName,
    column: &str,
    partition: &str,
    values: &[Str],
    now: i64,
) -> EventRow {
    let mut fields = about(table, column, now);
    fields.insert("partName".into(), json!(partition));
    fields.insert("partValues".into(), texts(values));
    deleted("DELETE_PART_COL_STAT_EVENT", table, fields, now)
}

fn about(table: &TableName, column: &str, now: i64) -> Map<String, Value> {
    let mut fields = message(now);
    fields.insert("database".into(), json!(table.database.database.as_str()));
    fields.insert("colName".into(), json!(column));
    fields
}

fn texts(values: &[Str]) -> Value {
    values.iter().map(Str::as_str).collect()
}

fn deleted(kind: &'static str, table: &TableName, fields: Map<String, Value>, now: i64) -> EventRow {
    let names = [&table.database.catalog, &table.database.database, &table.table].map(|name| Some(name.clone()));
    row(kind, [&names[0], &names[1], &names[2]], now, fields)
}
