//! One partition, and questions about many that are answered without reading them.

use compact_str::CompactString as Str;
use skep_types::Partition;

use super::select::{self, Choice, Limit};
use super::{Parent, existing, read};
use crate::names::TableName;
use crate::privilege::Reader;
use crate::storage::ColumnCache;
use crate::{Catalog, Error, Result};

/// How a single partition is named.
#[derive(Clone, Debug)]
pub enum One {
    Values(Vec<Str>),
    Name(Str),
}

impl One {
    /// The values in key order, checked for their number.
    pub(super) fn values(&self, parent: &Parent) -> Result<Vec<Str>> {
        match self {
            One::Values(values) => Ok(values.clone()),
            One::Name(text) => select::values_of(parent, text),
        }
    }
}

pub async fn get(catalog: &Catalog, table: &TableName, one: &One) -> Result<Partition> {
    get_for(catalog, table, one, None).await
}

/// The same with what the reader may do with it, on tables that ask for it.
pub async fn get_for(catalog: &Catalog, table: &TableName, one: &One, reader: Option<&Reader>) -> Result<Partition> {
    let found = catalog.db.read(|tx| async move {
        let parent = Parent::find(&tx, table).await?;
        let values = one.values(&parent)?;
        let name = parent.partition_name(&values)?;
        let ids: Vec<i64> = existing::ids(&tx, &parent, vec![name.as_str()]).await?.into_values().collect();
        let mut found = read::partitions(&tx, &parent, &ids, &ColumnCache::default()).await?;
        if let Some(reader) = reader
            && let Some(holder) = reader.of_table(&tx, parent.id).await?
        {
            holder.describe(&tx, &ids, &mut found).await?;
        }
        found.into_iter().next().ok_or_else(|| missing(&values))
    });
    found.await
}

pub fn missing(values: &[Str]) -> Error {
    Error::NotFound(format!("partition values=[{}]", values.join(", ")))
}

/// The names of the chosen partitions, in order.
pub async fn names(catalog: &Catalog, table: &TableName, choice: &Choice, limit: Limit) -> Result<Vec<Str>> {
    let found = catalog.db.read(|tx| async move {
        let parent = Parent::find(&tx, table).await?;
        let chosen = choice.resolve(&parent)?;
        if !chosen.is_certain() {
            return Err(Error::Meta("the partition expression is not understood: its names are not known".into()));
        }
        select::names(&tx, &parent, &chosen, limit).await
    });
    found.await
}

pub async fn count(catalog: &Catalog, table: &TableName, choice: &Choice) -> Result<i64> {
    let found = catalog.db.read(|tx| async move {
        let parent = Parent::find(&tx, table).await?;
        select::count(&tx, &parent, &choice.resolve(&parent)?).await
    });
    found.await
}
