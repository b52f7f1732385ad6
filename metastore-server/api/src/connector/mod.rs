//! Data connectors. Old and new names of one operation share a file.

mod alter;
mod create;
mod drop;
mod get;

use crate::Refusal;
use crate::method::{Entry, entry};

pub const METHODS: &[Entry] = &[
    entry::<alter::AlterDataconnector>(),
    entry::<alter::AlterDataconnectorReq>(),
    entry::<create::CreateDataconnector>(),
    entry::<create::CreateDataconnectorReq>(),
    entry::<drop::DropDataconnector>(),
    entry::<drop::DropDataconnectorReq>(),
    entry::<get::GetDataconnectorReq>(),
    entry::<get::GetDataconnectors>(),
];

fn null() -> Refusal {
    Refusal::meta("data connector cannot be null")
}
