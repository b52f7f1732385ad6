//! Appending a partition: only its values are said, the rest is the table's.

use super::{missing, need};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::One;
use skep_catalog::partition::append::append;
use skep_types::{EnvironmentContext, Partition, Str, args, calls};

pub struct AppendPartition;

impl Method for AppendPartition {
    type Call = calls::AppendPartition;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Insert, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::AppendPartition) -> Result<Partition, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        appended(cx, &table, values(args.part_vals)?, None).await
    }
}

pub struct AppendPartitionWithEnvironmentContext;

impl Method for AppendPartitionWithEnvironmentContext {
    type Call = calls::AppendPartitionWithEnvironmentContext;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Insert, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::AppendPartitionWithEnvironmentContext) -> Result<Partition, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        appended(cx, &table, values(args.part_vals)?, args.environment_context.as_ref()).await
    }
}

pub struct AppendPartitionByName;

impl Method for AppendPartitionByName {
    type Call = calls::AppendPartitionByName;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Insert, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::AppendPartitionByName) -> Result<Partition, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        appended(cx, &table, name(args.part_name)?, None).await
    }
}

pub struct AppendPartitionByNameWithEnvironmentContext;

impl Method for AppendPartitionByNameWithEnvironmentContext {
    type Call = calls::AppendPartitionByNameWithEnvironmentContext;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Insert, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(
        cx: &Context<'_>,
        args: args::AppendPartitionByNameWithEnvironmentContext,
    ) -> Result<Partition, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        appended(cx, &table, name(args.part_name)?, args.environment_context.as_ref()).await
    }
}

/// Hive 4's door for all of them.
pub struct AppendPartitionReq;

impl Method for AppendPartitionReq {
    type Call = calls::AppendPartitionReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.append_partitions_req.as_ref();
        request.map_or_else(Need::nothing, |r| {
            need(Right::Insert, r.catalog_name.as_deref(), Some(&r.db_name), Some(&r.table_name))
        })
    }

    async fn run(cx: &Context<'_>, args: args::AppendPartitionReq) -> Result<Partition, Refusal> {
        let r = args.append_partitions_req.ok_or_else(|| missing("request"))?;
        let table = TableName::of(r.catalog_name.as_deref(), Some(&r.db_name), Some(&r.table_name))?;
        let one = if r.part_vals.is_some() { values(r.part_vals)? } else { name(r.name)? };
        appended(cx, &table, one, r.environment_context.as_ref()).await
    }
}

async fn appended(
    cx: &Context<'_>,
    table: &TableName,
    one: One,
    environment: Option<&EnvironmentContext>,
) -> Result<Partition, Refusal> {
    Ok(append(cx.catalog(), table, &one, environment).await?)
}

fn values(values: Option<Vec<Str>>) -> Result<One, Refusal> {
    let given = values.filter(|values| !values.is_empty());
    given.map(One::Values).ok_or_else(|| Refusal::meta("The partition values cannot be null or empty."))
}

fn name(name: Option<Str>) -> Result<One, Refusal> {
    let given = name.filter(|name| !name.is_empty());
    given.map(One::Name).ok_or_else(|| Refusal::meta("The partition name cannot be null or empty."))
}
