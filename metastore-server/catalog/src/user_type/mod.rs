//! Types with a name, which Hive has kept since its first day and never used.

pub mod sql;

use crate::names::is_word;
use crate::table::limits::Limits;
use crate::{Catalog, Error, Result};
use skep_sql::{Sequence, Tx};
use skep_types::{FieldSchema, Str, Type};

const TABLE: &str = "TYPES";

/// Stores the type. Its name keeps its case.
pub async fn create(catalog: &Catalog, sent: &Type) -> Result<()> {
    let name = sent.name.as_deref().filter(|name| is_word(name));
    let name = name.ok_or_else(|| Error::InvalidObject("Invalid type name".into()))?;
    catalog.needs(TABLE)?;
    let limits = Limits::of(&catalog.db);
    for (column, text) in [("TYPE_NAME", &sent.name), ("TYPE1", &sent.type1), ("TYPE2", &sent.type2)] {
        limits.one("TYPES", column, text.as_ref())?;
    }
    let fields = sent.fields.as_deref().unwrap_or_default();
    limits.fields("TYPE_FIELDS", ["FIELD_NAME", "FIELD_TYPE", "COMMENT"], fields)?;
    catalog.db.write(|tx| async move { insert(&tx, name, sent, fields).await }).await
}

async fn insert(tx: &Tx, name: &str, sent: &Type, fields: &[FieldSchema]) -> Result<()> {
    let id = tx.ids(Sequence::Type, 1).await?.start;
    let row = [id.into(), name.into(), sent.type1.as_deref().into(), sent.type2.as_deref().into()];
    tx.insert(&sql::INSERT_TYPE, [row]).await.map_err(|failure| match failure.is_unique_violation() {
        true => Error::Exists(format!("Type {name} already exists")),
        false => failure.into(),
    })?;
    let rows = fields.iter().zip(0_i64..).map(|(field, at)| {
        let [name, type_, comment] = [&field.name, &field.type_, &field.comment].map(|text| text.as_deref().into());
        [id.into(), at.into(), name, type_, comment]
    });
    Ok(tx.insert(&sql::INSERT_TYPE_FIELDS, rows).await?)
}

/// The type, or [`Error::NotFound`].
pub async fn get(catalog: &Catalog, name: Option<&str>) -> Result<Type> {
    let name = required(name)?;
    let missing = || Error::NotFound(format!("Type \"{name}\" not found."));
    if !catalog.keeps(TABLE) {
        return Err(missing());
    }
    let rows = catalog.db.rows(&sql::TYPE_BY_NAME, &[name.into()]).await?;
    let first = rows.first().ok_or_else(missing)?;
    let mut fields = Vec::new();
    for row in &rows {
        if let Some(field) = row.get::<Option<Str>>(3)? {
            fields.push(FieldSchema { name: Some(field), type_: row.get(4)?, comment: row.get(5)? });
        }
    }
    Ok(Type { name: first.get(0)?, type1: first.get(1)?, type2: first.get(2)?, fields: Some(fields) })
}

/// Drops the type. One that is not there is dropped already, says Hive.
pub async fn drop(catalog: &Catalog, name: Option<&str>) -> Result<()> {
    let name = required(name)?;
    if !catalog.keeps(TABLE) {
        return Ok(());
    }
    let remove = |tx: Tx| async move {
        tx.execute(&sql::DELETE_TYPE_FIELDS, &[name.into()]).await?;
        tx.execute(&sql::DELETE_TYPE, &[name.into()]).await?;
        Ok(())
    };
    catalog.db.write(remove).await
}

fn required(name: Option<&str>) -> Result<&str> {
    name.map(str::trim).ok_or_else(|| Error::Meta("Type name cannot be null.".into()))
}

#[cfg(test)]
mod tests;
