//! Making, changing and dropping databases.

use serde_json::{Value, json};
use skep_catalog::names::{DatabaseName, is_word};
use skep_catalog::{Error, Result, table};
use skep_types::{Database, DatabaseType};
use skep_warehouse::Location;

use super::read::{find, location, not_found};
use crate::aws::{Kind, shapes};
use crate::column::{hide_owner, parameters};
use crate::context::{Glue, known, missing, refused};
use crate::place;
use crate::table::read::{self, all_of};

/// `caller` owns it if the client names no owner. The directory is made first and taken back if Glue refuses.
pub async fn create(glue: &Glue, sent: &Database, caller: Option<&str>) -> Result<()> {
    let name = known(DatabaseName::of(sent.catalog_name.as_deref(), sent.name.as_deref())?)?;
    if !is_word(&name.database) {
        return Err(Error::InvalidObject(format!("{} is not a valid database name", name.database)));
    }
    refuse_unheld(sent)?;
    let given = sent.location_uri.as_deref().filter(|location| !location.trim().is_empty());
    let location = match given {
        Some(given) => glue.warehouse.qualify(given)?,
        None => glue.warehouse.default_database_location(&name.database),
    };
    let mut held = parameters(&sent.parameters).unwrap_or_default();
    hide_owner(&mut held, sent.owner_name.as_deref().or(caller), sent.owner_type);
    let input = json!({
        "Name": name.database.as_str(), "Description": sent.description.as_deref(), "LocationUri": location.as_str(), "Parameters": held,
    });
    let made = glue.warehouse.make_directory(&location).await.map_err(|cause| {
        tracing::warn!(%location, %cause, "database directory not made");
        Error::Meta(format!("Unable to create database path {location}, failed to create database {}", name.database))
    })?;
    match glue.client.call::<Value>("CreateDatabase", json!({ "DatabaseInput": input })).await {
        Ok(_) => {}
        Err(failure) if failure.is(Kind::Exists) => {
            // An answer that was lost on the way: ours, if it is as we wanted it.
            let ours = failure.uncertain && find(glue, &name).await.is_ok_and(|found| is(&found, &location, &held));
            if !ours {
                return Err(Error::Exists(format!("Database {} already exists", name.database)));
            }
        }
        Err(failure) => return Err(refused(failure)),
    }
    made.keep();
    Ok(())
}

fn is(found: &shapes::Database, location: &Location, held: &shapes::Parameters) -> bool {
    found.location_uri.as_deref() == Some(location.as_str()) && found.parameters.as_ref() == Some(held)
}

fn refuse_unheld(sent: &Database) -> Result<()> {
    let refuse = |what: &str| Err(Error::InvalidObject(format!("Glue cannot hold {what} of a database")));
    if sent.type_ == Some(DatabaseType::REMOTE) {
        return refuse("the data connector");
    }
    if sent.managed_location_uri.as_deref().is_some_and(|location| !location.trim().is_empty()) {
        return refuse("a second location for managed tables");
    }
    Ok(())
}

/// By Hive's rules: parameters and owner are replaced, text and location only if given.
pub async fn alter(glue: &Glue, name: &DatabaseName, sent: &Database) -> Result<()> {
    refuse_unheld(sent)?;
    let before = find(glue, name).await?;
    let given = sent.location_uri.as_deref().filter(|location| !location.trim().is_empty());
    let location = given.map(|given| glue.warehouse.qualify(given)).transpose()?;
    let location = location.map(|location| location.as_str().to_owned()).or(before.location_uri);
    let mut held = parameters(&sent.parameters).unwrap_or_default();
    hide_owner(&mut held, sent.owner_name.as_deref(), sent.owner_type);
    let input = json!({
        "Name": name.database.as_str(),
        "Description": sent.description.as_deref().or(before.description.as_deref()),
        "LocationUri": location,
        "Parameters": held,
        "CreateTableDefaultPermissions": before.create_table_default_permissions,
    });
    let arguments = json!({ "Name": name.database.as_str(), "DatabaseInput": input });
    let changed = glue.client.call::<Value>("UpdateDatabase", arguments).await;
    changed.map(drop_answer).map_err(|failure| missing(failure, || not_found(name)))
}

fn drop_answer(_: Value) {}

/// Glue deletes what is in a database along with it, so what Hive's rules protect is looked for first.
pub async fn drop(glue: &Glue, name: &DatabaseName, delete_data: bool, cascade: bool) -> Result<()> {
    if name.is_default() {
        return Err(Error::Meta(format!("Can not drop default database in catalog {}", name.catalog)));
    }
    let found = find(glue, name).await?;
    if !cascade {
        refuse_contents(glue, name).await?;
    }
    let own = location(glue, name, &found)?;
    let mut left = Vec::new();
    if delete_data && cascade {
        let stray = all_of(glue, name, &[]).await?.into_iter().filter_map(|table| {
            let table = read::to_hive(name, &table).ok().filter(table::owns_data)?;
            glue.warehouse.qualify(table::location(&table)?).ok()
        });
        left.extend(stray.filter(|location| !own.contains(location)));
    }
    match glue.client.call::<Value>("DeleteDatabase", json!({ "Name": name.database.as_str() })).await {
        Ok(_) => {}
        Err(failure) if failure.is(Kind::NotFound) && failure.uncertain => {}
        Err(failure) => return Err(missing(failure, || not_found(name))),
    }
    if delete_data {
        left.push(own);
        place::delete(glue, &left).await;
    }
    Ok(())
}

/// Spark looks for `is not empty`; Iceberg and PyIceberg for the class.
async fn refuse_contents(glue: &Glue, name: &DatabaseName) -> Result<()> {
    let one = json!({ "DatabaseName": name.database.as_str(), "MaxResults": 1, "Pattern": ".*" });
    let one_table = json!({ "DatabaseName": name.database.as_str(), "MaxResults": 1 });
    let kinds = [
        ("GetTables", "TableList", one_table, "tables"),
        ("GetUserDefinedFunctions", "UserDefinedFunctions", one, "functions"),
    ];
    for (operation, list, arguments, what) in kinds {
        let mut page = glue.client.page::<Value>(operation, list, &arguments, None).await.map_err(refused)?;
        // A page may be empty and not the last.
        while page.items.is_empty() && page.next.is_some() {
            page = glue.client.page(operation, list, &arguments, page.next.as_deref()).await.map_err(refused)?;
        }
        if !page.items.is_empty() {
            let text = format!("Database {} is not empty. One or more {what} exist.", name.database);
            return Err(Error::InvalidOperation(text));
        }
    }
    Ok(())
}
