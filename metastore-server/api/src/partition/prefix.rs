//! Partitions by the values of their first keys (`…_ps`). An empty value stands for any.

use super::list::listed;
use super::names::names;
use super::{missing, need, shape};
use crate::door::part::Shows;
use crate::{ArgsOf, Context, Effect, Method, Refusal, Streamed, StreamedMethod};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::list::Shape;
use skep_catalog::partition::select::{Choice, Limit};
use skep_catalog::privilege::Reader;
use skep_types::{GetPartitionNamesPsResponse, Partition, Str, args, calls};

pub struct GetPartitionsPs;

impl StreamedMethod for GetPartitionsPs {
    type Call = calls::GetPartitionsPs;
    type Item = Partition;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &args::GetPartitionsPs) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsPs) -> Result<Streamed<Partition>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        listed(cx, &table, prefix(args.part_vals)?, Limit::of(args.max_parts), Shape::default()).await
    }
}

/// What Spark calls to list partitions. With the privileges of the user and groups named, on tables with
/// `PARTITION_LEVEL_PRIVILEGE`.
pub struct GetPartitionsPsWithAuth;

impl StreamedMethod for GetPartitionsPsWithAuth {
    type Call = calls::GetPartitionsPsWithAuth;
    type Item = Partition;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &args::GetPartitionsPsWithAuth) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsPsWithAuth) -> Result<Streamed<Partition>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let reader = Reader { user: args.user_name, groups: args.group_names.unwrap_or_default() };
        let shape = Shape { reader: Some(reader), ..Shape::default() };
        listed(cx, &table, prefix(args.part_vals)?, Limit::of(args.max_parts), shape).await
    }
}

/// Hive 4's door. It may give names in place of values, and nothing at all for everything.
pub struct GetPartitionsPsWithAuthReq;

impl StreamedMethod for GetPartitionsPsWithAuthReq {
    type Call = calls::GetPartitionsPsWithAuthReq;
    type Item = Partition;
    const SHOWS: Shows = Shows::Parts;
    const LIST_FIELD: Option<i16> = Some(1);

    fn need(args: &args::GetPartitionsPsWithAuthReq) -> Need {
        let request = args.req.as_ref();
        request.map_or_else(Need::nothing, |r| {
            need(Right::Select, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))
        })
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsPsWithAuthReq) -> Result<Streamed<Partition>, Refusal> {
        let r = args.req.ok_or_else(|| missing("request"))?;
        let table = TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))?;
        let (include, exclude) = (r.include_param_key_pattern.as_deref(), r.exclude_param_key_pattern.as_deref());
        let reader = Some(Reader { user: r.user_name, groups: r.group_names.unwrap_or_default() });
        let shape = Shape { reader, ..shape(r.skip_column_schema_for_partition, include, exclude) };
        let choice = match (r.part_vals, r.part_names) {
            (Some(values), _) => Choice::Prefix(values),
            (None, Some(names)) => Choice::Named(names),
            (None, None) => Choice::All,
        };
        listed(cx, &table, choice, Limit::of(r.max_parts), shape).await
    }
}

pub struct GetPartitionNamesPs;

impl Method for GetPartitionNamesPs {
    type Call = calls::GetPartitionNamesPs;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionNamesPs) -> Result<Vec<Str>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let choice = prefix(args.part_vals)?;
        names(cx, &table, choice, Limit::of(args.max_parts)).await
    }
}

/// Hive 4's door.
pub struct GetPartitionNamesPsReq;

impl Method for GetPartitionNamesPsReq {
    type Call = calls::GetPartitionNamesPsReq;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        request.map_or_else(Need::nothing, |r| {
            need(Right::Select, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))
        })
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionNamesPsReq) -> Result<GetPartitionNamesPsResponse, Refusal> {
        let r = args.req.ok_or_else(|| missing("request"))?;
        let table = TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))?;
        let choice = prefix(r.part_values)?;
        let names = names(cx, &table, choice, Limit::of(r.max_parts)).await?;
        Ok(GetPartitionNamesPsResponse { names })
    }
}

fn prefix(values: Option<Vec<Str>>) -> Result<Choice, Refusal> {
    values.map(Choice::Prefix).ok_or_else(|| missing("partition values"))
}
