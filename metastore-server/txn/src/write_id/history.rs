//! `add_write_ids_to_min_history`: what a reader still needs.

use super::sql;
use crate::names::Name;
use crate::transaction::state;
use crate::{Result, require};
use skep_sql::Database;
use skep_types::Str;
use std::collections::BTreeMap;

/// The oldest write id that a transaction may look at, by table: a Java cleaner keeps the files.
pub async fn remember_oldest(db: &Database, txn: i64, oldest: &BTreeMap<Str, i64>) -> Result<()> {
    require(db, "MIN_HISTORY_WRITE_ID")?;
    let places = oldest.iter().map(|(name, write)| Ok((Name::parse(name)?, *write)));
    let places: &Vec<(Name, i64)> = &places.collect::<Result<_>>()?;
    db.write(|tx| async move {
        state::require_open(&tx, txn).await?;
        let rows = places.iter().map(|(place, write)| [txn.into(), place.database(), place.table(), (*write).into()]);
        Ok(tx.insert(&sql::INSERT_MIN_WRITE_IDS, rows).await?)
    })
    .await
}
