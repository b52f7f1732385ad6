//! Appending a partition: the table's own descriptor, in the default directory.

use skep_types::{EnvironmentContext, Partition};

use super::add::{self, Existing};
use super::{One, name};
use crate::names::TableName;
use crate::{Catalog, Error, Result};

pub async fn append(
    catalog: &Catalog,
    table: &TableName,
    one: &One,
    environment: Option<&EnvironmentContext>,
) -> Result<Partition> {
    let target = add::target(catalog, table).await?;
    if target.is_view() {
        return Err(Error::Meta("Cannot append a partition to a view".into()));
    }
    if target.parent.keys.is_empty() {
        return Err(Error::Meta(format!("{table} is not partitioned: it takes no partition")));
    }
    let values = match one {
        One::Values(values) => values.clone(),
        One::Name(text) => name::values(&target.parent.key_names(), text).map_err(|error| match error {
            name::NameError::Incomplete { .. } => Error::InvalidObject(error.to_string()),
            other => other.into(),
        })?,
    };
    let mut sd = target.table().sd.clone().unwrap_or_default();
    sd.location = None;
    let mut partition = Partition { values: Some(values), sd: Some(sd), ..Partition::default() };
    target.adopt(&mut partition);
    let new = add::prepare(catalog, &target, partition)?;
    let added = add::write(catalog, table, &target, vec![new], Existing::Refuse, environment).await?;
    added.into_iter().next().ok_or_else(|| Error::Meta(format!("partition not appended to {table}")))
}
