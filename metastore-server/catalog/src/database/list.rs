//! Names of databases.

use super::{get, sql};
use crate::names::{DatabaseArg, normalize};
use crate::pattern::NamePattern;
use crate::{Catalog, Result};
use skep_sql::Fragment;
use skep_types::{Database, Str};

/// The names that match, ascending. The pattern may carry a catalog prefix
/// (`@hive#sales*`), which is how Hive 3 clients ask for all databases.
pub async fn list(catalog: &Catalog, pattern: Option<&str>) -> Result<Vec<Str>> {
    let argument = DatabaseArg::parse(pattern)?;
    let pattern = NamePattern::parse(argument.database.as_deref());
    let wanted = normalize(&argument.catalog);
    let mut query = Fragment::of(&sql::DATABASE_NAMES, [wanted.as_str().into()]);
    pattern.push_condition(&mut query, r#"d."NAME""#);
    query.push(r#" order by d."NAME""#);
    let rows = catalog.db.rows_of(&query).await?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// The same databases whole, in one statement.
pub async fn objects(catalog: &Catalog, in_catalog: &str, pattern: Option<&str>) -> Result<Vec<Database>> {
    let pattern = NamePattern::parse(pattern);
    let wanted = normalize(in_catalog);
    let mut query = Fragment::of(&sql::DATABASES, [wanted.as_str().into()]);
    pattern.push_condition(&mut query, r#"d."NAME""#);
    query.push(r#" order by d."NAME", p."PARAM_KEY""#);
    let rows = catalog.db.rows_of(&query).await?;
    let mut databases = Vec::new();
    for rows in rows.chunk_by(|a, b| a.get::<i64>(0) == b.get::<i64>(0)) {
        databases.extend(get::assemble(rows)?.map(|row| row.database));
    }
    Ok(databases)
}
