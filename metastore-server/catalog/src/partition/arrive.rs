//! What every partition that a client sends must pass.

use skep_types::Partition;

use super::Target;
use crate::names::{DatabaseName, normalize};
use crate::{Error, Result};

/// Longest value and name that the schema holds, in every version.
const VALUE_MAX: usize = 256;
const NAME_MAX: usize = 767;

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

/// Said here by name, before a database says it in its own words (or SQLite not at all).
pub fn within_limits<V: AsRef<str>>(values: &[V], name: &str) -> Result<()> {
    let long = |text: &str, max| text.len() > max && text.chars().count() > max;
    if let Some(value) = values.iter().map(AsRef::as_ref).find(|value| long(value, VALUE_MAX)) {
        return Err(Error::Meta(format!("partition value '{value}' is longer than {VALUE_MAX} characters")));
    }
    match long(name, NAME_MAX) {
        true => Err(Error::Meta(format!("partition name '{name}' is longer than {NAME_MAX} characters"))),
        false => Ok(()),
    }
}
