//! Reading databases.

use serde::Deserialize;
use serde_json::json;
use skep_catalog::names::{DEFAULT_CATALOG, DatabaseName};
use skep_catalog::pattern::NamePattern;
use skep_catalog::{Error, Result};
use skep_types::{Database, PrincipalType, Str};
use skep_warehouse::Location;

use crate::aws::shapes;
use crate::column::{map, seconds, str, take_owner};
use crate::context::{Glue, missing, refused};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Found {
    database: shapes::Database,
}

/// The database as Glue has it.
pub async fn find(glue: &Glue, name: &DatabaseName) -> Result<shapes::Database> {
    let found: std::result::Result<Found, _> =
        glue.client.call("GetDatabase", json!({ "Name": name.database.as_str() })).await;
    let found = found.map_err(|failure| missing(failure, || not_found(name)))?.database;
    match found.target_database {
        None => Ok(found),
        Some(_) => {
            let text = "is a resource link, which is not followed: ask for the database that it points to";
            Err(Error::Meta(format!(
                "database {} {text}, in its own catalog (glue://REGION/CATALOG-ID)",
                name.database
            )))
        }
    }
}

/// Clients look for the class, and Spark for the name.
pub fn not_found(name: &DatabaseName) -> Error {
    Error::NotFound(format!("database {}.{} not found", name.catalog, name.database))
}

pub async fn get(glue: &Glue, name: &DatabaseName) -> Result<Database> {
    let found = find(glue, name).await?;
    let location = location(glue, name, &found)?;
    Ok(to_hive(&found, &location))
}

/// In the order of names, as Hive lists them.
pub async fn names(glue: &Glue, pattern: &NamePattern) -> Result<Vec<Str>> {
    let arguments = json!({ "AttributesToGet": ["NAME"] });
    let all = glue.client.all::<shapes::Database>("GetDatabases", "DatabaseList", &arguments).await;
    let names = all.map_err(refused)?.into_iter().filter_map(|database| str(&database.name));
    let mut names: Vec<Str> = names.filter(|name| pattern.matches(name)).collect();
    names.sort_unstable();
    Ok(names)
}

/// Where its tables go by default. Databases that were not made by Hive often say nothing.
pub fn location(glue: &Glue, name: &DatabaseName, found: &shapes::Database) -> Result<Location> {
    match found.location_uri.as_deref().filter(|location| !location.trim().is_empty()) {
        Some(location) => Ok(glue.warehouse.qualify(location)?),
        None => Ok(glue.warehouse.default_database_location(&name.database)),
    }
}

fn to_hive(found: &shapes::Database, location: &Location) -> Database {
    let mut parameters = map(&found.parameters);
    let (owner_name, owner_type) = take_owner(&mut parameters);
    Database {
        name: str(&found.name),
        description: str(&found.description),
        location_uri: Some(location.as_str().into()),
        parameters,
        owner_type: owner_type.or(Some(PrincipalType::USER)),
        owner_name,
        catalog_name: Some(DEFAULT_CATALOG.into()),
        create_time: seconds(found.create_time),
        ..Database::default()
    }
}
