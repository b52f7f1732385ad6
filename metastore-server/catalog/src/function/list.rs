//! Functions by pattern.

use super::{TABLE, get, sql};
use crate::names::DatabaseName;
use crate::pattern::NamePattern;
use crate::{Catalog, Result};
use skep_sql::{Fragment, Row, Tx};
use skep_types::{Function, Str};

/// The names in a database that match, ascending. A database that is not there has none.
pub async fn list(catalog: &Catalog, database: &DatabaseName, pattern: Option<&str>) -> Result<Vec<Str>> {
    if !catalog.db.has(TABLE) {
        return Ok(Vec::new());
    }
    let pattern = NamePattern::parse(pattern);
    let within = [(&database.catalog).into(), (&database.database).into()];
    let mut query = Fragment::of(&sql::FUNCTION_NAMES, within);
    pattern.push_condition(&mut query, r#"f."FUNC_NAME""#);
    query.push(r#" order by f."FUNC_NAME""#);
    names(&catalog.db.rows_of(&query).await?)
}

/// The same functions whole, in one statement.
pub async fn objects(catalog: &Catalog, database: &DatabaseName, pattern: Option<&str>) -> Result<Vec<Function>> {
    let pattern = NamePattern::parse(pattern);
    let mut query = Fragment::of(&sql::FUNCTIONS, [(&database.catalog).into()]);
    query.push(r#" and d."NAME" = "#).bind(&database.database);
    pattern.push_condition(&mut query, r#"f."FUNC_NAME""#);
    read(catalog, query).await
}

/// The names in a database, for those who drop it.
pub async fn names_in(tx: &Tx, database_id: i64) -> Result<Vec<Str>> {
    if !tx.has(TABLE) {
        return Ok(Vec::new());
    }
    names(&tx.rows(&sql::FUNCTION_NAMES_IN, &[database_id.into()]).await?)
}

pub(super) async fn in_catalog(catalog: &Catalog, name: &str) -> Result<Vec<Function>> {
    read(catalog, Fragment::of(&sql::FUNCTIONS, [name.into()])).await
}

async fn read(catalog: &Catalog, mut query: Fragment<'_>) -> Result<Vec<Function>> {
    if !catalog.db.has(TABLE) {
        return Ok(Vec::new());
    }
    query.push(r#" order by d."NAME", f."FUNC_NAME", f."FUNC_ID", r."INTEGER_IDX""#);
    let rows = catalog.db.rows_of(&query).await?;
    let mut functions = Vec::new();
    for rows in rows.chunk_by(|a, b| a.get::<i64>(0) == b.get::<i64>(0)) {
        functions.extend(get::assemble(rows)?.map(|(_, function)| function));
    }
    Ok(functions)
}

fn names(rows: &[Row]) -> Result<Vec<Str>> {
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}
