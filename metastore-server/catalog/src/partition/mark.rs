//! Marks that somebody is done with a partition (`PARTITION_EVENTS`). The partition need not exist,
//! and marks outlive it; nothing of this is in the notification log.

use std::collections::BTreeMap;

use compact_str::CompactString as Str;
use skep_sql::{Sequence, Tx, Value};
use skep_types::PartitionEventType;

use super::{Parent, sql};
use crate::names::TableName;
use crate::{Catalog, Error, Result};

/// The values of a partition by their keys.
type Values = BTreeMap<Str, Str>;

pub async fn mark(catalog: &Catalog, table: &TableName, values: &Values, event: PartitionEventType) -> Result<()> {
    let now = catalog.clock.millis();
    let done = catalog.db.write(|tx| async move {
        let name = named(&tx, table, values).await?;
        let id = tx.ids(Sequence::PartitionEvent, 1).await?.start;
        let database = &table.database;
        let row: [Value<'_>; 7] = [
            id.into(),
            (&database.database).into(),
            (&table.table).into(),
            (&name).into(),
            i64::from(event.0).into(),
            now.into(),
            (&database.catalog).into(),
        ];
        Ok::<_, Error>(tx.insert(&sql::INSERT_EVENTS, [row]).await?)
    });
    done.await
}

pub async fn is_marked(
    catalog: &Catalog,
    table: &TableName,
    values: &Values,
    event: PartitionEventType,
) -> Result<bool> {
    let read = catalog.db.read(|tx| async move {
        let name = named(&tx, table, values).await?;
        let database = &table.database;
        let parameters = [
            (&database.catalog).into(),
            (&database.database).into(),
            (&table.table).into(),
            (&name).into(),
            i64::from(event.0).into(),
        ];
        for row in tx.rows(&sql::EVENTS, &parameters).await? {
            // Compared again for MySQL, to which a text and a space is the text.
            if row.get::<Str>(0)? == name {
                return Ok(true);
            }
        }
        Ok::<_, Error>(false)
    });
    read.await
}

/// The values as a mark has them, in the order of the table's keys.
async fn named(tx: &Tx, table: &TableName, values: &Values) -> Result<Str> {
    let parent = Parent::find(tx, table).await.map_err(|error| match error {
        Error::NotFound(_) => Error::UnknownTable(format!("Table: {} is not found.", table.table)),
        other => other,
    })?;
    if parent.keys.len() != values.len() {
        return Err(Error::InvalidPartition(format!(
            "Number of partition columns in table: {} doesn't match with number of supplied partition values: {}",
            parent.keys.len(),
            values.len()
        )));
    }
    let value = |key: &str| {
        let value = values.get(key).map(Str::as_str);
        value.ok_or_else(|| Error::InvalidPartition(format!("No value found for partition column: {key}")))
    };
    let values: Result<Vec<&str>> = parent.key_names().into_iter().map(value).collect();
    Ok(values?.join(",").into())
}
