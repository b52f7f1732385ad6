//! Changing a table: columns, storage, parameters, name.

use super::rename::{self, Relocation};
use super::swap::{self, Outcome};
use super::{Expected, TableRow, acid, is_partitioned, sql, transactional};
use super::{columns, constraints, get, is_iceberg, is_view, limits, prepare, property, statistics, write};
use crate::names::TableName;
use crate::storage::{self, Columns};
use crate::{Catalog, Error, Result, event};
use skep_sql::{Class, Retry, Tx};
use skep_types::{EnvironmentContext, Str, Table};
use std::collections::BTreeSet;

/// Whether a change of columns also goes to every partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cascade {
    Yes,
    No,
}

/// How a table is to be changed, beside what it becomes.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    pub cascade: Cascade,
    pub expected: Option<Expected<'a>>,
    pub environment: Option<&'a EnvironmentContext>,
}

impl<'a> Change<'a> {
    /// What the environment alone says, which is all that older doors have.
    pub fn of(environment: Option<&'a EnvironmentContext>) -> Change<'a> {
        let cascades = property(environment, "CASCADE").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        Change {
            cascade: if cascades { Cascade::Yes } else { Cascade::No },
            expected: Expected::in_environment(environment),
            environment,
        }
    }
}

/// Replaces the table by what the client sent, but for its identity, its creation time, its grants
/// and its partitions. Clients know two ways to be refused: `InvalidOperationException` for what is
/// wrong with the request, `MetaException` for the rest.
///
/// A commit of Iceberg is this call with an expectation, which is compared under the table's row
/// lock: of many with one base, one wins. Without expectation a change of `metadata_location` is
/// taken as it is, because that is how Iceberg commits under a metastore lock.
pub async fn alter(catalog: &Catalog, name: &TableName, sent: &Table, change: &Change<'_>) -> Result<()> {
    run(catalog, name, sent, change).await.map_err(Error::as_invalid_operation)
}

async fn run(catalog: &Catalog, name: &TableName, sent: &Table, change: &Change<'_>) -> Result<()> {
    let target = &target(name, sent)?;
    check(sent)?;
    let (mut after, instructions) = prepare::prepare(sent, target);
    qualify(catalog, &mut after)?;
    limits::check(&catalog.db, &after)?;
    if target != name {
        prepare::stamp(&mut after, catalog.clock.seconds());
        return rename::run(catalog, name, target, &after, change).await;
    }
    if statistics::concerns(&after) && !instructions.leave_statistics && !statistics::switched_off(change.environment) {
        recount(catalog, &mut after, change.environment).await?;
    }
    prepare::stamp(&mut after, catalog.clock.seconds());
    let after = &after;
    let write = || catalog.db.write(|tx| async move { apply(catalog, &tx, name, after, change, None).await });
    match write().await {
        // Nobody answered the COMMIT. A swap may be asked for again: it waits for the row, and then
        // finds itself done, or undone and does it, or somebody else's and says so.
        Err(error) if is_unknown(&error) && change.expected.is_some_and(|e| swap::is_repeatable(e, after)) => {
            write().await
        }
        outcome => outcome,
    }
}

fn is_unknown(error: &Error) -> bool {
    error.failure().is_some_and(|failure| failure.class() == Class::UnknownOutcome)
}

/// What the table will be called. A missing catalog is the one it is in.
pub fn target(name: &TableName, sent: &Table) -> Result<TableName> {
    let catalog = sent.cat_name.as_deref().unwrap_or(&name.database.catalog);
    let target = prepare::name(&Table {
        cat_name: Some(catalog.into()),
        db_name: sent.db_name.clone(),
        table_name: sent.table_name.clone(),
        ..Table::default()
    })?;
    match target.database.catalog == name.database.catalog {
        true => Ok(target),
        false => Err(Error::InvalidOperation(format!(
            "Tables cannot be moved between catalogs, old catalog{} new catalog {}",
            name.database.catalog, target.database.catalog
        ))),
    }
}

/// The same for a change.
pub fn check(sent: &Table) -> Result<()> {
    columns::check_types(sent)?;
    let Some(sd) = sent.sd.as_ref().filter(|sd| sd.serde_info.is_some()) else {
        return Err(columns::missing(sent, "serde"));
    };
    let is_column = |name: &&Str| {
        let mut names = super::columns(sent).iter().filter_map(|c| c.name.as_deref());
        names.any(|column| column.eq_ignore_ascii_case(name))
    };
    let unknown: Vec<&str> = sd.bucket_cols.iter().flatten().filter(|n| !is_column(n)).map(|n| n.as_str()).collect();
    match unknown.is_empty() {
        true => Ok(()),
        false => Err(Error::InvalidOperation(format!(
            "Bucket columns - [{}] doesn't match with any table columns",
            unknown.join(", ")
        ))),
    }
}

/// Only views are nowhere. Looked at when the table was found: one that is missing is worse.
pub(super) fn check_location(sent: &Table) -> Result<()> {
    match super::location(sent).is_some() || is_view(sent) {
        true => Ok(()),
        false => Err(columns::missing(sent, "location")),
    }
}

fn qualify(catalog: &Catalog, table: &mut Table) -> Result<()> {
    let Some(location) = super::location(table) else { return Ok(()) };
    let location = catalog.warehouse.qualify(location)?;
    if let Some(sd) = &mut table.sd {
        sd.location = Some(location.as_str().into());
    }
    Ok(())
}

async fn recount(catalog: &Catalog, table: &mut Table, environment: Option<&EnvironmentContext>) -> Result<()> {
    let Some(location) = super::location(table) else { return Ok(()) };
    let location = catalog.warehouse.qualify(location)?;
    statistics::gather(catalog, table, &location, environment).await
}

/// The change itself. May run again.
pub(super) async fn apply(
    catalog: &Catalog,
    tx: &Tx,
    name: &TableName,
    wanted: &Table,
    change: &Change<'_>,
    relocation: Option<&Relocation<'_>>,
) -> Result<()> {
    let moved_to = match relocation {
        Some(relocation) => Some(relocation.lock(tx, name).await?),
        None => None,
    };
    let before = get::lock(tx, name).await.map_err(|error| gone(error, name))?;
    check_location(wanted)?;
    if let Some(expected) = change.expected
        && swap::check(expected, &before.table, wanted)? == Outcome::Replay
    {
        return Ok(());
    }
    let mut after = completed(&before.table, wanted);
    if let Some(relocation) = relocation {
        relocation.apply(&before.table, &mut after)?;
    }
    let adoption = acid::admit_change(tx.version(), &before.table, &mut after)?;
    admit(catalog, &before.table, &after)?;
    forget_lost_columns(tx, &before, &mut after).await?;
    change_storage(tx, &before, &after, change.cascade).await?;
    write::update(tx, &before, moved_to.unwrap_or(before.database_id), &after).await?;
    if let Some(relocation) = relocation {
        relocation.follow(tx, &before, name).await?;
    }
    if adoption == acid::Adoption::Yes {
        transactional::seed(tx, &after).await?;
    }
    tx.emit(event::alter_table(&before.table, &after, event::Truncation::No, catalog.clock.seconds()));
    Ok(())
}

/// What Hive says when the table is not there.
pub(super) fn gone(error: Error, name: &TableName) -> Error {
    match error {
        Error::NotFound(_) => Error::InvalidOperation(format!("table {name} doesn't exist")),
        other => other,
    }
}

/// What a change never touches.
fn completed(before: &Table, wanted: &Table) -> Table {
    let mut after = wanted.clone();
    after.id = before.id;
    after.create_time = before.create_time;
    after.privileges = None;
    after.creation_metadata = before.creation_metadata.clone();
    after.write_id = wanted.write_id.filter(|id| *id > 0).or(before.write_id);
    after
}

/// Hive's two rules on columns, from which views are free. Iceberg reads its data by the schema in
/// its own metadata: what changes here is a copy.
fn admit(catalog: &Catalog, before: &Table, after: &Table) -> Result<()> {
    if is_view(before) {
        return Ok(());
    }
    if catalog.rules.refuse_incompatible_column_changes && !is_iceberg(before) && !reads_any_type(after) {
        columns::check_changes(before, after)?;
    }
    columns::check_partition_keys(before, after)
}

/// Serdes that cope with any change (`metastore.allow.incompatible.col.type.changes.serdes`).
fn reads_any_type(table: &Table) -> bool {
    const SERDES: [&str; 2] = ["org.apache.hadoop.hive.kudu.KuduSerDe", "org.apache.iceberg.mr.hive.HiveIcebergSerDe"];
    let serde = table.sd.as_ref().and_then(|sd| sd.serde_info.as_ref()).and_then(|s| s.serialization_lib.as_deref());
    serde.is_some_and(|serde| SERDES.contains(&serde))
}

/// Statistics of columns that are gone, or of another type, are gone too.
async fn forget_lost_columns(tx: &Tx, before: &TableRow, after: &mut Table) -> Result<()> {
    let lost = columns::lost(&before.table, after);
    if lost.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = lost.iter().map(|name| name.as_str()).collect();
    let values = [before.id.into(), names.as_slice().into()];
    tx.execute(&sql::DELETE_COLUMN_STATS, &values).await?;
    tx.execute(&sql::DELETE_PARTITION_COLUMN_STATS, &values).await?;
    statistics::disclaim_columns(after.parameters.get_or_insert_default(), &lost);
    disclaim_in_partitions(tx, before, &lost).await
}

/// Partitions that claimed those statistics to be right no longer do.
async fn disclaim_in_partitions(tx: &Tx, table: &TableRow, lost: &[Str]) -> Result<()> {
    if !is_partitioned(&table.table) {
        return Ok(());
    }
    let mut changed = Vec::new();
    for row in tx.rows(&sql::PARTITION_CLAIMS, &[table.id.into()]).await? {
        let (id, claim): (i64, Str) = (row.get(0)?, row.get(1)?);
        let mut parameters = [(statistics::ACCURATE.into(), claim.clone())].into();
        statistics::disclaim_columns(&mut parameters, lost);
        let left = parameters.remove(statistics::ACCURATE);
        if left.as_ref() != Some(&claim) {
            changed.push((id, left));
        }
    }
    for changed in changed.chunks(storage::BATCH) {
        let ids: Vec<i64> = changed.iter().map(|(id, _)| *id).collect();
        tx.execute(&sql::DELETE_PARTITION_CLAIMS, &[ids.as_slice().into()]).await?;
        let left = changed.iter().filter_map(|(id, left)| Some((*id, left.as_deref()?)));
        let rows = left.map(|(id, left)| [id.into(), statistics::ACCURATE.into(), left.into()]);
        tx.insert(&sql::INSERT_PARTITION_CLAIMS, rows).await?;
    }
    Ok(())
}

/// New columns get a descriptor of their own, because partitions may share the old one. Constraints
/// follow it, partitions only if told to.
async fn change_storage(tx: &Tx, before: &TableRow, after: &Table, cascade: Cascade) -> Result<()> {
    if before.table.sd == after.sd {
        return Ok(());
    }
    let (Some(stored), Some(sd)) = (before.stored(), &after.sd) else {
        return Err(columns::missing(after, "storage descriptor"));
    };
    let (old, new) = (super::columns(&before.table), super::columns(after));
    if old == new {
        return storage::update(tx, &[(&stored, sd)], None).await;
    }
    let cd_id = storage::insert_column_descriptor(tx, sd).await?;
    if let Some(old_id) = before.cd_id {
        constraints::follow(tx, (old_id, old), (cd_id, new)).await?;
    }
    let left = match cascade {
        Cascade::Yes => share_with_partitions(tx, before.id, cd_id).await?,
        Cascade::No => BTreeSet::new(),
    };
    storage::update(tx, &[(&stored, sd)], Some(Columns { cd_id, columns: new })).await?;
    storage::delete_orphaned_columns(tx, left).await
}

/// Puts all partitions on the table's columns. Returns the descriptors they had.
async fn share_with_partitions(tx: &Tx, table_id: i64, cd_id: i64) -> Result<BTreeSet<i64>> {
    let mut left = BTreeSet::new();
    for row in tx.rows(&sql::PARTITION_CDS, &[table_id.into()]).await? {
        left.insert(row.get(0)?);
    }
    tx.execute(&sql::SHARE_COLUMNS_WITH_PARTITIONS, &[table_id.into(), cd_id.into()]).await?;
    Ok(left)
}
