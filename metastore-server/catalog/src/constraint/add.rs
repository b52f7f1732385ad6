//! Declaring constraints, for tables that are there and for a new one.

use super::kinds::{self, Constraint, lines_of};
use super::line::{ColumnName, Kind, Line};
use super::target::Targets;
use super::{foreign, get, names, sql};
use crate::names::TableName;
use crate::{Catalog, Error, Result, event, storage, table};
use skep_schema::Version;
use skep_sql::{Database, Tx, Value};
use skep_types::SQLAllTableConstraints;
use std::collections::BTreeMap;

/// Adds constraints of one kind; none are none. All of them or nothing.
pub async fn add<C: Constraint>(catalog: &Catalog, sent: Vec<C>) -> Result<()> {
    let lines: &Vec<Line> = &sent.into_iter().map(C::into_line).collect();
    check(&catalog.db, lines)?;
    catalog.db.write(|tx| async move { write(catalog, &tx, lines).await }).await
}

/// Adds what a new table was declared with, in the transaction that makes it. Whatever the
/// declarations call the table, they are about this one.
pub async fn add_to_new(catalog: &Catalog, tx: &Tx, name: &TableName, sent: &SQLAllTableConstraints) -> Result<()> {
    let mut lines = lines_of(sent.clone());
    for line in &mut lines {
        let TableName { database, table } = name;
        line.catalog = Some(database.catalog.clone());
        line.own = ColumnName {
            database: Some(database.database.clone()),
            table: Some(table.clone()),
            column: line.own.column.take(),
        };
    }
    check(&catalog.db, &lines)?;
    write(catalog, tx, &lines).await.map_err(Error::as_invalid_object)
}

/// What can be said without looking anything up.
fn check(db: &Database, lines: &[Line]) -> Result<()> {
    for line in lines {
        if db.version() < line.kind.since() {
            return Err(Error::Meta(format!(
                "the metastore database has the schema of Hive 2.3.0, which keeps no {}: it takes that of Hive 3.1",
                line.kind.words()
            )));
        }
        table::limits::check_text(db, "KEY_CONSTRAINTS", "CONSTRAINT_NAME", line.name.as_ref())?;
        table::limits::check_text(db, "KEY_CONSTRAINTS", "DEFAULT_VALUE", line.value.as_ref())?;
        let rules = [line.update_rule, line.delete_rule];
        if let Some(rule) = rules.into_iter().flatten().find(|rule| i16::try_from(*rule).is_err()) {
            return Err(Error::Meta(format!("{rule} is no rule of a foreign key")));
        }
    }
    Ok(())
}

async fn write(catalog: &Catalog, tx: &Tx, sent: &[Line]) -> Result<()> {
    if sent.is_empty() {
        return Ok(());
    }
    let targets = Targets::lock(tx, sent).await?;
    let mut lines = sent.to_vec();
    let places = lines.iter().map(|line| row_places(&targets, line)).collect::<Result<Vec<_>>>()?;
    let mut keys = existing_keys(tx, &targets, &lines).await?;
    refuse_second_primary_key(&lines, &keys)?;
    names::assign(tx, &targets, &mut lines, catalog.clock.millis()).await?;
    let (foreign, others): (Vec<Line>, Vec<Line>) =
        lines.iter().cloned().partition(|line| line.kind == Kind::ForeignKey);
    keys.extend(others.into_iter().filter(|line| line.kind.is_key()));
    foreign::check(&targets, &foreign, &keys)?;

    let rows = lines.iter().zip(&places).map(|(line, places)| row(line, *places));
    tx.insert(&sql::INSERT_CONSTRAINTS, rows).await.map_err(|failure| match lines.first() {
        Some(line) if failure.is_unique_violation() => names::exists(tx.version(), line),
        _ => failure.into(),
    })?;
    emit(tx, &lines, catalog.clock.seconds())
}

/// Storage ids of the two sides.
#[derive(Debug, Clone, Copy)]
struct RowPlaces {
    parent: (i64, Option<i64>, i64),
    child: Option<(i64, Option<i64>, i64)>,
}

fn row_places(targets: &Targets, line: &Line) -> Result<RowPlaces> {
    let child = match line.kind {
        Kind::ForeignKey => {
            let place = targets.own_place(line)?;
            Some((targets.own(line)?.id, place.cd_id, place.index))
        }
        _ => None,
    };
    let place = targets.parent_place(line)?;
    Ok(RowPlaces { parent: (targets.parent(line)?.id, place.cd_id, place.index), child })
}

fn row<'a>(line: &'a Line, places: RowPlaces) -> [Value<'a>; 13] {
    let (parent, child) = (places.parent, places.child);
    [
        parent.0.into(),
        parent.1.into(),
        parent.2.into(),
        child.map(|child| child.0).into(),
        child.and_then(|child| child.1).into(),
        child.map(|child| child.2).into(),
        line.sequence.into(),
        line.name.as_deref().into(),
        line.kind.code().into(),
        line.update_rule.into(),
        line.delete_rule.into(),
        line.flags.0.into(),
        line.value.as_deref().into(),
    ]
}

/// The keys that the tables have already.
async fn existing_keys(tx: &Tx, targets: &Targets, lines: &[Line]) -> Result<Vec<Line>> {
    let mut by_catalog: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.kind.is_key()) {
        by_catalog.entry(line.parent()?.database.catalog).or_default().push(targets.parent(line)?.id);
    }
    let mut keys = Vec::new();
    for (catalog, mut tables) in by_catalog {
        tables.sort_unstable();
        tables.dedup();
        for tables in tables.chunks(storage::BATCH) {
            keys.extend(get::keys_of(tx, &catalog, tables).await?);
        }
    }
    Ok(keys)
}

fn refuse_second_primary_key(lines: &[Line], existing: &[Line]) -> Result<()> {
    let primary = |line: &&Line| line.kind == Kind::PrimaryKey;
    let taken = existing.iter().filter(primary).map(Line::table).collect::<Result<Vec<_>>>()?;
    for line in lines.iter().filter(primary) {
        let name = line.table()?;
        if taken.contains(&name) {
            // Hive's sentence begins with the blank.
            return Err(Error::Meta(format!(" Primary key already exists for: {name}")));
        }
    }
    Ok(())
}

/// One event a kind, with the names that the constraints got. What the version's own consumers do not
/// know is not logged.
fn emit(tx: &Tx, lines: &[Line], now: i64) -> Result<()> {
    for kind in Kind::ALL {
        let lines: Vec<&Line> = lines.iter().filter(|line| line.kind == kind).collect();
        let since = if matches!(kind, Kind::Default | Kind::Check) { Version::V4_0 } else { Version::V3_1 };
        if let Some(first) = lines.first().filter(|_| tx.version() >= since) {
            let texts = lines.iter().map(|line| kinds::json(line)).collect();
            tx.emit(event::add_constraints(kind, &first.parent()?, texts, now));
        }
    }
    Ok(())
}
