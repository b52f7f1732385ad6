//! Changing a table. Glue keeps a version of each: a change is made to the version that was read, or not at all.

use serde_json::{Value, json};
use skep_catalog::names::TableName;
use skep_catalog::table::alter as rules;
use skep_catalog::table::swap::{self, Outcome};
use skep_catalog::table::{Cascade, Change, Expected, columns, is_partitioned, is_view, location, parameter, prepare};
use skep_catalog::{Error, Result};
use skep_types::Table;

use super::read::{find_opt, to_glue, to_hive};
use super::rename;
use crate::aws::{Kind, shapes};
use crate::context::{Glue, refused};

/// Times that somebody else may be faster, for a change that expects nothing.
const RACES: u32 = 10;

pub async fn alter(glue: &Glue, name: &TableName, sent: &Table, change: &Change<'_>) -> Result<()> {
    run(glue, name, sent, change).await.map_err(Error::as_invalid_operation)
}

async fn run(glue: &Glue, name: &TableName, sent: &Table, change: &Change<'_>) -> Result<()> {
    let target = rules::target(name, sent)?;
    rules::check(sent)?;
    let (mut after, _) = prepare::prepare(sent, &target);
    if let Some(location) = location(&after) {
        let location = glue.warehouse.qualify(location)?;
        after.sd.get_or_insert_default().location = Some(location.as_str().into());
    } else if !is_view(&after) {
        return Err(columns::missing(sent, "location"));
    }
    prepare::stamp(&mut after, glue.clock.seconds());
    let _turn = glue.change(name).await;
    if target != *name {
        return rename::rename(glue, name, &target, after, change).await;
    }
    for _ in 0..RACES {
        let before = before(glue, name).await?;
        if admit(name, &before, &after, change)? == Outcome::Replay {
            return Ok(());
        }
        match update(glue, name, &before, &after).await? {
            Updated::Done => return Ok(()),
            // Whoever expects something is told what it met; the others change what is there now, as in Hive.
            Updated::Overtaken => {}
        }
    }
    Err(Error::Meta(format!("table {name} was changed by others {RACES} times in a row while it was to be altered")))
}

/// The table as it is.
pub async fn before(glue: &Glue, name: &TableName) -> Result<shapes::Table> {
    let found = find_opt(glue, name).await?;
    found.ok_or_else(|| Error::InvalidOperation(format!("table {name} doesn't exist")))
}

/// Whether the change may be made to the table as it is now.
fn admit(name: &TableName, before: &shapes::Table, after: &Table, change: &Change<'_>) -> Result<Outcome> {
    let stored = to_hive(&name.database, before)?;
    if let Some(expected) = change.expected.or_else(|| base(&stored, after))
        && swap::check(expected, &stored, after)? == Outcome::Replay
    {
        return Ok(Outcome::Replay);
    }
    if !is_view(&stored) {
        columns::check_partition_keys(&stored, after)?;
    }
    if change.cascade == Cascade::Yes && is_partitioned(&stored) && columns_of(&stored) != columns_of(after) {
        let text = "Glue has no transactions, so columns of a table are not changed together with those of all its \
                    partitions (CASCADE): alter the table without it, then its partitions";
        return Err(Error::InvalidOperation(text.into()));
    }
    Ok(Outcome::Go)
}

fn columns_of(table: &Table) -> Option<&Vec<skep_types::FieldSchema>> {
    table.sd.as_ref().and_then(|sd| sd.cols.as_ref())
}

/// A commit of Iceberg says where it came from, even of a client that trusts in its lock. Others may commit by Glue's
/// own interface, where nobody sees the lock.
fn base<'a>(stored: &Table, after: &'a Table) -> Option<Expected<'a>> {
    const METADATA: &str = "metadata_location";
    let new = parameter(after, METADATA)?;
    let came_from = parameter(after, "previous_metadata_location")?;
    (parameter(stored, METADATA) != Some(new)).then_some(Expected { key: METADATA, value: came_from })
}

enum Updated {
    Done,
    Overtaken,
}

async fn update(glue: &Glue, name: &TableName, before: &shapes::Table, after: &Table) -> Result<Updated> {
    let arguments = json!({
        "DatabaseName": name.database.database.as_str(),
        "TableInput": to_glue(after, Some(before))?.input(),
        "VersionId": before.version_id,
        // Old versions count against a quota of the account.
        "SkipArchive": true,
    });
    match glue.client.call::<Value>("UpdateTable", arguments).await {
        Ok(_) => Ok(Updated::Done),
        Err(failure) if failure.is(Kind::Conflict) => Ok(Updated::Overtaken),
        Err(failure) if failure.is(Kind::NotFound) => {
            Err(Error::InvalidOperation(format!("table {name} doesn't exist")))
        }
        Err(failure) => Err(refused(failure)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(pairs: &[(&str, &str)]) -> Table {
        let pairs = pairs.iter().map(|(key, value)| ((*key).into(), (*value).into()));
        Table { parameters: Some(pairs.collect()), ..Table::default() }
    }

    #[test]
    fn a_commit_that_expects_nothing_is_held_to_where_it_came_from() {
        let stored = table(&[("metadata_location", "2")]);
        let commit = table(&[("metadata_location", "3"), ("previous_metadata_location", "1")]);
        let expected = base(&stored, &commit).expect("a base");
        let text = swap::check(expected, &stored, &commit).expect_err("overtaken").to_string();
        assert!(text.starts_with("The table has been modified."), "{text}");
        // Other changes carry the parameters along.
        let same = table(&[("metadata_location", "2"), ("previous_metadata_location", "1")]);
        assert!(base(&stored, &same).is_none());
        assert!(base(&stored, &table(&[("metadata_location", "9")])).is_none());
    }
}
