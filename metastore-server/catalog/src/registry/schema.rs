//! Schemas: a name in a database, and the rules for its versions.

use super::{SchemaName, TABLE, known, sql};
use crate::table::limits::Limits;
use crate::{Catalog, Error, Result, database, storage};
use skep_sql::{Row, Sequence, Tx};
use skep_types::{ISchema, SchemaCompatibility, SchemaType, SchemaValidation};

/// Makes a schema without versions. Hive's tables know a name once, whatever the database.
pub async fn create(catalog: &Catalog, sent: &ISchema) -> Result<()> {
    catalog.needs(TABLE)?;
    let name = &SchemaName::of(sent.cat_name.as_deref(), sent.db_name.as_deref(), sent.name.as_deref())?;
    check_limits(catalog, sent)?;
    catalog.db.write(|tx| async move { insert(&tx, name, sent).await }).await
}

async fn insert(tx: &Tx, name: &SchemaName, sent: &ISchema) -> Result<()> {
    let database_id = database::lock(tx, &name.database).await?;
    if tx.row_opt(&sql::SCHEMA_BY_NAME, &name.arguments()).await?.is_some() {
        return Err(exists(name));
    }
    let id = tx.ids(Sequence::Schema, 1).await?.start;
    let row = [
        id.into(),
        known!(sent.schema_type, "schema type")?.into(),
        (&name.schema).into(),
        database_id.into(),
        known!(sent.compatibility, "compatibility")?.into(),
        known!(sent.validation_level, "validation level")?.into(),
        sent.can_evolve.unwrap_or_default().into(),
        sent.schema_group.as_deref().into(),
        sent.description.as_deref().into(),
    ];
    tx.insert(&sql::INSERT_SCHEMA, [row]).await.map_err(|failure| match failure.is_unique_violation() {
        true => exists(name),
        false => failure.into(),
    })
}

/// The rules are replaced, texts only if given; name and type never change.
pub async fn alter(catalog: &Catalog, name: &SchemaName, sent: &ISchema) -> Result<()> {
    catalog.needs(TABLE)?;
    check_limits(catalog, sent)?;
    let update = |tx: Tx| async move {
        let (id, before) = lock(&tx, name).await?;
        let row = [
            id.into(),
            known!(sent.compatibility, "compatibility")?.into(),
            known!(sent.validation_level, "validation level")?.into(),
            sent.can_evolve.unwrap_or_default().into(),
            sent.schema_group.as_deref().or(before.schema_group.as_deref()).into(),
            sent.description.as_deref().or(before.description.as_deref()).into(),
        ];
        Ok(tx.execute_one(&sql::UPDATE_SCHEMA, &row).await?)
    };
    catalog.db.write(update).await
}

pub async fn get(catalog: &Catalog, name: &SchemaName) -> Result<ISchema> {
    catalog.needs(TABLE)?;
    let rows = catalog.db.rows(&sql::SCHEMA_BY_NAME, &name.arguments()).await?;
    Ok(decode(rows.first().ok_or_else(|| name.missing())?)?.1)
}

/// Drops a schema that has no versions.
pub async fn drop(catalog: &Catalog, name: &SchemaName) -> Result<()> {
    catalog.needs(TABLE)?;
    let remove = |tx: Tx| async move {
        let (id, _) = lock(&tx, name).await?;
        if tx.row_opt(&sql::ANY_VERSION, &[id.into()]).await?.is_some() {
            let text = format!("Schema {name} cannot be dropped, it has at least one valid version");
            return Err(Error::InvalidOperation(text));
        }
        Ok(tx.execute_one(&sql::DELETE_SCHEMA, &[id.into()]).await?)
    };
    catalog.db.write(remove).await
}

/// The schema with its id, kept to the transaction until it ends.
pub(super) async fn lock(tx: &Tx, name: &SchemaName) -> Result<(i64, ISchema)> {
    let row = tx.row_opt(&sql::SCHEMA_BY_NAME, &name.arguments()).await?.ok_or_else(|| name.missing())?;
    tx.row_opt(&sql::LOCK_SCHEMA, &[row.get::<i64>(0)?.into()]).await?.ok_or_else(|| name.missing())?;
    // Again, because somebody may have changed it before it was ours.
    let row = tx.row_opt(&sql::SCHEMA_BY_NAME, &name.arguments()).await?.ok_or_else(|| name.missing())?;
    decode(&row)
}

fn decode(row: &Row) -> Result<(i64, ISchema)> {
    let number = |at| Ok::<_, Error>(storage::narrow(row.get(at)?));
    let schema = ISchema {
        schema_type: Some(SchemaType(number(1)?)),
        name: row.get(2)?,
        cat_name: row.get(3)?,
        db_name: row.get(4)?,
        compatibility: Some(SchemaCompatibility(number(5)?)),
        validation_level: Some(SchemaValidation(number(6)?)),
        can_evolve: Some(row.get(7)?),
        schema_group: row.get(8)?,
        description: row.get(9)?,
    };
    Ok((row.get(0)?, schema))
}

fn check_limits(catalog: &Catalog, schema: &ISchema) -> Result<()> {
    let limits = Limits::of(&catalog.db);
    limits.one("I_SCHEMA", "NAME", schema.name.as_ref())?;
    limits.one("I_SCHEMA", "SCHEMA_GROUP", schema.schema_group.as_ref())?;
    limits.one("I_SCHEMA", "DESCRIPTION", schema.description.as_ref())
}

fn exists(name: &SchemaName) -> Error {
    Error::Exists(format!("Schema with name {name} already exists"))
}
