//! Column statistics. Glue keeps the numbers; sketches of distinct values and histograms it has no place for, so
//! they are not kept, and nobody is told of any.

mod data;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use skep_api::Refusal;
use skep_catalog::names::{TableName, normalize};
use skep_catalog::partition::select::values_of;
use skep_catalog::{Error, Result};
use skep_types::{
    ColumnStatistics, ColumnStatisticsDesc, ColumnStatisticsObj, PartitionsStatsResult, SetPartitionsStatsRequest,
    SetPartitionsStatsResponse, Str, TableStatsResult,
};

use crate::aws::{Limits, shapes};
use crate::context::{Glue, known_table, missing, refused};
use crate::door::{doors, request};
use crate::partition::Target;

doors! {
    GetTableStatisticsReq(cx, args) {
        let r = request(args.request)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.tbl_name)?;
        let table_stats = read(cx.glue, &Place { table, values: None }, &r.col_names).await?;
        Ok(TableStatsResult { table_stats, ..Default::default() })
    }
    GetPartitionsStatisticsReq(cx, args) {
        let r = request(args.request)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.tbl_name)?;
        Ok(PartitionsStatsResult { part_stats: of_partitions(cx.glue, &table, &r.part_names, &r.col_names).await?, ..Default::default() })
    }
    GetTableColumnStatistics(cx, args) {
        let table = known_table(TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?)?;
        let column = args.col_name.ok_or_else(|| Refusal::meta("Column name cannot be null."))?;
        Ok(of_column(cx.glue, Place { table, values: None }, None, &column).await?)
    }
    GetPartitionColumnStatistics(cx, args) {
        let table = known_table(TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?)?;
        let column = args.col_name.ok_or_else(|| Refusal::meta("Column name cannot be null."))?;
        let partition = args.part_name.ok_or_else(|| Refusal::meta("Partition name cannot be null."))?;
        let values = values_of(&Target::find(cx.glue, &table).await?.parent, &partition)?;
        Ok(of_column(cx.glue, Place { table, values: Some(values) }, Some(partition), &column).await?)
    }
    UpdateTableColumnStatistics(cx, args) {
        write(cx.glue, &request(args.stats_obj)?).await?;
        Ok(true)
    }
    UpdatePartitionColumnStatistics(cx, args) {
        write(cx.glue, &request(args.stats_obj)?).await?;
        Ok(true)
    }
    UpdateTableColumnStatisticsReq(cx, args) {
        Ok(SetPartitionsStatsResponse { result: write_all(cx.glue, &request(args.req)?).await? })
    }
    UpdatePartitionColumnStatisticsReq(cx, args) {
        Ok(SetPartitionsStatsResponse { result: write_all(cx.glue, &request(args.req)?).await? })
    }
    /// Each for itself; to merge them with what is there would need the sketches.
    SetAggrStatsFor(cx, args) {
        Ok(write_all(cx.glue, &request(args.request)?).await?)
    }
    DeleteTableColumnStatistics(cx, args) {
        let table = known_table(TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?)?;
        delete(cx.glue, &Place { table, values: None }, args.col_name).await?;
        Ok(true)
    }
    DeletePartitionColumnStatistics(cx, args) {
        let table = known_table(TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?)?;
        let partition = args.part_name.ok_or_else(|| Refusal::meta("Partition name cannot be null."))?;
        let values = values_of(&Target::find(cx.glue, &table).await?.parent, &partition)?;
        delete(cx.glue, &Place { table, values: Some(values) }, args.col_name).await?;
        Ok(true)
    }
}

fn named(catalog: Option<&str>, database: &str, table: &str) -> Result<TableName> {
    known_table(TableName::of(catalog, Some(database), Some(table))?)
}

/// A table, or one of its partitions.
struct Place {
    table: TableName,
    values: Option<Vec<Str>>,
}

impl Place {
    fn operation(&self, of_table: &'static str, of_partition: &'static str) -> &'static str {
        if self.values.is_some() { of_partition } else { of_table }
    }

    fn arguments(&self) -> Value {
        let values = self.values.as_ref().map(|values| values.iter().map(|value| value.as_str()).collect::<Vec<_>>());
        json!({
            "DatabaseName": self.table.database.database.as_str(), "TableName": self.table.table.as_str(), "PartitionValues": values,
        })
    }

    fn not_found(&self) -> Error {
        match &self.values {
            None => self.table.not_found(),
            Some(values) => skep_catalog::partition::get::missing(values),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Found {
    column_statistics_list: Option<Vec<shapes::ColumnStatistics>>,
}

/// Those of the columns that there are, a hundred a call.
async fn read(glue: &Glue, place: &Place, columns: &[Str]) -> Result<Vec<ColumnStatisticsObj>> {
    let columns: Vec<Str> = columns.iter().map(|name| normalize(name)).collect();
    let read = |chunk: &[Str]| {
        let mut arguments = place.arguments();
        arguments["ColumnNames"] = chunk.iter().map(|name| name.as_str()).collect::<Vec<_>>().into();
        let operation = place.operation("GetColumnStatisticsForTable", "GetColumnStatisticsForPartition");
        async move { glue.client.call::<Found>(operation, arguments).await }
    };
    let mut all = Vec::new();
    for found in glue.client.each(columns.chunks(Limits::GET_STATISTICS), read).await {
        let found = found.map_err(|failure| missing(failure, || place.not_found()))?;
        all.extend(found.column_statistics_list.iter().flatten().filter_map(data::to_hive));
    }
    Ok(all)
}

/// Partitions that are not there, or have none, are left out. Glue has no call for many of them.
async fn of_partitions(
    glue: &Glue,
    table: &TableName,
    names: &[Str],
    columns: &[Str],
) -> Result<BTreeMap<Str, Vec<ColumnStatisticsObj>>> {
    let target = Target::find(glue, table).await?;
    let read = |name: &Str| {
        let (name, values) = (name.clone(), values_of(&target.parent, name));
        async move {
            let found = match values {
                Ok(values) => read(glue, &Place { table: table.clone(), values: Some(values) }, columns).await,
                Err(error) => Err(error),
            };
            (name, found)
        }
    };
    let mut all = BTreeMap::new();
    for (name, found) in glue.client.each(names, read).await {
        match found {
            Ok(found) if found.is_empty() => {}
            Ok(found) => drop(all.insert(name, found)),
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

async fn of_column(glue: &Glue, place: Place, partition: Option<Str>, column: &Str) -> Result<ColumnStatistics> {
    let found = read(glue, &place, std::slice::from_ref(column)).await?;
    if found.is_empty() {
        return Err(Error::NotFound(format!("Statistics for table={}, column={column} do not exist", place.table)));
    }
    Ok(ColumnStatistics {
        stats_desc: ColumnStatisticsDesc {
            is_tbl_level: partition.is_none(),
            db_name: place.table.database.database.clone(),
            table_name: place.table.table.clone(),
            part_name: partition,
            cat_name: Some(place.table.database.catalog.clone()),
            ..Default::default()
        },
        stats_obj: found,
        ..Default::default()
    })
}

async fn write_all(glue: &Glue, request: &SetPartitionsStatsRequest) -> Result<bool> {
    if request.need_merge == Some(true) {
        let text =
            "Glue keeps no sketches, so statistics cannot be merged with those it has: set them without needMerge";
        return Err(Error::InvalidInput(text.into()));
    }
    for sent in &request.col_stats {
        write(glue, sent).await?;
    }
    Ok(true)
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Errors {
    errors: Option<Vec<shapes::ItemError>>,
}

async fn write(glue: &Glue, sent: &ColumnStatistics) -> Result<()> {
    let desc = &sent.stats_desc;
    let table = named(desc.cat_name.as_deref(), &desc.db_name, &desc.table_name)?;
    let values = match desc.part_name.as_deref().filter(|_| !desc.is_tbl_level) {
        Some(name) => Some(values_of(&Target::find(glue, &table).await?.parent, name)?),
        None => None,
    };
    let place = Place { table, values };
    let analyzed = desc.last_analyzed.filter(|time| *time > 0).unwrap_or_else(|| glue.clock.seconds());
    let all: Vec<_> = sent.stats_obj.iter().map(|one| data::to_glue(one, analyzed)).collect::<Result<_>>()?;
    for chunk in all.chunks(Limits::UPDATE_STATISTICS) {
        let mut arguments = place.arguments();
        arguments["ColumnStatisticsList"] = serde_json::to_value(chunk).expect("records are JSON");
        let operation = place.operation("UpdateColumnStatisticsForTable", "UpdateColumnStatisticsForPartition");
        let answer: Errors =
            glue.client.call(operation, arguments).await.map_err(|failure| missing(failure, || place.not_found()))?;
        if let Some(error) = answer.errors.iter().flatten().next() {
            let detail = error.detail();
            let (code, text) = (detail.error_code.clone(), detail.error_message.clone());
            let (code, text) = (code.unwrap_or_default(), text.unwrap_or_default());
            return Err(Error::Meta(format!("Glue refused {operation}: {code}: {text}")));
        }
    }
    Ok(())
}

/// Of one column, as Glue deletes them; Hive's "of all columns" would be a call for each.
async fn delete(glue: &Glue, place: &Place, column: Option<Str>) -> Result<()> {
    let Some(column) = column else {
        return Err(Error::InvalidInput("over Glue, statistics are deleted column by column: name one".into()));
    };
    let mut arguments = place.arguments();
    arguments["ColumnName"] = normalize(&column).as_str().into();
    let operation = place.operation("DeleteColumnStatisticsForTable", "DeleteColumnStatisticsForPartition");
    match glue.client.call::<Value>(operation, arguments).await {
        Ok(_) => Ok(()),
        Err(failure) if failure.is(crate::aws::Kind::NotFound) => Err(place.not_found()),
        Err(failure) => Err(refused(failure)),
    }
}
