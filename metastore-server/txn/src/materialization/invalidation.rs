//! `get_materialization_invalidation_info`: what became of a view's sources since it was made.

use super::sql;
use crate::names::Name;
use crate::snapshot::{NONE_OPEN, Snapshot};
use crate::{Result, require, write_id};
use serde_json::Value as Json;
use skep_sql::{Database, Tx};
use skep_types::{CreationMetadata, Materialization, Str};
use std::collections::BTreeMap;

/// None if the two moments cannot be compared: then the view is rebuilt as a whole.
pub async fn invalidation(db: &Database, made: &CreationMetadata, now: &str) -> Result<Option<Materialization>> {
    require(db, "TXN_TO_WRITE_ID")?;
    let Some(then) = Then::of(made)? else { return Ok(None) };
    let (then, now) = (&then, &Snapshot::parse(now)?);
    db.read(|tx| async move {
        let names: Vec<Name> = then.0.keys().cloned().collect();
        let current = write_id::of_tables(&tx, now, &names).await?;
        let moved =
            |(valid, then): (&write_id::Valid, &Snapshot)| valid.min_open().unwrap_or(NONE_OPEN) != then.min_open;
        // What was open then has ended in between, and how is not kept.
        if current.iter().zip(then.0.values()).any(moved) {
            return Ok(None);
        }
        Ok(Some(Materialization {
            source_tables_update_delete_modified: then.changed(&tx, now, &names).await?,
            source_tables_compacted: then.compacted(&tx, &names).await?,
        }))
    })
    .await
}

/// The write ids of each source that the view shows.
struct Then(BTreeMap<Name, Snapshot>);

impl Then {
    /// `txnId$db.t:…$db.u:…`, in Hive 4 inside a JSON object. Sources that are Iceberg's have
    /// snapshots of their own there, and cannot be compared here.
    fn of(made: &CreationMetadata) -> Result<Option<Then>> {
        let Some(text) = made.valid_txn_list.as_deref().filter(|_| !made.tables_used.is_empty()) else {
            return Ok(None);
        };
        let json: Option<Json> = serde_json::from_str(text).ok().filter(Json::is_object);
        let text: Str = match &json {
            None => text.into(),
            Some(json) => {
                if json.get("tableSnapshots").and_then(Json::as_object).is_some_and(|tables| !tables.is_empty()) {
                    return Ok(None);
                }
                let Some(list) = json.get("validTxnList").and_then(Json::as_str) else { return Ok(None) };
                list.into()
            }
        };
        let mut shown = BTreeMap::new();
        for list in text.split('$').skip(1).filter(|list| !list.is_empty()) {
            let (name, snapshot) = Snapshot::parse_named(list)?;
            shown.insert(Name::parse(name)?, snapshot);
        }
        let mut then = BTreeMap::new();
        for name in &made.tables_used {
            let name = Name::parse(name)?;
            let Some(snapshot) = shown.remove(&name) else { return Ok(None) };
            then.insert(name, snapshot);
        }
        Ok(Some(Then(then)))
    }

    /// Whether rows that the view shows were updated or deleted.
    async fn changed(&self, tx: &Tx, now: &Snapshot, names: &[Name]) -> Result<bool> {
        let [databases, tables] = lists(names);
        for row in tx.rows(&sql::CHANGED, &[databases.as_slice().into(), tables.as_slice().into()]).await? {
            let name = Name { database: row.get(0)?, table: row.get(1)? };
            let (write, txn): (Option<i64>, i64) = (row.get(2)?, row.get(3)?);
            let later = self.0.get(&name).zip(write).is_some_and(|(then, write)| !then.is_valid(write));
            if later && now.is_valid(txn) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn compacted(&self, tx: &Tx, names: &[Name]) -> Result<bool> {
        let [databases, tables] = lists(names);
        for row in tx.rows(&sql::COMPACTED, &[databases.as_slice().into(), tables.as_slice().into()]).await? {
            let name = Name { database: row.get(0)?, table: row.get(1)? };
            let (write, queued): (Option<i64>, i64) = (row.get(2)?, row.get(3)?);
            let Some(then) = self.0.get(&name) else { continue };
            if queued == 1 || write.is_some_and(|write| !then.is_valid(write)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn lists(names: &[Name]) -> [Vec<&str>; 2] {
    [names.iter().map(|name| name.database.as_str()).collect(), names.iter().map(|name| name.table.as_str()).collect()]
}
