//! One partition, by its values or its name.

use super::{missing, need};
use crate::door::part::Shows;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::{One, get};
use skep_catalog::privilege::Reader;
use skep_types::{GetPartitionResponse, Partition, Str, args, calls};

pub struct GetPartition;

impl Method for GetPartition {
    type Call = calls::GetPartition;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartition) -> Result<Partition, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        by_values(cx, &table, args.part_vals).await
    }
}

/// With the privileges of the user and groups named, on tables with `PARTITION_LEVEL_PRIVILEGE`.
pub struct GetPartitionWithAuth;

impl Method for GetPartitionWithAuth {
    type Call = calls::GetPartitionWithAuth;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionWithAuth) -> Result<Partition, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let values = args.part_vals.ok_or_else(|| missing("partition values"))?;
        let reader = Reader { user: args.user_name, groups: args.group_names.unwrap_or_default() };
        one(cx, &table, One::Values(values), Some(&reader)).await
    }
}

/// Hive 4's door.
pub struct GetPartitionReq;

impl Method for GetPartitionReq {
    type Call = calls::GetPartitionReq;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        request.map_or_else(Need::nothing, |r| {
            need(Right::Select, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))
        })
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionReq) -> Result<GetPartitionResponse, Refusal> {
        let request = args.req.ok_or_else(|| missing("request"))?;
        let table = TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
        Ok(GetPartitionResponse { partition: by_values(cx, &table, Some(request.part_vals)).await? })
    }
}

pub struct GetPartitionByName;

impl Method for GetPartitionByName {
    type Call = calls::GetPartitionByName;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionByName) -> Result<Partition, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let name = args.part_name.filter(|name| !name.trim().is_empty());
        let empty = "The part_name in get_partition_by_name cannot be null or empty";
        let name = name.ok_or_else(|| Refusal::meta(empty))?;
        one(cx, &table, One::Name(name), None).await
    }
}

async fn by_values(cx: &Context<'_>, table: &TableName, values: Option<Vec<Str>>) -> Result<Partition, Refusal> {
    let values = values.ok_or_else(|| missing("partition values"))?;
    one(cx, table, One::Values(values), None).await
}

/// One that the caller may not know of is missing, in the same words.
async fn one(cx: &Context<'_>, table: &TableName, one: One, reader: Option<&Reader>) -> Result<Partition, Refusal> {
    let seen = cx.seen_table(table).await?;
    let found = get::get_for(cx.catalog(), &seen.table, &one, reader).await?;
    let values = found.values.clone().unwrap_or_default();
    Ok(seen.partition(found).ok_or_else(|| get::missing(&values))?)
}
