//! Creating tables and views.

use serde_json::{Value, json};
use skep_catalog::names::TableName;
use skep_catalog::table::{create::check, is_view, location, prepare};
use skep_catalog::{Error, Result};
use skep_types::{Str, Table};
use skep_warehouse::Location;

use super::read::{find_opt, to_glue};
use crate::aws::{Kind, shapes};
use crate::context::{Glue, known_table, missing};
use crate::database;

/// Makes the table as the client describes it. The directory is made first and taken back if Glue refuses.
pub async fn create(glue: &Glue, sent: &Table) -> Result<()> {
    let name = known_table(prepare::name(sent)?)?;
    check(sent)?;
    let (mut table, _) = prepare::prepare(sent, &name);
    let place = place(glue, &name, &table).await?;
    if let Some(sd) = &mut table.sd {
        sd.location = place.as_ref().map(|place| Str::from(place.as_str()));
    }
    prepare::stamp(&mut table, glue.clock.seconds());
    let wanted = to_glue(&table, None)?;
    let made = match &place {
        Some(place) => Some(glue.warehouse.make_directory(place).await.map_err(|cause| {
            tracing::warn!(location = %place, %cause, "table directory not made");
            Error::Meta(format!("{place} is not a directory or unable to create one"))
        })?),
        None => None,
    };
    put(glue, &name, &wanted).await?;
    if let Some(made) = made {
        made.keep();
    }
    Ok(())
}

/// Creates it in Glue.
pub async fn put(glue: &Glue, name: &TableName, wanted: &shapes::Table) -> Result<()> {
    let arguments = json!({ "DatabaseName": name.database.database.as_str(), "TableInput": wanted.input() });
    match glue.client.call::<Value>("CreateTable", arguments).await {
        Ok(_) => Ok(()),
        Err(failure) if failure.is(Kind::Exists) => {
            // An answer that was lost on the way: ours, if it is as we wanted it.
            let found = if failure.uncertain { find_opt(glue, name).await? } else { None };
            match found.is_some_and(|found| is_made_of(&found, wanted)) {
                true => Ok(()),
                false => Err(exists(name)),
            }
        }
        Err(failure) => Err(missing(failure, || Error::InvalidObject(no_database(name)))),
    }
}

fn is_made_of(found: &shapes::Table, wanted: &shapes::Table) -> bool {
    let location = |table: &shapes::Table| table.storage_descriptor.as_ref().and_then(|sd| sd.location.clone());
    found.parameters == wanted.parameters && location(found) == location(wanted) && found.owner == wanted.owner
}

pub fn exists(name: &TableName) -> Error {
    Error::Exists(format!("Table {name} already exists"))
}

fn no_database(name: &TableName) -> String {
    format!("database {} not found", name.database)
}

/// Where the table's data goes: given, or in its database. A view has none.
async fn place(glue: &Glue, name: &TableName, table: &Table) -> Result<Option<Location>> {
    if is_view(table) {
        return Ok(None);
    }
    if let Some(given) = location(table) {
        let given = glue.warehouse.qualify(given)?;
        return match given.is_root() {
            true => Err(Error::InvalidObject(format!("{} location must not be root path", name.table))),
            false => Ok(Some(given)),
        };
    }
    let found = database::find(glue, &name.database).await.map_err(Error::as_invalid_object)?;
    let database = database::location(glue, &name.database, &found)?;
    Ok(Some(glue.warehouse.default_table_location(&database, &name.table)))
}
