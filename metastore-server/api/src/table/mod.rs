//! Tables and views.

mod alter;
mod create;
mod drop;
mod get;
mod list;
mod materialized;
mod objects;
mod parameters;
mod schema;
mod truncate;

use crate::method::{Entry, entry};

pub(crate) use create::{made, need as need_to_create};

pub const METHODS: &[Entry] = &[
    entry::<alter::AlterTable>(),
    entry::<alter::AlterTableReq>(),
    entry::<alter::AlterTableWithCascade>(),
    entry::<alter::AlterTableWithEnvironmentContext>(),
    entry::<create::CreateTable>(),
    entry::<create::CreateTableReq>(),
    entry::<create::CreateTableWithEnvironmentContext>(),
    entry::<create::TranslateTableDryrun>(),
    entry::<drop::DropTable>(),
    entry::<drop::DropTableReq>(),
    entry::<drop::DropTableWithEnvironmentContext>(),
    entry::<get::GetTable>(),
    entry::<get::GetTableReq>(),
    entry::<list::GetAllMaterializedViewObjectsForRewriting>(),
    entry::<list::GetAllTables>(),
    entry::<list::GetMaterializedViewsForRewriting>(),
    entry::<list::GetTableMeta>(),
    entry::<list::GetTableNamesByFilter>(),
    entry::<list::GetTables>(),
    entry::<list::GetTablesByType>(),
    entry::<list::GetTablesExt>(),
    entry::<materialized::UpdateCreationMetadata>(),
    entry::<objects::GetTableObjectsByName>(),
    entry::<objects::GetTableObjectsByNameReq>(),
    entry::<parameters::UpdateTableParams>(),
    entry::<schema::GetFields>(),
    entry::<schema::GetFieldsReq>(),
    entry::<schema::GetFieldsWithEnvironmentContext>(),
    entry::<schema::GetSchema>(),
    entry::<schema::GetSchemaReq>(),
    entry::<schema::GetSchemaWithEnvironmentContext>(),
    entry::<truncate::TruncateTable>(),
    entry::<truncate::TruncateTableReq>(),
];
