//! Indexes, which clients of Hive 2.3 know.

mod add;
mod alter;
mod drop;
mod get;

use crate::Refusal;
use crate::method::{Entry, entry};

pub const METHODS: &[Entry] = &[
    entry::<add::AddIndex>(),
    entry::<alter::AlterIndex>(),
    entry::<drop::DropIndexByName>(),
    entry::<get::GetIndexByName>(),
    entry::<get::GetIndexNames>(),
    entry::<get::GetIndexes>(),
];

fn null() -> Refusal {
    Refusal::meta("index cannot be null")
}
