//! Which of these names are partitions.

use std::collections::BTreeMap;

use skep_sql::Tx;

use super::{Parent, sql};
use crate::Result;
use crate::storage::BATCH;

/// The ids of those names that exist, by name.
pub async fn ids(tx: &Tx, parent: &Parent, names: Vec<&str>) -> Result<BTreeMap<String, i64>> {
    let mut found = BTreeMap::new();
    for names in names.chunks(BATCH) {
        for row in tx.rows(&sql::IDS_BY_NAME, &[parent.id.into(), names.into()]).await? {
            found.insert(row.get::<compact_str::CompactString>(1)?.into_string(), row.get(0)?);
        }
    }
    Ok(found)
}
