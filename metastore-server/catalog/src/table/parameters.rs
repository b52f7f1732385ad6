//! Parameters of several tables changed at once, all or none: how the newest Hive commits to several
//! Iceberg tables in one step.

use super::swap::{self, Expected, Outcome};
use super::{TableRow, get, limits, sql};
use crate::names::{DatabaseName, TableName};
use crate::{Catalog, Result, event};
use skep_sql::Tx;
use skep_types::{Str, Table, TableParamsUpdate};
use std::collections::{BTreeMap, BTreeSet};

/// Puts the given parameters beside those that are there. Each update may say what it believes a
/// parameter to be, as a single commit does (see [`swap`]).
pub async fn update(catalog: &Catalog, updates: &[TableParamsUpdate]) -> Result<()> {
    let mut wanted: BTreeMap<TableName, Vec<&TableParamsUpdate>> = BTreeMap::new();
    for update in updates {
        let name = TableName::of(update.cat_name.as_deref(), Some(&update.db_name), Some(&update.table_name))?;
        wanted.entry(name).or_default().push(update);
    }
    let wanted = &wanted;
    catalog.db.write(|tx| async move { apply(catalog, &tx, wanted).await }).await
}

async fn apply(catalog: &Catalog, tx: &Tx, wanted: &BTreeMap<TableName, Vec<&TableParamsUpdate>>) -> Result<()> {
    let rows = lock(tx, wanted.keys()).await?;
    let mut changed = Vec::new();
    for (name, updates) in wanted {
        let row = rows.get(name).ok_or_else(|| name.not_found())?;
        let mut after = row.table.clone();
        for update in updates {
            put(&mut after, update)?;
        }
        limits::check(&catalog.db, &after)?;
        if after != row.table {
            changed.push((row, after));
        }
    }
    write(tx, &changed).await?;
    for (row, after) in &changed {
        tx.emit(event::alter_table(&row.table, after, event::Truncation::No, catalog.clock.seconds()));
    }
    Ok(())
}

/// The tables, kept to the transaction; a few statements a database, in the house's order.
async fn lock<'a>(tx: &Tx, names: impl Iterator<Item = &'a TableName>) -> Result<BTreeMap<TableName, TableRow>> {
    let mut by_database: BTreeMap<&DatabaseName, Vec<&str>> = BTreeMap::new();
    for name in names {
        by_database.entry(&name.database).or_default().push(&name.table);
    }
    let mut rows = BTreeMap::new();
    for (database, names) in by_database {
        for row in get::lock_many(tx, database, &names).await? {
            rows.insert(database.table(row.table.table_name.as_deref().unwrap_or_default()), row);
        }
    }
    Ok(rows)
}

fn put(table: &mut Table, update: &TableParamsUpdate) -> Result<()> {
    let mut after = table.clone();
    after.parameters.get_or_insert_default().extend(update.params.clone());
    let (key, value) = (update.expected_param_key.as_deref(), update.expected_param_value.as_deref());
    let outcome = Expected::of(key, value).map_or(Ok(Outcome::Go), |expected| swap::check(expected, table, &after))?;
    if outcome == Outcome::Go {
        *table = after;
    }
    Ok(())
}

/// Two statements for all tables: every key that changes anywhere goes everywhere, and comes back
/// where it belongs.
async fn write(tx: &Tx, changed: &[(&TableRow, Table)]) -> Result<()> {
    let none = BTreeMap::new();
    let mut keys: BTreeSet<&Str> = BTreeSet::new();
    for (row, after) in changed {
        let before = row.table.parameters.as_ref().unwrap_or(&none);
        let differs = |(key, value): &(&Str, &Str)| before.get(*key) != Some(*value);
        keys.extend(after.parameters.iter().flatten().filter(differs).map(|(key, _)| key));
    }
    if keys.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = keys.iter().map(|key| key.as_str()).collect();
    let ids: Vec<i64> = changed.iter().map(|(row, _)| row.id).collect();
    tx.execute(&sql::DELETE_PARAMS_OF_TABLES, &[ids.as_slice().into(), names.as_slice().into()]).await?;
    let rows = changed.iter().flat_map(|(row, after)| {
        let kept = after.parameters.iter().flatten().filter(|(key, _)| keys.contains(key));
        kept.map(|(key, value)| [row.id.into(), key.as_str().into(), value.as_str().into()])
    });
    Ok(tx.insert(&sql::INSERT_TABLE_PARAMS, rows).await?)
}
