//! Exchanging partitions between two tables.

use super::missing;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::exchange::exchange;
use skep_types::{Partition, args, calls};

/// Answers a partition without anything in it, as Hive does.
pub struct ExchangePartition;

impl Method for ExchangePartition {
    type Call = calls::ExchangePartition;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let source = (args.source_db.as_deref(), args.source_table_name.as_deref());
        needed(source, (args.dest_db.as_deref(), args.dest_table_name.as_deref()))
    }

    async fn run(cx: &Context<'_>, args: args::ExchangePartition) -> Result<Partition, Refusal> {
        let args::ExchangePartition { partition_specs, source_db, source_table_name, dest_db, dest_table_name } = args;
        let many = args::ExchangePartitions { partition_specs, source_db, source_table_name, dest_db, dest_table_name };
        exchanged(cx, many).await.map(|_| Partition::default())
    }
}

pub struct ExchangePartitions;

impl Method for ExchangePartitions {
    type Call = calls::ExchangePartitions;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let source = (args.source_db.as_deref(), args.source_table_name.as_deref());
        needed(source, (args.dest_db.as_deref(), args.dest_table_name.as_deref()))
    }

    async fn run(cx: &Context<'_>, args: args::ExchangePartitions) -> Result<Vec<Partition>, Refusal> {
        exchanged(cx, args).await
    }
}

async fn exchanged(cx: &Context<'_>, args: args::ExchangePartitions) -> Result<Vec<Partition>, Refusal> {
    let specs = args.partition_specs.ok_or_else(|| missing("partition specs"))?;
    let source = TableName::parse(args.source_db.as_deref(), args.source_table_name.as_deref())?;
    let destination = TableName::parse(args.dest_db.as_deref(), args.dest_table_name.as_deref())?;
    Ok(exchange(cx.catalog(), &specs, &source, &destination).await?)
}

type Named<'a> = (Option<&'a str>, Option<&'a str>);

fn needed(source: Named<'_>, destination: Named<'_>) -> Need {
    Need::table(Right::Select, source.0, source.1).and(Need::table(Right::Delete, source.0, source.1)).and(Need::table(
        Right::Insert,
        destination.0,
        destination.1,
    ))
}
