//! All partitions of a table, or those of the given names. The replies are streamed.

use super::{missing, need, shape};
use crate::door::part::Shows;
use crate::{Context, Refusal, Streamed, StreamedMethod};
use futures_util::{StreamExt, TryStreamExt};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::list::{Shape, list};
use skep_catalog::partition::select::{Choice, Limit};
use skep_catalog::privilege::Reader;
use skep_types::{Partition, args, calls};

pub struct GetPartitions;

impl StreamedMethod for GetPartitions {
    type Call = calls::GetPartitions;
    type Item = Partition;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &args::GetPartitions) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitions) -> Result<Streamed<Partition>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        listed(cx, &table, Choice::All, Limit::of(args.max_parts), Shape::default()).await
    }
}

/// With the privileges of the user and groups named, on tables with `PARTITION_LEVEL_PRIVILEGE`.
pub struct GetPartitionsWithAuth;

impl StreamedMethod for GetPartitionsWithAuth {
    type Call = calls::GetPartitionsWithAuth;
    type Item = Partition;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &args::GetPartitionsWithAuth) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsWithAuth) -> Result<Streamed<Partition>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let reader = Reader { user: args.user_name, groups: args.group_names.unwrap_or_default() };
        let shape = Shape { reader: Some(reader), ..Shape::default() };
        listed(cx, &table, Choice::All, Limit::of(args.max_parts), shape).await
    }
}

/// Hive 4's door.
pub struct GetPartitionsReq;

impl StreamedMethod for GetPartitionsReq {
    type Call = calls::GetPartitionsReq;
    type Item = Partition;
    const SHOWS: Shows = Shows::Parts;
    const LIST_FIELD: Option<i16> = Some(1);

    fn need(args: &args::GetPartitionsReq) -> Need {
        let request = args.req.as_ref();
        request.map_or_else(Need::nothing, |r| {
            need(Right::Select, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))
        })
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsReq) -> Result<Streamed<Partition>, Refusal> {
        let r = args.req.ok_or_else(|| missing("request"))?;
        let table = TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))?;
        let (include, exclude) = (r.include_param_key_pattern.as_deref(), r.exclude_param_key_pattern.as_deref());
        let shape = shape(r.skip_column_schema_for_partition, include, exclude);
        listed(cx, &table, Choice::All, Limit::of(r.max_parts), shape).await
    }
}

/// Names that do not exist are passed over; Spark and Trino read partitions this way.
pub struct GetPartitionsByNames;

impl StreamedMethod for GetPartitionsByNames {
    type Call = calls::GetPartitionsByNames;
    type Item = Partition;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &args::GetPartitionsByNames) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsByNames) -> Result<Streamed<Partition>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let names = args.names.ok_or_else(|| missing("partition names"))?;
        listed(cx, &table, Choice::Named(names), Limit::None, Shape::default()).await
    }
}

/// Hive 4's door.
pub struct GetPartitionsByNamesReq;

impl StreamedMethod for GetPartitionsByNamesReq {
    type Call = calls::GetPartitionsByNamesReq;
    type Item = Partition;
    const SHOWS: Shows = Shows::Parts;
    const LIST_FIELD: Option<i16> = Some(1);

    fn need(args: &args::GetPartitionsByNamesReq) -> Need {
        let request = args.req.as_ref();
        request.map_or_else(Need::nothing, |r| Need::table(Right::Select, Some(&r.db_name), Some(&r.tbl_name)))
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsByNamesReq) -> Result<Streamed<Partition>, Refusal> {
        let r = args.req.ok_or_else(|| missing("request"))?;
        let table = TableName::parse(Some(&r.db_name), Some(&r.tbl_name))?;
        let (include, exclude) = (r.include_param_key_pattern.as_deref(), r.exclude_param_key_pattern.as_deref());
        let shape = shape(r.skip_column_schema_for_partition, include, exclude);
        let names = r.names.ok_or_else(|| missing("partition names"))?;
        listed(cx, &table, Choice::Named(names), Limit::None, shape).await
    }
}

pub(super) async fn listed(
    cx: &Context<'_>,
    table: &TableName,
    choice: Choice,
    limit: Limit,
    shape: Shape,
) -> Result<Streamed<Partition>, Refusal> {
    let seen = cx.seen_table(table).await?;
    let listing = list(cx.catalog(), &seen.table, seen.choice(choice), limit, shape).await?;
    let chunks = if seen.sight().is_none() {
        listing.chunks
    } else {
        let shown = move |mut chunk: Vec<Partition>| {
            seen.partitions(&mut chunk);
            chunk
        };
        listing.chunks.map_ok(shown).boxed()
    };
    Ok(Streamed { count: listing.count, chunks })
}
