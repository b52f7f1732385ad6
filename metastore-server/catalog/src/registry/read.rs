//! Versions with their columns and serdes.

use super::{SchemaName, TABLE, VersionName, sql};
use crate::storage::{self, ColumnCache};
use crate::{Catalog, Error, Result};
use skep_sql::{Fragment, Row, Tx};
use skep_types::{ISchemaName, SchemaVersion, SchemaVersionState};
use std::collections::HashMap;

pub async fn version(catalog: &Catalog, name: &VersionName) -> Result<SchemaVersion> {
    let mut query = Fragment::of(&sql::VERSIONS, name.schema.arguments());
    query.push(r#" and v."VERSION" = "#).bind(name.version);
    read(catalog, &query).await?.pop().ok_or_else(|| name.missing())
}

/// The one with the highest number.
pub async fn latest_version(catalog: &Catalog, name: &SchemaName) -> Result<SchemaVersion> {
    let mut query = Fragment::of(&sql::VERSIONS, name.arguments());
    query.push(r#" order by v."VERSION" desc limit 1"#);
    read(catalog, &query).await?.pop().ok_or_else(|| none(name))
}

/// Every version, the newest first. Hive refuses the question about a schema that has none.
pub async fn all_versions(catalog: &Catalog, name: &SchemaName) -> Result<Vec<SchemaVersion>> {
    let mut query = Fragment::of(&sql::VERSIONS, name.arguments());
    query.push(r#" order by v."VERSION" desc"#);
    let versions = read(catalog, &query).await?;
    if versions.is_empty() { Err(none(name)) } else { Ok(versions) }
}

fn none(name: &SchemaName) -> Error {
    Error::NotFound(format!("No versions of schema {name} exist"))
}

/// In three statements, whatever their number.
async fn read(catalog: &Catalog, query: &Fragment<'_>) -> Result<Vec<SchemaVersion>> {
    catalog.needs(TABLE)?;
    catalog.db.read(|tx| async move { fill(&tx, &tx.rows_of(query).await?).await }).await
}

async fn fill(tx: &Tx, rows: &[Row]) -> Result<Vec<SchemaVersion>> {
    let (mut columns, mut serdes) = (Vec::new(), Vec::new());
    for row in rows {
        columns.extend(row.get::<Option<i64>>(11)?);
        serdes.extend(row.get::<Option<i64>>(12)?);
    }
    let columns = ColumnCache::default().load(tx, columns.into_iter()).await?;
    let mut parameters: HashMap<i64, _> = HashMap::new();
    if !serdes.is_empty() {
        for row in tx.rows(&storage::sql::SERDE_PARAMETERS, &[serdes.as_slice().into()]).await? {
            storage::parameter(&row, parameters.entry(row.get::<i64>(0)?).or_default())?;
        }
    }
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        let mut version = decode(row)?;
        let own = row.get::<Option<i64>>(11)?.and_then(|id| columns.get(&id));
        version.cols = Some(own.map(|columns| columns.to_vec()).unwrap_or_default());
        if let Some(id) = row.get::<Option<i64>>(12)? {
            let mut serde = storage::serde(row, 13)?;
            serde.parameters = Some(parameters.get(&id).cloned().unwrap_or_default());
            version.ser_de = Some(serde);
        }
        versions.push(version);
    }
    Ok(versions)
}

fn decode(row: &Row) -> Result<SchemaVersion> {
    let state = storage::narrow(row.get(6)?);
    Ok(SchemaVersion {
        schema: Some(ISchemaName { cat_name: row.get(1)?, db_name: row.get(2)?, schema_name: row.get(3)? }),
        version: Some(row.get(4)?),
        created_at: Some(row.get(5)?),
        state: (state > 0).then_some(SchemaVersionState(state)),
        description: row.get(7)?,
        schema_text: row.get(8)?,
        fingerprint: row.get(9)?,
        name: row.get(10)?,
        ..SchemaVersion::default()
    })
}
