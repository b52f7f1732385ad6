//! Adding partitions, one or many.

use super::{missing, need_for, table_of};
use crate::{ArgsOf, Context, Effect, Method, Refusal, place};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::add::{Existing, add};
use skep_catalog::table;
use skep_types::{AddPartitionsResult, EnvironmentContext, FieldSchema, Partition, args, calls};

pub struct AddPartition;

impl Method for AddPartition {
    type Call = calls::AddPartition;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_for(Right::Insert, &args.new_part)
    }

    async fn run(cx: &Context<'_>, args: args::AddPartition) -> Result<Partition, Refusal> {
        one(cx, args.new_part, None).await
    }
}

pub struct AddPartitionWithEnvironmentContext;

impl Method for AddPartitionWithEnvironmentContext {
    type Call = calls::AddPartitionWithEnvironmentContext;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_for(Right::Insert, &args.new_part)
    }

    async fn run(cx: &Context<'_>, args: args::AddPartitionWithEnvironmentContext) -> Result<Partition, Refusal> {
        one(cx, args.new_part, args.environment_context.as_ref()).await
    }
}

/// Answers how many were added.
pub struct AddPartitions;

impl Method for AddPartitions {
    type Call = calls::AddPartitions;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_for(Right::Insert, args.new_parts.iter().flatten())
    }

    async fn run(cx: &Context<'_>, args: args::AddPartitions) -> Result<i32, Refusal> {
        let partitions = args.new_parts.ok_or_else(|| Refusal::meta("Partition list cannot be null."))?;
        let Some(first) = partitions.first() else { return Ok(0) };
        let table = table_of(first)?;
        let added = add(cx.catalog(), &table, partitions, Existing::Refuse, None).await?;
        Ok(i32::try_from(added.len()).unwrap_or(i32::MAX))
    }
}

/// The table is named by the request, and what exists may be passed over.
pub struct AddPartitionsReq;

impl Method for AddPartitionsReq {
    type Call = calls::AddPartitionsReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        args.request.as_ref().map_or_else(Need::nothing, |r| {
            let table = super::need(Right::Insert, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name));
            r.parts.iter().fold(table, place::and_of_partition)
        })
    }

    async fn run(cx: &Context<'_>, args: args::AddPartitionsReq) -> Result<AddPartitionsResult, Refusal> {
        let mut r = args.request.ok_or_else(|| missing("request"))?;
        let table = TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))?;
        if r.skip_column_schema_for_partition == Some(true) {
            let given = r.partition_col_schema.take();
            fill_columns(cx, &table, given, &mut r.parts).await?;
        }
        let existing = if r.if_not_exists { Existing::Skip } else { Existing::Refuse };
        let added = add(cx.catalog(), &table, r.parts, existing, r.environment_context.as_ref()).await?;
        let wanted = r.need_result != Some(false);
        Ok(AddPartitionsResult { partitions: wanted.then_some(added), ..AddPartitionsResult::default() })
    }
}

async fn one(
    cx: &Context<'_>,
    partition: Option<Partition>,
    environment: Option<&EnvironmentContext>,
) -> Result<Partition, Refusal> {
    let partition = partition.ok_or_else(|| missing("partition"))?;
    let table = table_of(&partition)?;
    let added = add(cx.catalog(), &table, vec![partition], Existing::Refuse, environment).await?;
    added.into_iter().next().ok_or_else(|| Refusal::meta("partition was not added"))
}

/// Hive 4.1's clients may leave out columns that all partitions have: they are in the request, once,
/// or the table's own.
pub(super) async fn fill_columns(
    cx: &Context<'_>,
    table: &TableName,
    given: Option<Vec<FieldSchema>>,
    partitions: &mut [Partition],
) -> Result<(), Refusal> {
    let columns = match given {
        Some(columns) => columns,
        None => table::columns(&table::get(cx.catalog(), table).await?).to_vec(),
    };
    for sd in partitions.iter_mut().filter_map(|partition| partition.sd.as_mut()) {
        sd.cols = Some(columns.clone());
    }
    Ok(())
}
