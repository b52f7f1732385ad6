//! Partitions in the compact form of `PartitionSpec`.

use super::{missing, shape};
use crate::door::part::Shows;
use crate::{ArgsOf, Context, Effect, Method, Refusal, place};
use futures_util::TryStreamExt;
use skep_access::{Need, Right};
use skep_catalog::Error;
use skep_catalog::names::TableName;
use skep_catalog::partition::add::{Existing, add};
use skep_catalog::partition::list::{Shape, list};
use skep_catalog::partition::projection::Projection;
use skep_catalog::partition::select::{Choice, Limit};
use skep_catalog::partition::{grouped, spec};
use skep_catalog::table;
use skep_types::{
    GetPartitionsFilterSpec, GetPartitionsResponse, Partition, PartitionFilterMode, PartitionSpec, StorageDescriptor,
    Str, Table, args, calls,
};

pub struct GetPartitionsPspec;

impl Method for GetPartitionsPspec {
    type Call = calls::GetPartitionsPspec;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

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
    const SHOWS: Shows = Shows::Parts;

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
        args.new_parts.iter().flatten().fold(Need::nothing(), |need, spec| {
            let (catalog, database) = (spec.cat_name.as_deref(), spec.db_name.as_deref());
            let own = super::need(Right::Insert, catalog, database, spec.table_name.as_deref());
            let shared = spec.shared_sd_partition_spec.as_ref().and_then(|shared| shared.sd.as_ref());
            let listed = spec.partition_list.iter().flat_map(|list| list.partitions.iter().flatten());
            let below =
                |sd: &StorageDescriptor, path: &Str| format!("{}{path}", sd.location.as_deref().unwrap_or_default());
            let relative = spec.shared_sd_partition_spec.iter().flat_map(|shared| shared.partitions.iter().flatten());
            let relative = relative.filter_map(|partition| Some(below(shared?, partition.relative_path.as_ref()?)));
            let own = own.and_location(spec.root_path.as_deref());
            let own = relative.fold(own, |need, uri| need.and_location(Some(&uri)));
            let own = listed.fold(own, place::and_of_partition);
            let shared = place::named_in(shared, None);
            need.and(shared.into_iter().fold(own, |need, uri| need.and_location(Some(uri))))
        })
    }

    async fn run(cx: &Context<'_>, args: args::AddPartitionsPspec) -> Result<i32, Refusal> {
        let specs = args.new_parts.ok_or_else(|| missing("partition specs"))?;
        let Some(table) = spec::table(&specs)? else { return Ok(0) };
        let added = add(cx.catalog(), &table, spec::expand(specs)?, Existing::Refuse, None).await?;
        Ok(i32::try_from(added.len()).unwrap_or(i32::MAX))
    }
}

/// Hive 4's door, which always groups. Of a client that names no fields Hive ignores the filter, too;
/// here it holds.
pub struct GetPartitionsWithSpecs;

impl Method for GetPartitionsWithSpecs {
    type Call = calls::GetPartitionsWithSpecs;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        args.request.as_ref().map_or_else(Need::nothing, |r| {
            super::need(Right::Select, r.cat_name.as_deref(), r.db_name.as_deref(), r.tbl_name.as_deref())
        })
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionsWithSpecs) -> Result<GetPartitionsResponse, Refusal> {
        let r = args.request.ok_or_else(|| missing("request"))?;
        let name = TableName::of(r.cat_name.as_deref(), r.db_name.as_deref(), r.tbl_name.as_deref())?;
        let projection = r.projection_spec.unwrap_or_default();
        let fields = Projection::of(projection.field_list.as_deref().unwrap_or_default())?;
        let (include, exclude) =
            (projection.include_param_key_pattern.as_deref(), projection.exclude_param_key_pattern.as_deref());
        let choice = choice(r.filter_spec.unwrap_or_default())?;
        let table = place(cx, &name).await?;
        let mut partitions = whole(cx, &name, choice, Limit::None, shape(None, include, exclude)).await?;
        if let Some(fields) = fields {
            partitions = partitions.into_iter().map(|partition| fields.apply(partition)).collect();
        }
        Ok(GetPartitionsResponse { partition_spec: Some(grouped(&table, partitions)) })
    }
}

/// What the filter says. Several expressions must all be true.
fn choice(spec: GetPartitionsFilterSpec) -> Result<Choice, Refusal> {
    let Some(mode) = spec.filter_mode else { return Ok(Choice::All) };
    let filters = spec.filters.filter(|filters| !filters.is_empty());
    let filters = filters.ok_or_else(|| Refusal::meta("Invalid filter expressions in the filter spec"))?;
    match mode {
        PartitionFilterMode::BY_NAMES => Ok(Choice::Named(filters)),
        PartitionFilterMode::BY_VALUES => Ok(Choice::Prefix(filters)),
        PartitionFilterMode::BY_EXPR => {
            let all: Vec<String> = filters.iter().map(|filter| format!("({filter})")).collect();
            Ok(Choice::Filter(all.join(" and ").into()))
        }
        PartitionFilterMode(other) => Err(Refusal::meta(format!("No such filter mode: {other}"))),
    }
}

async fn composed(
    cx: &Context<'_>,
    name: &TableName,
    choice: Choice,
    limit: Limit,
) -> Result<Vec<PartitionSpec>, Refusal> {
    let table = place(cx, name).await?;
    Ok(spec::compose(&table, whole(cx, name, choice, limit, Shape::default()).await?))
}

/// All of the listing at once: a spec has no end before its last partition.
async fn whole(
    cx: &Context<'_>,
    table: &TableName,
    choice: Choice,
    limit: Limit,
    shape: Shape,
) -> Result<Vec<Partition>, Refusal> {
    let seen = cx.seen_table(table).await?;
    let listing = list(cx.catalog(), &seen.table, seen.choice(choice), limit, shape).await?;
    let mut partitions = listing.chunks.try_concat().await.map_err(|error: Error| Refusal::from(error))?;
    seen.partitions(&mut partitions);
    Ok(partitions)
}

/// The table by whose place partitions are grouped: a view that stands in for it has none, so the stored one.
pub(super) async fn place(cx: &Context<'_>, name: &TableName) -> Result<Table, Refusal> {
    let seen = cx.seen_table(name).await?;
    Ok(Table { table_name: Some(name.table.clone()), ..table::get(cx.catalog(), &seen.table).await? })
}
