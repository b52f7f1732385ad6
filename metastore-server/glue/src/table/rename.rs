//! Renaming a table. Glue cannot: a second table is made, with the partitions of the first, and the first is
//! dropped. Whatever fails before that is taken back, so there is one table at the end, of the one name or the other.

use serde_json::{Value, json};
use skep_catalog::names::TableName;
use skep_catalog::table::{Change, Expected, has_flag, is_external, is_view, location, parameter, swap};
use skep_catalog::{Error, Result};
use skep_types::Table;
use skep_warehouse::{Location, Moved};

use super::alter;
use super::create::put;
use super::read::{find_opt, to_glue, to_hive};
use crate::aws::{Kind, shapes};
use crate::context::{Glue, refused};
use crate::partition::{copy, list};
use crate::{database, place};

pub async fn rename(
    glue: &Glue,
    name: &TableName,
    target: &TableName,
    mut after: Table,
    change: &Change<'_>,
) -> Result<()> {
    if find_opt(glue, target).await?.is_some() {
        // Iceberg reads this sentence.
        let text = format!("new table {}.{} already exists", target.database.database, target.table);
        return Err(Error::InvalidOperation(text));
    }
    let found = alter::before(glue, name).await?;
    let before = to_hive(&name.database, &found)?;
    if let Some(expected) = change.expected {
        swap::check(Expected { ..expected }, &before, &after)?;
    }
    after.create_time = before.create_time;
    let directories = directories(glue, (&before, name), (&after, target)).await?;
    let (mut moved, mut to) = (None, None);
    if let Some((from, into)) = &directories {
        (to, moved) = place::follow(glue, from, into, &target.to_string()).await?;
    }
    if let (Some(to), Some(sd)) = (&to, &mut after.sd) {
        sd.location = Some(to.as_str().into());
    }
    let relocation = directories.as_ref().zip(to.as_ref()).map(|((from, _), to)| (from, to));
    let outcome = replace(glue, name, target, &found, &after, relocation).await;
    settle(moved, &outcome).await;
    outcome
}

async fn replace(
    glue: &Glue,
    name: &TableName,
    target: &TableName,
    found: &shapes::Table,
    after: &Table,
    relocation: Option<(&Location, &Location)>,
) -> Result<()> {
    put(glue, target, &to_glue(after, Some(found))?).await?;
    let copied = async {
        if found.partition_keys.as_ref().is_some_and(|keys| !keys.is_empty()) {
            let partitions = list::all(glue, name, list::Columns::Yes).await?;
            copy(glue, target, partitions, relocation).await?;
        }
        delete(glue, name).await
    };
    let outcome = copied.await;
    if outcome.is_err()
        && let Err(cause) = delete(glue, target).await
    {
        tracing::error!(table = %target, %cause, "left behind by a rename that failed");
    }
    outcome
}

async fn delete(glue: &Glue, name: &TableName) -> Result<()> {
    let arguments = json!({ "DatabaseName": name.database.database.as_str(), "Name": name.table.as_str() });
    match glue.client.call::<Value>("DeleteTable", arguments).await {
        Ok(_) => Ok(()),
        Err(failure) if failure.is(Kind::NotFound) && failure.uncertain => Ok(()),
        Err(failure) => Err(refused(failure)),
    }
}

async fn settle(moved: Option<Moved>, outcome: &Result<()>) {
    place::settle(moved, outcome.is_ok()).await;
}

/// From where to where, if the metastore is to move the data at all: its own, and where it put it itself.
async fn directories(
    glue: &Glue,
    (before, name): (&Table, &TableName),
    (after, target): (&Table, &TableName),
) -> Result<Option<(Location, Location)>> {
    let translated = |table| has_flag(table, "TRANSLATED_TO_EXTERNAL");
    let ours = !is_external(before) || (translated(before) && translated(after));
    let iceberg = parameter(before, "table_type").is_some_and(|kind| kind.eq_ignore_ascii_case("iceberg"));
    let Some(place) = location(before) else { return Ok(None) };
    if is_view(before) || iceberg || !ours || location(after).is_some_and(|after| after != place) {
        return Ok(None);
    }
    let old = database::location(glue, &name.database, &database::find(glue, &name.database).await?)?;
    let new = match name.database == target.database {
        true => old.clone(),
        false => database::location(glue, &target.database, &database::find(glue, &target.database).await?)?,
    };
    let from = glue.warehouse.default_table_location(&old, &name.table);
    let to = glue.warehouse.default_table_location(&new, &target.table);
    Ok((glue.warehouse.qualify(place)? == from).then_some((from, to)))
}
