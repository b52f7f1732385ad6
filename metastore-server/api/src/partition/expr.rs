//! Partitions by expression. The expression is bytes that Hive hands to a plug-in: HiveServer2 sends
//! its own expression objects, of which those are understood that partitions can be chosen by; Hive's
//! repair tool sends the text of a filter. Who sends what is not understood gets more partitions than
//! meant, and is told.

use super::names::names;
use super::spec::place;
use super::{missing, need, shape};
use crate::door::part::Shows;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use futures_util::TryStreamExt;
use skep_access::{Need, Right};
use skep_catalog::Error;
use skep_catalog::filter::kryo::Expression;
use skep_catalog::names::TableName;
use skep_catalog::partition::grouped;
use skep_catalog::partition::list::list;
use skep_catalog::partition::select::{Choice, Limit};
use skep_types::{
    Partition, PartitionsByExprRequest, PartitionsByExprResult, PartitionsSpecByExprResult, Str, args, calls,
};

pub struct GetPartitionsByExpr;

impl Method for GetPartitionsByExpr {
    type Call = calls::GetPartitionsByExpr;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        needed(args.req.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsByExpr) -> Result<PartitionsByExprResult, Refusal> {
        let request = args.req.ok_or_else(|| missing("request"))?;
        let (_, partitions, has_unknown_partitions) = found(cx, &request).await?;
        Ok(PartitionsByExprResult { partitions, has_unknown_partitions })
    }
}

pub struct GetPartitionsSpecByExpr;

impl Method for GetPartitionsSpecByExpr {
    type Call = calls::GetPartitionsSpecByExpr;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        needed(args.req.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsSpecByExpr) -> Result<PartitionsSpecByExprResult, Refusal> {
        let request = args.req.ok_or_else(|| missing("request"))?;
        let (table, partitions, has_unknown_partitions) = found(cx, &request).await?;
        let partitions_spec = grouped(&place(cx, &table).await?, partitions);
        Ok(PartitionsSpecByExprResult { partitions_spec, has_unknown_partitions })
    }
}

/// The names of the partitions that an expression finds; an empty expression finds all.
pub struct GetPartitionNamesReq;

impl Method for GetPartitionNamesReq {
    type Call = calls::GetPartitionNamesReq;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        needed(args.req.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionNamesReq) -> Result<Vec<Str>, Refusal> {
        let request = args.req.ok_or_else(|| missing("request"))?;
        let choice = choice(&request.expr)?;
        names(cx, &table(&request)?, choice, Limit::of(request.max_parts)).await
    }
}

/// The choice in the bytes, for all calls that take such expressions.
pub(super) fn choice(expression: &[u8]) -> Result<Choice, Refusal> {
    /// What Hive 4 sends where it has no expression.
    const NONE: &[u8] = &[0xff];
    if expression == NONE {
        return Ok(Choice::All);
    }
    if Expression::is(expression) {
        return Ok(Choice::Expression(Expression::read(expression)));
    }
    let text = std::str::from_utf8(expression).ok().filter(|text| !text.contains('\0'));
    let text = text.ok_or_else(|| {
        Refusal::meta("the partition expression is neither one of Hive's nor text of the filter language")
    })?;
    Ok(Choice::Filter(text.into()))
}

/// The partitions, and whether some of them may not be meant.
async fn found(cx: &Context<'_>, r: &PartitionsByExprRequest) -> Result<(TableName, Vec<Partition>, bool), Refusal> {
    let table = table(r)?;
    let (include, exclude) = (r.include_param_key_pattern.as_deref(), r.exclude_param_key_pattern.as_deref());
    let shape = shape(r.skip_column_schema_for_partition, include, exclude);
    let seen = cx.seen_table(&table).await?;
    let listing = list(cx.catalog(), &seen.table, seen.choice(choice(&r.expr)?), Limit::of(r.max_parts), shape).await?;
    let unknown = !listing.certain;
    let mut partitions = listing.chunks.try_concat().await.map_err(|error: Error| Refusal::from(error))?;
    seen.partitions(&mut partitions);
    Ok((table, partitions, unknown))
}

fn table(r: &PartitionsByExprRequest) -> Result<TableName, Refusal> {
    Ok(TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))?)
}

fn needed(request: Option<&PartitionsByExprRequest>) -> Need {
    request
        .map_or_else(Need::nothing, |r| need(Right::Select, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name)))
}
