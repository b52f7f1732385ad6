//! Dropping tables and views.

use serde_json::{Value, json};
use skep_catalog::Result;
use skep_catalog::names::TableName;
use skep_catalog::table::{is_partitioned, location, owns_data};
use skep_types::Table;
use skep_warehouse::Location;

use super::read::get;
use crate::aws::Kind;
use crate::context::{Glue, missing};
use crate::partition::list;
use crate::place;

/// Glue drops what is the table's along with it. Files go after that, only if asked, and only if they are the
/// metastore's.
pub async fn drop(glue: &Glue, name: &TableName, delete_data: bool) -> Result<()> {
    let table = get(glue, name).await?;
    let left = match delete_data && owns_data(&table) {
        true => directories(glue, name, &table).await?,
        false => Vec::new(),
    };
    let arguments = json!({ "DatabaseName": name.database.database.as_str(), "Name": name.table.as_str() });
    match glue.client.call::<Value>("DeleteTable", arguments).await {
        Ok(_) => {}
        // It was there a moment ago: an answer was lost on the way.
        Err(failure) if failure.is(Kind::NotFound) && failure.uncertain => {}
        Err(failure) => return Err(missing(failure, || name.not_found())),
    }
    glue.sizes.forget(name);
    place::delete(glue, &left).await;
    Ok(())
}

/// The table's own, and those of partitions that lie elsewhere.
async fn directories(glue: &Glue, name: &TableName, table: &Table) -> Result<Vec<Location>> {
    let own = location(table).and_then(|location| glue.warehouse.qualify(location).ok());
    let mut all = Vec::new();
    if is_partitioned(table) {
        let partitions = list::all(glue, name, list::Columns::No).await?;
        let locations = partitions.iter().filter_map(|partition| {
            let location = partition.storage_descriptor.as_ref()?.location.as_deref()?;
            // One that cannot be read is none that we made.
            glue.warehouse.qualify(location).ok()
        });
        all.extend(locations.filter(|location| own.as_ref().is_none_or(|own| !own.contains(location))));
    }
    all.extend(own);
    Ok(all)
}
