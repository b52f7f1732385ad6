//! Databases.

mod alter;
mod create;
mod drop;
mod get;
mod list;

use crate::method::{Entry, entry};

pub const METHODS: &[Entry] = &[
    entry::<alter::AlterDatabase>(),
    entry::<alter::AlterDatabaseReq>(),
    entry::<create::CreateDatabase>(),
    entry::<create::CreateDatabaseReq>(),
    entry::<drop::DropDatabase>(),
    entry::<drop::DropDatabaseReq>(),
    entry::<get::GetDatabase>(),
    entry::<get::GetDatabaseReq>(),
    entry::<list::GetAllDatabases>(),
    entry::<list::GetDatabases>(),
    entry::<list::GetDatabasesReq>(),
];
