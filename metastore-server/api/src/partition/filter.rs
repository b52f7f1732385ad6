//! Partitions by filter. Spark prunes with these; a null filter is no filter.

use super::list::listed;
use super::{missing, need, shape};
use crate::door::part::Shows;
use crate::{ArgsOf, Context, Effect, Method, Refusal, Streamed, StreamedMethod};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::get;
use skep_catalog::partition::list::Shape;
use skep_catalog::partition::select::{Choice, Limit};
use skep_types::{Partition, args, calls};

pub struct GetPartitionsByFilter;

impl StreamedMethod for GetPartitionsByFilter {
    type Call = calls::GetPartitionsByFilter;
    type Item = Partition;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &args::GetPartitionsByFilter) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsByFilter) -> Result<Streamed<Partition>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let choice = Choice::Filter(args.filter.unwrap_or_default());
        listed(cx, &table, choice, Limit::of(args.max_parts), Shape::default()).await
    }
}

/// Hive 4.1's door.
pub struct GetPartitionsByFilterReq;

impl StreamedMethod for GetPartitionsByFilterReq {
    type Call = calls::GetPartitionsByFilterReq;
    type Item = Partition;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &args::GetPartitionsByFilterReq) -> Need {
        let request = args.req.as_ref();
        request.map_or_else(Need::nothing, |r| {
            need(Right::Select, r.cat_name.as_deref(), r.db_name.as_deref(), r.tbl_name.as_deref())
        })
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsByFilterReq) -> Result<Streamed<Partition>, Refusal> {
        let r = args.req.ok_or_else(|| missing("request"))?;
        let table = TableName::of(r.cat_name.as_deref(), r.db_name.as_deref(), r.tbl_name.as_deref())?;
        let (include, exclude) = (r.include_param_key_pattern.as_deref(), r.exclude_param_key_pattern.as_deref());
        let shape = shape(r.skip_column_schema_for_partition, include, exclude);
        listed(cx, &table, Choice::Filter(r.filter.unwrap_or_default()), Limit::of(r.max_parts), shape).await
    }
}

pub struct GetNumPartitionsByFilter;

impl Method for GetNumPartitionsByFilter {
    type Call = calls::GetNumPartitionsByFilter;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetNumPartitionsByFilter) -> Result<i32, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let seen = cx.seen_table(&table).await?;
        let choice = seen.choice(Choice::Filter(args.filter.unwrap_or_default()));
        let count = get::count(cx.catalog(), &seen.table, &choice).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}
