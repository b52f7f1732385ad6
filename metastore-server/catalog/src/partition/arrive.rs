//! What every partition that a client sends must pass.

use skep_types::Partition;

use super::Target;
use crate::names::{DatabaseName, normalize};
use crate::{Error, Result};

/// The partition says it is of this table.
pub fn belongs(target: &Target, partition: &Partition) -> Result<()> {
    let name = &target.parent.name;
    let database = DatabaseName::of(partition.cat_name.as_deref(), partition.db_name.as_deref());
    let same = database.is_ok_and(|database| database == name.database)
        && partition.table_name.as_deref().is_some_and(|table| normalize(table) == name.table);
    match same {
        true => Ok(()),
        false => Err(Error::Meta(format!(
            "Partition does not belong to target table {name}: {}.{}",
            partition.db_name.as_deref().unwrap_or("null"),
            partition.table_name.as_deref().unwrap_or("null"),
        ))),
    }
}
