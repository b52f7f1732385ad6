//! Which of these names are partitions.

use std::collections::{BTreeMap, HashSet};

use skep_sql::Tx;

use super::{Parent, sql};
use crate::Result;
use crate::storage::BATCH;

/// The ids of those names that exist, by name. To MySQL a name is also equal to itself and spaces, so
/// what it finds is compared again: nobody may drop `ds=a` by asking for `ds=a `.
pub async fn ids(tx: &Tx, parent: &Parent, names: Vec<&str>) -> Result<BTreeMap<String, i64>> {
    let mut found = BTreeMap::new();
    for names in names.chunks(BATCH) {
        let asked: HashSet<&str> = names.iter().copied().collect();
        for row in tx.rows(&sql::IDS_BY_NAME, &[parent.id.into(), names.into()]).await? {
            let name: compact_str::CompactString = row.get(1)?;
            if asked.contains(name.as_str()) {
                found.insert(name.into_string(), row.get(0)?);
            }
        }
    }
    Ok(found)
}
