//! Partitions in the compact form of `PartitionSpec`.

use super::missing;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use futures_util::TryStreamExt;
use skep_access::{Need, Right};
use skep_catalog::Error;
use skep_catalog::names::TableName;
use skep_catalog::partition::add::{Existing, add};
use skep_catalog::partition::list::{Shape, list};
use skep_catalog::partition::select::{Choice, Limit};
use skep_catalog::partition::spec;
use skep_types::{PartitionSpec, args, calls};

pub struct GetPartitionsPspec;

impl Method for GetPartitionsPspec {
    type Call = calls::GetPartitionsPspec;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsPspec) -> Result<Vec<PartitionSpec>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        composed(cx, &table, Choice::All, Limit::of(args.max_parts)).await
    }
}

pub struct GetPartSpecsByFilter;

impl Method for GetPartSpecsByFilter {
    type Call = calls::GetPartSpecsByFilter;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetPartSpecsByFilter) -> Result<Vec<PartitionSpec>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let choice = Choice::Filter(args.filter.unwrap_or_default());
        composed(cx, &table, choice, Limit::of(args.max_parts)).await
    }
}

/// Answers how many partitions were added.
pub struct AddPartitionsPspec;

impl Method for AddPartitionsPspec {
    type Call = calls::AddPartitionsPspec;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let first = args.new_parts.iter().flatten().next();
        first.map_or_else(Need::nothing, |spec| {
            let (catalog, database) = (spec.cat_name.as_deref(), spec.db_name.as_deref());
            super::need(Right::Insert, catalog, database, spec.table_name.as_deref())
                .and_location(spec.root_path.as_deref())
        })
    }

    async fn run(cx: &Context<'_>, args: args::AddPartitionsPspec) -> Result<i32, Refusal> {
        let specs = args.new_parts.ok_or_else(|| missing("partition specs"))?;
        let Some(table) = spec::table(&specs)? else { return Ok(0) };
        let added = add(cx.catalog(), &table, spec::expand(specs)?, Existing::Refuse, None).await?;
        Ok(i32::try_from(added.len()).unwrap_or(i32::MAX))
    }
}

async fn composed(
    cx: &Context<'_>,
    table: &TableName,
    choice: Choice,
    limit: Limit,
) -> Result<Vec<PartitionSpec>, Refusal> {
    let listing = list(cx.catalog(), table, choice, limit, Shape::default()).await?;
    let partitions = listing.chunks.try_concat().await.map_err(|error: Error| Refusal::from(error))?;
    Ok(spec::compose(table, None, partitions))
}
