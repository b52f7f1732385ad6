//! The schema registry.

mod read;
mod schema;
mod serde;
mod version;

use crate::Refusal;
use crate::method::{Entry, entry};
use crate::place::in_catalog;
use skep_access::{Need, Right};
use skep_types::{ISchemaName, SchemaVersionDescriptor};

pub const METHODS: &[Entry] = &[
    entry::<read::GetSchemaAllVersions>(),
    entry::<read::GetSchemaLatestVersion>(),
    entry::<read::GetSchemaVersion>(),
    entry::<read::GetSchemasByCols>(),
    entry::<schema::AlterIschema>(),
    entry::<schema::CreateIschema>(),
    entry::<schema::DropIschema>(),
    entry::<schema::GetIschema>(),
    entry::<serde::AddSerde>(),
    entry::<serde::GetSerde>(),
    entry::<version::AddSchemaVersion>(),
    entry::<version::DropSchemaVersion>(),
    entry::<version::MapSchemaVersionToSerde>(),
    entry::<version::SetSchemaVersionState>(),
];

/// A schema is guarded by the right to its database.
fn need(right: Right, catalog: Option<&str>, database: Option<&str>) -> Need {
    Need::database(right, in_catalog(catalog, database).as_deref())
}

fn need_of_schema(right: Right, name: Option<&ISchemaName>) -> Need {
    let Some(name) = name else { return Need::nothing() };
    need(right, name.cat_name.as_deref(), name.db_name.as_deref())
}

fn need_of_version(right: Right, name: Option<&SchemaVersionDescriptor>) -> Need {
    need_of_schema(right, name.and_then(|name| name.schema.as_ref()))
}

fn null(what: &str) -> Refusal {
    Refusal::meta(format!("{what} cannot be null"))
}
