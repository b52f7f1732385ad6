//! Partitions.

mod add;
mod alter;
mod drop;
mod expression;
pub mod list;
mod one;
mod rename;
mod select;
mod target;

use skep_api::Refusal;
use skep_catalog::filter::FILTER_BYTES_MAX;
use skep_catalog::filter::kryo::Expression;
use skep_catalog::names::TableName;
use skep_catalog::partition::One;
use skep_catalog::partition::add::Existing;
use skep_catalog::partition::drop::{Data, Doomed, Missing};
use skep_catalog::partition::select::{Choice, Limit};
use skep_catalog::{Error, table};
use skep_types::{
    AddPartitionsResult, AlterPartitionsResponse, DropPartitionsResult, FieldSchema, GetPartitionNamesPsResponse,
    GetPartitionResponse, GetPartitionsByNamesResult, GetPartitionsPsWithAuthResponse, Partition,
    PartitionsByExprResult, PartitionsResponse, RenamePartitionResponse, RequestPartsSpec, Str,
};

use crate::context::{Context, known_table};
use crate::door::{doors, request};
use crate::table::read;

pub use add::copy;
pub use list::Sizes;
pub use target::Target;

doors! {
    AddPartition(cx, args) {
        added_one(cx, args.new_part).await
    }
    AddPartitionWithEnvironmentContext(cx, args) {
        added_one(cx, args.new_part).await
    }
    AddPartitions(cx, args) {
        let partitions = args.new_parts.ok_or_else(|| Refusal::meta("Partition list cannot be null."))?;
        let Some(first) = partitions.first() else { return Ok(0) };
        let added = add::add(cx.glue, &table_of(first)?, partitions, Existing::Refuse).await?;
        Ok(i32::try_from(added.len()).unwrap_or(i32::MAX))
    }
    AddPartitionsReq(cx, args) {
        let mut r = request(args.request)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.tbl_name)?;
        if r.skip_column_schema_for_partition == Some(true) {
            fill_columns(cx, &table, r.partition_col_schema.take(), &mut r.parts).await?;
        }
        let existing = if r.if_not_exists { Existing::Skip } else { Existing::Refuse };
        let added = add::add(cx.glue, &table, r.parts, existing).await?;
        let wanted = r.need_result != Some(false);
        Ok(AddPartitionsResult { partitions: wanted.then_some(added), ..Default::default() })
    }
    GetPartition(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        Ok(one::get(cx.glue, &table, &values(args.part_vals)?).await?)
    }
    GetPartitionWithAuth(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        Ok(one::get(cx.glue, &table, &values(args.part_vals)?).await?)
    }
    GetPartitionReq(cx, args) {
        let r = request(args.req)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.tbl_name)?;
        Ok(GetPartitionResponse { partition: one::get(cx.glue, &table, &One::Values(r.part_vals)).await? })
    }
    GetPartitionByName(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        Ok(one::get(cx.glue, &table, &by_name(args.part_name)?).await?)
    }
    GetPartitions(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        Ok(select::partitions(cx.glue, &table, &Choice::All, Limit::of(args.max_parts)).await?.0)
    }
    GetPartitionsWithAuth(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        Ok(select::partitions(cx.glue, &table, &Choice::All, Limit::of(args.max_parts)).await?.0)
    }
    GetPartitionsReq(cx, args) {
        let r = request(args.req)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.tbl_name)?;
        let (partitions, _) = select::partitions(cx.glue, &table, &Choice::All, Limit::of(r.max_parts)).await?;
        Ok(PartitionsResponse { partitions })
    }
    GetPartitionsPs(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let choice = prefix(args.part_vals)?;
        Ok(select::partitions(cx.glue, &table, &choice, Limit::of(args.max_parts)).await?.0)
    }
    GetPartitionsPsWithAuth(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let choice = prefix(args.part_vals)?;
        Ok(select::partitions(cx.glue, &table, &choice, Limit::of(args.max_parts)).await?.0)
    }
    GetPartitionsPsWithAuthReq(cx, args) {
        let r = request(args.req)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.tbl_name)?;
        let choice = match r.part_names {
            Some(names) if !names.is_empty() => Choice::Named(names),
            _ => r.part_vals.map_or(Choice::All, Choice::Prefix),
        };
        let (partitions, _) = select::partitions(cx.glue, &table, &choice, Limit::of(r.max_parts)).await?;
        Ok(GetPartitionsPsWithAuthResponse { partitions })
    }
    GetPartitionNames(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        Ok(select::names(cx.glue, &table, &Choice::All, Limit::of(args.max_parts)).await?)
    }
    FetchPartitionNamesReq(cx, args) {
        let r = request(args.partition_req)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.tbl_name)?;
        Ok(select::names(cx.glue, &table, &Choice::All, Limit::of(r.max_parts)).await?)
    }
    GetPartitionNamesPs(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        Ok(select::names(cx.glue, &table, &prefix(args.part_vals)?, Limit::of(args.max_parts)).await?)
    }
    GetPartitionNamesPsReq(cx, args) {
        let r = request(args.req)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.tbl_name)?;
        let names = select::names(cx.glue, &table, &prefix(r.part_values)?, Limit::of(r.max_parts)).await?;
        Ok(GetPartitionNamesPsResponse { names })
    }
    GetPartitionsByFilter(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let choice = Choice::Filter(args.filter.unwrap_or_default());
        Ok(select::partitions(cx.glue, &table, &choice, Limit::of(args.max_parts)).await?.0)
    }
    GetPartitionsByFilterReq(cx, args) {
        let r = request(args.req)?;
        let table = TableName::of(r.cat_name.as_deref(), r.db_name.as_deref(), r.tbl_name.as_deref())?;
        let choice = Choice::Filter(r.filter.unwrap_or_default());
        Ok(select::partitions(cx.glue, &known_table(table)?, &choice, Limit::of(r.max_parts)).await?.0)
    }
    GetNumPartitionsByFilter(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let choice = Choice::Filter(args.filter.unwrap_or_default());
        let names = select::names(cx.glue, &table, &choice, Limit::None).await?;
        Ok(i32::try_from(names.len()).unwrap_or(i32::MAX))
    }
    GetPartitionsByNames(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let names = args.names.ok_or_else(|| Refusal::meta("partition names cannot be null"))?;
        Ok(select::partitions(cx.glue, &table, &Choice::Named(names), Limit::None).await?.0)
    }
    GetPartitionsByNamesReq(cx, args) {
        let r = request(args.req)?;
        let table = named(None, &r.db_name, &r.tbl_name)?;
        let names = r.names.ok_or_else(|| Refusal::meta("partition names cannot be null"))?;
        let (partitions, _) = select::partitions(cx.glue, &table, &Choice::Named(names), Limit::None).await?;
        Ok(GetPartitionsByNamesResult { partitions, ..Default::default() })
    }
    GetPartitionsByExpr(cx, args) {
        let r = request(args.req)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.tbl_name)?;
        let choice = expression(&r.expr)?;
        let (partitions, certain) = select::partitions(cx.glue, &table, &choice, Limit::of(r.max_parts)).await?;
        Ok(PartitionsByExprResult { partitions, has_unknown_partitions: !certain })
    }
    DropPartition(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        dropped(cx, &table, values(args.part_vals)?, args.delete_data).await
    }
    DropPartitionWithEnvironmentContext(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        dropped(cx, &table, values(args.part_vals)?, args.delete_data).await
    }
    DropPartitionByName(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        dropped(cx, &table, by_name(args.part_name)?, args.delete_data).await
    }
    DropPartitionByNameWithEnvironmentContext(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        dropped(cx, &table, by_name(args.part_name)?, args.delete_data).await
    }
    DropPartitionsReq(cx, args) {
        let r = request(args.req)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.tbl_name)?;
        let doomed = match r.parts {
            RequestPartsSpec::Names(names) => Doomed::Named(names),
            RequestPartsSpec::Exprs(all) => {
                Doomed::Filtered(all.iter().map(|one| expression(&one.expr)).collect::<Result<_, _>>()?)
            }
            RequestPartsSpec::Unset => return Err(Refusal::meta("Partition spec is not set")),
        };
        let missing = if r.if_exists == Some(true) { Missing::Skip } else { Missing::Refuse };
        let dropped = drop::drop(cx.glue, &table, &doomed, missing, data(r.delete_data)).await?;
        let wanted = r.need_result != Some(false);
        Ok(DropPartitionsResult { partitions: wanted.then_some(dropped) })
    }
    AlterPartition(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        altered(cx, &table, args.new_part.map(|one| vec![one])).await
    }
    AlterPartitionWithEnvironmentContext(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        altered(cx, &table, args.new_part.map(|one| vec![one])).await
    }
    AlterPartitions(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        altered(cx, &table, args.new_parts).await
    }
    AlterPartitionsWithEnvironmentContext(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        altered(cx, &table, args.new_parts).await
    }
    AlterPartitionsReq(cx, args) {
        let mut r = request(args.req)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.table_name)?;
        if r.skip_column_schema_for_partition == Some(true) {
            fill_columns(cx, &table, r.partition_col_schema.take(), &mut r.partitions).await?;
        }
        altered(cx, &table, Some(r.partitions)).await?;
        Ok(AlterPartitionsResponse {})
    }
    RenamePartition(cx, args) {
        let table = name(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let new = args.new_part.ok_or_else(|| Refusal::meta("partition cannot be null"))?;
        Ok(rename::rename(cx.glue, &table, &args.part_vals.unwrap_or_default(), new).await?)
    }
    RenamePartitionReq(cx, args) {
        let r = request(args.req)?;
        let table = named(r.cat_name.as_deref(), &r.db_name, &r.table_name)?;
        rename::rename(cx.glue, &table, &r.part_vals, r.new_part).await?;
        Ok(RenamePartitionResponse {})
    }
}

fn name(database: Option<&str>, table: Option<&str>) -> Result<TableName, Error> {
    known_table(TableName::parse(database, table)?)
}

fn named(catalog: Option<&str>, database: &str, table: &str) -> Result<TableName, Error> {
    known_table(TableName::of(catalog, Some(database), Some(table))?)
}

fn table_of(partition: &Partition) -> Result<TableName, Error> {
    let (database, table) = (partition.db_name.as_deref(), partition.table_name.as_deref());
    known_table(TableName::of(partition.cat_name.as_deref(), database, table)?)
}

fn values(values: Option<Vec<Str>>) -> Result<One, Refusal> {
    let given = values.filter(|values| !values.is_empty());
    given.map(One::Values).ok_or_else(|| Refusal::meta("The partition values cannot be null or empty."))
}

fn by_name(name: Option<Str>) -> Result<One, Refusal> {
    let given = name.filter(|name| !name.is_empty());
    given.map(One::Name).ok_or_else(|| Refusal::meta("The partition name cannot be null or empty."))
}

fn prefix(values: Option<Vec<Str>>) -> Result<Choice, Refusal> {
    values.map(Choice::Prefix).ok_or_else(|| Refusal::meta("partition values cannot be null"))
}

/// HiveServer2 sends its own expressions, Hive's repair tool the text of a filter.
fn expression(bytes: &[u8]) -> Result<Choice, Refusal> {
    if Expression::is(bytes) {
        return Ok(Choice::Expression(Expression::read(bytes)));
    }
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= FILTER_BYTES_MAX);
    let text = text.ok_or_else(|| Refusal::meta("the partition expression is neither Kryo's nor a filter"))?;
    Ok(Choice::Filter(text.into()))
}

fn data(delete: Option<bool>) -> Data {
    if delete == Some(true) { Data::Delete } else { Data::Keep }
}

async fn added_one(cx: &Context<'_>, partition: Option<Partition>) -> Result<Partition, Refusal> {
    let partition = partition.ok_or_else(|| Refusal::meta("partition cannot be null"))?;
    let added = add::add(cx.glue, &table_of(&partition)?, vec![partition], Existing::Refuse).await?;
    added.into_iter().next().ok_or_else(|| Refusal::meta("partition was not added"))
}

async fn altered(cx: &Context<'_>, table: &TableName, sent: Option<Vec<Partition>>) -> Result<(), Refusal> {
    let sent = sent.ok_or_else(|| Refusal::meta("partition cannot be null"))?;
    Ok(alter::alter(cx.glue, table, sent).await?)
}

async fn dropped(cx: &Context<'_>, table: &TableName, one: One, delete: Option<bool>) -> Result<bool, Refusal> {
    drop::drop(cx.glue, table, &Doomed::One(one), Missing::Refuse, data(delete)).await?;
    Ok(true)
}

/// Hive 4.1's clients may leave out columns that all partitions have: they are in the request, once, or the table's
/// own.
async fn fill_columns(
    cx: &Context<'_>,
    name: &TableName,
    given: Option<Vec<FieldSchema>>,
    partitions: &mut [Partition],
) -> Result<(), Refusal> {
    let columns = match given {
        Some(columns) => columns,
        None => table::columns(&read::get(cx.glue, name).await?).to_vec(),
    };
    for sd in partitions.iter_mut().filter_map(|partition| partition.sd.as_mut()) {
        sd.cols = Some(columns.clone());
    }
    Ok(())
}
