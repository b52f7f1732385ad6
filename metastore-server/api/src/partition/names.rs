//! The names of all partitions of a table.

use super::{missing, need};
use crate::door::part::Shows;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::get;
use skep_catalog::partition::select::{Choice, Limit};
use skep_types::{Str, args, calls};

pub struct GetPartitionNames;

impl Method for GetPartitionNames {
    type Call = calls::GetPartitionNames;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionNames) -> Result<Vec<Str>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        names(cx, &table, Choice::All, Limit::of(args.max_parts)).await
    }
}

/// Hive 4's door. Of a missing table only 4.0 said nothing at all; all others say so, as we do.
pub struct FetchPartitionNamesReq;

impl Method for FetchPartitionNamesReq {
    type Call = calls::FetchPartitionNamesReq;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.partition_req.as_ref();
        request.map_or_else(Need::nothing, |r| {
            need(Right::Select, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))
        })
    }

    async fn run(cx: &Context<'_>, args: args::FetchPartitionNamesReq) -> Result<Vec<Str>, Refusal> {
        let r = args.partition_req.ok_or_else(|| missing("request"))?;
        let table = TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))?;
        names(cx, &table, Choice::All, Limit::of(r.max_parts)).await
    }
}

/// The names of the chosen partitions that the caller may know of.
pub(super) async fn names(
    cx: &Context<'_>,
    table: &TableName,
    choice: Choice,
    limit: Limit,
) -> Result<Vec<Str>, Refusal> {
    let seen = cx.seen_table(table).await?;
    Ok(get::names(cx.catalog(), &seen.table, &seen.choice(choice), limit).await?)
}
