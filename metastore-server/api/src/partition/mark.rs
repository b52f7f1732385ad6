//! Marks on partitions that somebody is done with.

use super::missing;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::mark;
use skep_types::{args, calls};

pub struct MarkPartitionForEvent;

impl Method for MarkPartitionForEvent {
    type Call = calls::MarkPartitionForEvent;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Insert, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::MarkPartitionForEvent) -> Result<(), Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let values = args.part_vals.ok_or_else(|| missing("partition values"))?;
        let event = args.event_type.ok_or_else(|| missing("event type"))?;
        Ok(mark::mark(cx.catalog(), &table, &values, event).await?)
    }
}

pub struct IsPartitionMarkedForEvent;

impl Method for IsPartitionMarkedForEvent {
    type Call = calls::IsPartitionMarkedForEvent;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::IsPartitionMarkedForEvent) -> Result<bool, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let values = args.part_vals.ok_or_else(|| missing("partition values"))?;
        let event = args.event_type.ok_or_else(|| missing("event type"))?;
        Ok(mark::is_marked(cx.catalog(), &table, &values, event).await?)
    }
}
