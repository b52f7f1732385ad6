//! Changing partitions, one or many. Their values say which are meant.

use super::add::fill_columns;
use super::{missing, need};
use crate::{ArgsOf, Context, Effect, Method, Refusal, place};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::alter::{Told, alter};
use skep_types::{AlterPartitionsResponse, EnvironmentContext, Partition, args, calls};

pub struct AlterPartition;

impl Method for AlterPartition {
    type Call = calls::AlterPartition;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        needed(args.db_name.as_deref(), args.tbl_name.as_deref(), &args.new_part)
    }

    async fn run(cx: &Context<'_>, args: args::AlterPartition) -> Result<(), Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        altered(cx, &table, args.new_part.map(|p| vec![p]), None, Told::Each).await
    }
}

pub struct AlterPartitionWithEnvironmentContext;

impl Method for AlterPartitionWithEnvironmentContext {
    type Call = calls::AlterPartitionWithEnvironmentContext;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        needed(args.db_name.as_deref(), args.tbl_name.as_deref(), &args.new_part)
    }

    async fn run(cx: &Context<'_>, args: args::AlterPartitionWithEnvironmentContext) -> Result<(), Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        altered(cx, &table, args.new_part.map(|p| vec![p]), args.environment_context.as_ref(), Told::Each).await
    }
}

pub struct AlterPartitions;

impl Method for AlterPartitions {
    type Call = calls::AlterPartitions;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        needed(args.db_name.as_deref(), args.tbl_name.as_deref(), args.new_parts.iter().flatten())
    }

    async fn run(cx: &Context<'_>, args: args::AlterPartitions) -> Result<(), Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        altered(cx, &table, args.new_parts, None, Told::Together).await
    }
}

pub struct AlterPartitionsWithEnvironmentContext;

impl Method for AlterPartitionsWithEnvironmentContext {
    type Call = calls::AlterPartitionsWithEnvironmentContext;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        needed(args.db_name.as_deref(), args.tbl_name.as_deref(), args.new_parts.iter().flatten())
    }

    async fn run(cx: &Context<'_>, args: args::AlterPartitionsWithEnvironmentContext) -> Result<(), Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        altered(cx, &table, args.new_parts, args.environment_context.as_ref(), Told::Together).await
    }
}

/// Hive 4's door.
pub struct AlterPartitionsReq;

impl Method for AlterPartitionsReq {
    type Call = calls::AlterPartitionsReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        args.req.as_ref().map_or_else(Need::nothing, |r| {
            let table = need(Right::Alter, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.table_name));
            located(table, &r.partitions)
        })
    }

    async fn run(cx: &Context<'_>, args: args::AlterPartitionsReq) -> Result<AlterPartitionsResponse, Refusal> {
        let mut r = args.req.ok_or_else(|| missing("request"))?;
        let table = TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.table_name))?;
        if r.skip_column_schema_for_partition == Some(true) {
            fill_columns(cx, &table, r.partition_col_schema.take(), &mut r.partitions).await?;
        }
        altered(cx, &table, Some(r.partitions), r.environment_context.as_ref(), Told::Together).await?;
        Ok(AlterPartitionsResponse {})
    }
}

async fn altered(
    cx: &Context<'_>,
    table: &TableName,
    partitions: Option<Vec<Partition>>,
    environment: Option<&EnvironmentContext>,
    told: Told,
) -> Result<(), Refusal> {
    let partitions = partitions.ok_or_else(|| missing("partition"))?;
    Ok(alter(cx.catalog(), table, partitions, environment, told).await?)
}

fn needed<'a>(
    database: Option<&str>,
    table: Option<&str>,
    partitions: impl IntoIterator<Item = &'a Partition>,
) -> Need {
    located(Need::table(Right::Alter, database, table), partitions)
}

fn located<'a>(need: Need, partitions: impl IntoIterator<Item = &'a Partition>) -> Need {
    partitions.into_iter().fold(need, place::and_of_partition)
}
