//! Partitions by expression. The expression is opaque bytes that Hive hands to a plug-in: HiveServer2
//! sends serialised Java objects there, which nobody but Java can read; Hive's own repair tool sends
//! the text of a filter, which is what is understood here.

use super::spec::whole;
use super::{missing, need, shape};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::select::{Choice, Limit};
use skep_catalog::partition::{get, grouped};
use skep_catalog::table;
use skep_types::{
    Partition, PartitionsByExprRequest, PartitionsByExprResult, PartitionsSpecByExprResult, Str, args, calls,
};

pub struct GetPartitionsByExpr;

impl Method for GetPartitionsByExpr {
    type Call = calls::GetPartitionsByExpr;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        needed(args.req.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsByExpr) -> Result<PartitionsByExprResult, Refusal> {
        let request = args.req.ok_or_else(|| missing("request"))?;
        let (_, partitions) = found(cx, &request).await?;
        Ok(PartitionsByExprResult { partitions, has_unknown_partitions: false })
    }
}

pub struct GetPartitionsSpecByExpr;

impl Method for GetPartitionsSpecByExpr {
    type Call = calls::GetPartitionsSpecByExpr;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        needed(args.req.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsSpecByExpr) -> Result<PartitionsSpecByExprResult, Refusal> {
        let request = args.req.ok_or_else(|| missing("request"))?;
        let (table, partitions) = found(cx, &request).await?;
        let partitions_spec = grouped(&table::get(cx.catalog(), &table).await?, partitions);
        Ok(PartitionsSpecByExprResult { partitions_spec, has_unknown_partitions: false })
    }
}

/// The names of the partitions that an expression finds; an empty expression finds all.
pub struct GetPartitionNamesReq;

impl Method for GetPartitionNamesReq {
    type Call = calls::GetPartitionNamesReq;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        needed(args.req.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionNamesReq) -> Result<Vec<Str>, Refusal> {
        let request = args.req.ok_or_else(|| missing("request"))?;
        let choice = Choice::Filter(filter_text(&request.expr)?);
        Ok(get::names(cx.catalog(), &table(&request)?, &choice, Limit::of(request.max_parts)).await?)
    }
}

/// The filter in the bytes, for all calls that take such expressions.
pub(super) fn filter_text(expression: &[u8]) -> Result<Str, Refusal> {
    let text = std::str::from_utf8(expression).ok().filter(|text| !text.contains('\0'));
    text.map(Str::from).ok_or_else(|| {
        Refusal::meta(
            "the partition expression is no text of the filter language: Java objects cannot be evaluated here",
        )
    })
}

async fn found(cx: &Context<'_>, r: &PartitionsByExprRequest) -> Result<(TableName, Vec<Partition>), Refusal> {
    let table = table(r)?;
    let (choice, limit) = (Choice::Filter(filter_text(&r.expr)?), Limit::of(r.max_parts));
    let (include, exclude) = (r.include_param_key_pattern.as_deref(), r.exclude_param_key_pattern.as_deref());
    let shape = shape(r.skip_column_schema_for_partition, include, exclude);
    let partitions = whole(cx, &table, choice, limit, shape).await?;
    Ok((table, partitions))
}

fn table(r: &PartitionsByExprRequest) -> Result<TableName, Refusal> {
    Ok(TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))?)
}

fn needed(request: Option<&PartitionsByExprRequest>) -> Need {
    request
        .map_or_else(Need::nothing, |r| need(Right::Select, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name)))
}
