//! The columns of a table, as old clients ask for them.

use super::get;
use crate::names::TableName;
use crate::{Catalog, Error, Result};
use skep_types::{FieldSchema, Table};

/// The columns without partition keys. Hive asks some serdes for them; here they are always the
/// stored ones.
pub async fn fields(catalog: &Catalog, name: &TableName) -> Result<Vec<FieldSchema>> {
    let table = table(catalog, name).await?;
    Ok(table.sd.and_then(|sd| sd.cols).unwrap_or_default())
}

/// The columns, then the partition keys.
pub async fn schema(catalog: &Catalog, name: &TableName) -> Result<Vec<FieldSchema>> {
    let table = table(catalog, name).await?;
    let mut all = table.sd.and_then(|sd| sd.cols).unwrap_or_default();
    all.extend(table.partition_keys.unwrap_or_default());
    Ok(all)
}

async fn table(catalog: &Catalog, name: &TableName) -> Result<Table> {
    get(catalog, name).await.map_err(|error| match error {
        Error::NotFound(text) => Error::UnknownTable(text),
        other => other,
    })
}
