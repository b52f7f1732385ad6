//! Dropping partitions, one or many.

use super::expr::choice;
use super::{missing, need, shape};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::One;
use skep_catalog::partition::drop::{Data, Doomed, Missing, drop};
use skep_types::{DropPartitionsResult, RequestPartsSpec, Str, args, calls};

pub struct DropPartition;

impl Method for DropPartition {
    type Call = calls::DropPartition;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Delete, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropPartition) -> Result<bool, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        one(cx, &table, values(args.part_vals)?, args.delete_data).await
    }
}

pub struct DropPartitionWithEnvironmentContext;

impl Method for DropPartitionWithEnvironmentContext {
    type Call = calls::DropPartitionWithEnvironmentContext;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Delete, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropPartitionWithEnvironmentContext) -> Result<bool, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        one(cx, &table, values(args.part_vals)?, args.delete_data).await
    }
}

pub struct DropPartitionByName;

impl Method for DropPartitionByName {
    type Call = calls::DropPartitionByName;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Delete, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropPartitionByName) -> Result<bool, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        one(cx, &table, name(args.part_name)?, args.delete_data).await
    }
}

pub struct DropPartitionByNameWithEnvironmentContext;

impl Method for DropPartitionByNameWithEnvironmentContext {
    type Call = calls::DropPartitionByNameWithEnvironmentContext;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Delete, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropPartitionByNameWithEnvironmentContext) -> Result<bool, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        one(cx, &table, name(args.part_name)?, args.delete_data).await
    }
}

/// Hive 4's door for one partition.
pub struct DropPartitionReq;

impl Method for DropPartitionReq {
    type Call = calls::DropPartitionReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.drop_partition_req.as_ref();
        request.map_or_else(Need::nothing, |r| {
            need(Right::Delete, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))
        })
    }

    async fn run(cx: &Context<'_>, args: args::DropPartitionReq) -> Result<bool, Refusal> {
        let r = args.drop_partition_req.ok_or_else(|| missing("request"))?;
        let table = TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))?;
        let doomed = if r.part_vals.is_some() { values(r.part_vals)? } else { name(r.part_name)? };
        one(cx, &table, doomed, r.delete_data).await
    }
}

/// Many, by names or by filters. `ifExists` left out means false on Hive's server, whatever the
/// default in its interface says.
pub struct DropPartitionsReq;

impl Method for DropPartitionsReq {
    type Call = calls::DropPartitionsReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        request.map_or_else(Need::nothing, |r| {
            need(Right::Delete, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))
        })
    }

    async fn run(cx: &Context<'_>, args: args::DropPartitionsReq) -> Result<DropPartitionsResult, Refusal> {
        let r = args.req.ok_or_else(|| missing("request"))?;
        let table = TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))?;
        let doomed = match r.parts {
            RequestPartsSpec::Names(names) => Doomed::Named(names),
            RequestPartsSpec::Exprs(exprs) => {
                Doomed::Filtered(exprs.iter().map(|e| choice(&e.expr)).collect::<Result<_, _>>()?)
            }
            RequestPartsSpec::Unset => return Err(Refusal::meta("Partition spec is not set")),
        };
        let missing = if r.if_exists == Some(true) { Missing::Skip } else { Missing::Refuse };
        let mut dropped = drop(cx.catalog(), &table, &doomed, missing, data(r.delete_data)).await?;
        shape(r.skip_column_schema_for_partition, None, None).apply(&mut dropped);
        let wanted = r.need_result != Some(false);
        Ok(DropPartitionsResult { partitions: wanted.then_some(dropped) })
    }
}

async fn one(cx: &Context<'_>, table: &TableName, doomed: Doomed, delete_data: Option<bool>) -> Result<bool, Refusal> {
    drop(cx.catalog(), table, &doomed, Missing::Refuse, data(delete_data)).await?;
    Ok(true)
}

fn values(values: Option<Vec<Str>>) -> Result<Doomed, Refusal> {
    let given = values.filter(|values| !values.is_empty());
    let given = given.ok_or_else(|| Refusal::meta("The partition values cannot be null or empty."))?;
    Ok(Doomed::One(One::Values(given)))
}

fn name(name: Option<Str>) -> Result<Doomed, Refusal> {
    let given = name.filter(|name| !name.is_empty());
    let given = given.ok_or_else(|| Refusal::meta("The partition name cannot be null or empty."))?;
    Ok(Doomed::One(One::Name(given)))
}

fn data(delete: Option<bool>) -> Data {
    if delete == Some(true) { Data::Delete } else { Data::Keep }
}
