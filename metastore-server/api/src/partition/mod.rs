//! Partitions. Old and new names of one operation share a file.

mod add;
mod alter;
mod append;
mod drop;
mod exchange;
mod expr;
mod filter;
mod get;
mod list;
mod mark;
mod name;
mod names;
mod prefix;
mod rename;
mod spec;
mod values;

use crate::Refusal;
use crate::method::{Entry, entry, streamed};
use crate::place;
use skep_access::{Need, Right};
use skep_catalog::filter::Pattern;
use skep_catalog::names::TableName;
use skep_catalog::partition::list::Shape;
use skep_types::Partition;

pub const METHODS: &[Entry] = &[
    entry::<add::AddPartition>(),
    entry::<add::AddPartitionWithEnvironmentContext>(),
    entry::<add::AddPartitions>(),
    entry::<add::AddPartitionsReq>(),
    entry::<spec::AddPartitionsPspec>(),
    entry::<alter::AlterPartition>(),
    entry::<alter::AlterPartitionWithEnvironmentContext>(),
    entry::<alter::AlterPartitions>(),
    entry::<alter::AlterPartitionsReq>(),
    entry::<alter::AlterPartitionsWithEnvironmentContext>(),
    entry::<append::AppendPartition>(),
    entry::<append::AppendPartitionByName>(),
    entry::<append::AppendPartitionByNameWithEnvironmentContext>(),
    entry::<append::AppendPartitionReq>(),
    entry::<append::AppendPartitionWithEnvironmentContext>(),
    entry::<drop::DropPartition>(),
    entry::<drop::DropPartitionByName>(),
    entry::<drop::DropPartitionByNameWithEnvironmentContext>(),
    entry::<drop::DropPartitionReq>(),
    entry::<drop::DropPartitionWithEnvironmentContext>(),
    entry::<drop::DropPartitionsReq>(),
    entry::<exchange::ExchangePartition>(),
    entry::<exchange::ExchangePartitions>(),
    entry::<expr::GetPartitionNamesReq>(),
    entry::<expr::GetPartitionsByExpr>(),
    entry::<expr::GetPartitionsSpecByExpr>(),
    entry::<filter::GetNumPartitionsByFilter>(),
    streamed::<filter::GetPartitionsByFilter>(),
    streamed::<filter::GetPartitionsByFilterReq>(),
    entry::<get::GetPartition>(),
    entry::<get::GetPartitionByName>(),
    entry::<get::GetPartitionReq>(),
    entry::<get::GetPartitionWithAuth>(),
    streamed::<list::GetPartitions>(),
    streamed::<list::GetPartitionsReq>(),
    streamed::<list::GetPartitionsWithAuth>(),
    streamed::<list::GetPartitionsByNames>(),
    streamed::<list::GetPartitionsByNamesReq>(),
    entry::<mark::IsPartitionMarkedForEvent>(),
    entry::<mark::MarkPartitionForEvent>(),
    entry::<name::PartitionNameHasValidCharacters>(),
    entry::<name::PartitionNameToSpec>(),
    entry::<name::PartitionNameToVals>(),
    entry::<names::FetchPartitionNamesReq>(),
    entry::<names::GetPartitionNames>(),
    entry::<prefix::GetPartitionNamesPs>(),
    entry::<prefix::GetPartitionNamesPsReq>(),
    streamed::<prefix::GetPartitionsPs>(),
    streamed::<prefix::GetPartitionsPsWithAuth>(),
    streamed::<prefix::GetPartitionsPsWithAuthReq>(),
    entry::<rename::RenamePartition>(),
    entry::<rename::RenamePartitionReq>(),
    entry::<spec::GetPartSpecsByFilter>(),
    entry::<spec::GetPartitionsPspec>(),
    entry::<spec::GetPartitionsWithSpecs>(),
    entry::<values::GetPartitionValues>(),
];

/// The right to a table that a request may name with its catalog beside it.
fn need(right: Right, catalog: Option<&str>, database: Option<&str>, table: Option<&str>) -> Need {
    Need::table_in(right, catalog, database, table)
}

/// The table that a partition says it is of.
fn table_of(partition: &Partition) -> Result<TableName, Refusal> {
    let (database, table) = (partition.db_name.as_deref(), partition.table_name.as_deref());
    Ok(TableName::of(partition.cat_name.as_deref(), database, table)?)
}

/// The right to write these partitions, where they say they lie.
fn need_for<'a>(right: Right, partitions: impl IntoIterator<Item = &'a Partition>) -> Need {
    let mut need = Need::nothing();
    for (at, partition) in partitions.into_iter().enumerate() {
        if at == 0 {
            let (database, table) = (partition.db_name.as_deref(), partition.table_name.as_deref());
            need = self::need(right, partition.cat_name.as_deref(), database, table);
        }
        need = place::and_of_partition(need, partition);
    }
    need
}

/// Hive 4's wishes about what a returned partition holds.
fn shape(without_columns: Option<bool>, include: Option<&str>, exclude: Option<&str>) -> Shape {
    let pattern = |text: Option<&str>| text.filter(|t| !t.is_empty()).map(Pattern::new);
    let (include, exclude) = (pattern(include), pattern(exclude));
    Shape { without_columns: without_columns == Some(true), include, exclude, reader: None }
}

fn missing(what: &str) -> Refusal {
    Refusal::meta(format!("{what} cannot be null"))
}
