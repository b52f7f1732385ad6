//! Catalogs.

mod alter;
mod create;
mod drop;
mod get;

use crate::Refusal;
use crate::method::{Entry, entry};

pub const METHODS: &[Entry] = &[
    entry::<alter::AlterCatalog>(),
    entry::<create::CreateCatalog>(),
    entry::<drop::DropCatalog>(),
    entry::<get::GetCatalog>(),
    entry::<get::GetCatalogs>(),
];

fn null() -> Refusal {
    Refusal::meta("catalog cannot be null")
}
