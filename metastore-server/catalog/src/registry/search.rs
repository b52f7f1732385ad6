//! Versions by the columns they have.

use super::{TABLE, sql};
use crate::names::normalize;
use crate::{Catalog, Error, Result};
use skep_sql::Fragment;
use skep_types::{FindSchemasByColsRqst, ISchemaName, SchemaVersionDescriptor};

/// Versions that have a column of that name, namespace (Hive keeps it as the comment) and type, as
/// far as given, in the order of their names.
pub async fn find_by_columns(
    catalog: &Catalog,
    wanted: &FindSchemasByColsRqst,
) -> Result<Vec<SchemaVersionDescriptor>> {
    catalog.needs(TABLE)?;
    if wanted.col_name.is_none() && wanted.col_namespace.is_none() {
        return Err(Error::Meta(
            "You must specify column name or column namespace, else your query may be too large".into(),
        ));
    }
    let (name, type_) = (wanted.col_name.as_deref().map(normalize), wanted.type_.as_deref().map(normalize));
    let mut query = Fragment::of(&sql::VERSIONS_WITH_COLUMN, []);
    for (condition, value) in [
        (r#" and c."COLUMN_NAME" = "#, name.as_deref()),
        (r#" and c."COMMENT" = "#, wanted.col_namespace.as_deref()),
        (r#" and c."TYPE_NAME" = "#, type_.as_deref()),
    ] {
        if let Some(value) = value {
            query.push(condition).bind(value);
        }
    }
    query.push(" order by 1, 2, 3, 4");
    let mut found = Vec::new();
    for row in catalog.db.rows_of(&query).await? {
        let schema = ISchemaName { cat_name: row.get(0)?, db_name: row.get(1)?, schema_name: row.get(2)? };
        found.push(SchemaVersionDescriptor { schema: Some(schema), version: Some(row.get(3)?) });
    }
    Ok(found)
}
