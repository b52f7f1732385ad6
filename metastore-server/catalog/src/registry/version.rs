//! Versions of a schema: added, dropped, and changed in two ways.

use super::{SchemaName, TABLE, VersionName, known, null, schema, serde, sql};
use crate::table::limits::Limits;
use crate::{Catalog, Error, Result, storage};
use skep_sql::{Sequence, Tx};
use skep_types::{SchemaVersion, SchemaVersionState, StorageDescriptor};
use std::collections::BTreeSet;

/// Adds a version, with columns and a serde of its own.
pub async fn add_version(catalog: &Catalog, sent: &SchemaVersion) -> Result<()> {
    catalog.needs(TABLE)?;
    let schema = SchemaName::parse(sent.schema.as_ref())?;
    let name = &VersionName { schema, version: sent.version.ok_or_else(|| null("version of the schema"))? };
    check_limits(catalog, sent)?;
    catalog.db.write(|tx| async move { insert(&tx, name, sent).await }).await
}

async fn insert(tx: &Tx, name: &VersionName, sent: &SchemaVersion) -> Result<()> {
    let (schema_id, _) = schema::lock(tx, &name.schema).await?;
    if tx.row_opt(&sql::VERSION_ID, &[schema_id.into(), name.version.into()]).await?.is_some() {
        let text = format!("Schema name {} version {} already exists", name.schema, name.version);
        return Err(Error::Exists(text));
    }
    // A version need not have a state; Hive stores that as 0.
    let state = match sent.state {
        Some(state) => known!(Some(state), "state of the schema version")?,
        None => 0,
    };
    let mut columns = StorageDescriptor { cols: sent.cols.clone(), ..StorageDescriptor::default() };
    storage::normalized(&mut columns);
    let columns_id = storage::insert_column_descriptor(tx, &columns).await?;
    let serde_id = match &sent.ser_de {
        Some(serde) => Some(storage::insert_serde(tx, serde).await?),
        None => None,
    };
    let row = [
        tx.ids(Sequence::SchemaVersion, 1).await?.start.into(),
        schema_id.into(),
        name.version.into(),
        sent.created_at.unwrap_or_default().into(),
        columns_id.into(),
        state.into(),
        sent.description.as_deref().into(),
        sent.schema_text.as_deref().into(),
        sent.fingerprint.as_deref().into(),
        sent.name.as_deref().into(),
        serde_id.into(),
    ];
    Ok(tx.insert(&sql::INSERT_VERSION, [row]).await?)
}

/// Drops a version with its columns. Its serde stays: it has a name of its own and may be anybody's.
pub async fn drop_version(catalog: &Catalog, name: &VersionName) -> Result<()> {
    change(catalog, name, |tx, id, columns_id| async move {
        tx.execute_one(&sql::DELETE_VERSION, &[id.into()]).await?;
        storage::delete_orphaned_columns(&tx, columns_id.into_iter().collect::<BTreeSet<i64>>()).await
    })
    .await
}

/// Any state may follow any other, as in Hive.
pub async fn set_state(catalog: &Catalog, name: &VersionName, state: Option<SchemaVersionState>) -> Result<()> {
    catalog.needs(TABLE)?;
    let state = known!(state, "state of the schema version")?;
    change(
        catalog,
        name,
        |tx, id, _| async move { Ok(tx.execute_one(&sql::SET_STATE, &[id.into(), state.into()]).await?) },
    )
    .await
}

/// Has the version read by the serde of that name.
pub async fn map_to_serde(catalog: &Catalog, name: &VersionName, serde: Option<&str>) -> Result<()> {
    catalog.needs(TABLE)?;
    let serde = serde.ok_or_else(|| null("serde name"))?;
    change(catalog, name, |tx, id, _| async move {
        let serde_id = serde::of_its_own(&tx, serde).await?;
        Ok(tx.execute_one(&sql::SET_SERDE, &[id.into(), serde_id.into()]).await?)
    })
    .await
}

/// Finds the version, with its schema kept to the transaction, and does something to it.
async fn change<F, Fut>(catalog: &Catalog, name: &VersionName, what: F) -> Result<()>
where
    F: Fn(Tx, i64, Option<i64>) -> Fut + Sync,
    Fut: Future<Output = Result<()>> + Send,
{
    catalog.needs(TABLE)?;
    let what = &what;
    let run = |tx: Tx| async move {
        let locked = schema::lock(&tx, &name.schema).await;
        let (schema_id, _) = locked.map_err(|error| match error {
            Error::NotFound(_) => name.missing(),
            other => other,
        })?;
        let found = tx.row_opt(&sql::VERSION_ID, &[schema_id.into(), name.version.into()]).await?;
        let row = found.ok_or_else(|| name.missing())?;
        what(tx, row.get(0)?, row.get(1)?).await
    };
    catalog.db.write(run).await
}

fn check_limits(catalog: &Catalog, version: &SchemaVersion) -> Result<()> {
    let limits = Limits::of(&catalog.db);
    for (column, text) in [
        ("DESCRIPTION", &version.description),
        ("SCHEMA_TEXT", &version.schema_text),
        ("FINGERPRINT", &version.fingerprint),
        ("SCHEMA_VERSION_NAME", &version.name),
    ] {
        limits.one("SCHEMA_VERSION", column, text.as_ref())?;
    }
    let columns = version.cols.as_deref().unwrap_or_default();
    limits.fields("COLUMNS_V2", ["COLUMN_NAME", "TYPE_NAME", "COMMENT"], columns)?;
    limits.serde(version.ser_de.as_ref())
}
