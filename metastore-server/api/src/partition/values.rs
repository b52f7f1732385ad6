//! The values of partitions.

use super::{missing, need};
use crate::door::part::Shows;
use crate::presentation::Sight;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::values::values;
use skep_types::{PartitionValuesResponse, args, calls};

pub struct GetPartitionValues;

impl Method for GetPartitionValues {
    type Call = calls::GetPartitionValues;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.request.as_ref();
        request.map_or_else(Need::nothing, |r| {
            need(Right::Select, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))
        })
    }

    async fn run(cx: &Context<'_>, args: args::GetPartitionValues) -> Result<PartitionValuesResponse, Refusal> {
        let request = args.request.ok_or_else(|| missing("request"))?;
        let table = TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
        let seen = cx.seen_table(&table).await?;
        let visible = seen.sight().and_then(Sight::visible);
        Ok(values(cx.catalog(), &seen.table, &request, visible).await?)
    }
}
