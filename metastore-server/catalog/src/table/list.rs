//! Names and short descriptions of tables.

use super::condition::Condition;
use super::{EXTERNAL_TABLE, MANAGED_TABLE, MATERIALIZED_VIEW, VIRTUAL_VIEW, get, sql};
use crate::filter::tables::TableFilter;
use crate::names::{DatabaseArg, DatabaseName};
use crate::pattern::NamePattern;
use crate::{Catalog, Error, Result, database};
use skep_sql::Fragment;
use skep_types::{Str, Table, TableMeta};

/// The names that match, ascending. A database that does not exist has none.
pub async fn names(catalog: &Catalog, database: &DatabaseName, pattern: Option<&str>) -> Result<Vec<Str>> {
    let pattern = NamePattern::parse(pattern);
    let mut query = in_database(database);
    pattern.push_condition(&mut query, r#"t."TBL_NAME""#);
    run(catalog, query).await
}

/// The names of tables of one type (`VIRTUAL_VIEW`, …).
pub async fn names_of_type(
    catalog: &Catalog,
    database: &DatabaseName,
    pattern: Option<&str>,
    kind: &str,
) -> Result<Vec<Str>> {
    let kind = known_type(kind)?;
    let pattern = NamePattern::parse(pattern);
    let mut query = in_database(database);
    query.push(r#" and t."TBL_TYPE" = "#).bind(kind);
    pattern.push_condition(&mut query, r#"t."TBL_NAME""#);
    run(catalog, query).await
}

fn known_type(kind: &str) -> Result<&'static str> {
    let known = [MANAGED_TABLE, EXTERNAL_TABLE, VIRTUAL_VIEW, MATERIALIZED_VIEW].into_iter().find(|k| *k == kind);
    known.ok_or_else(|| Error::Meta(format!("table type '{kind}' is unknown, expected for example {MANAGED_TABLE}")))
}

/// Materialized views that queries may be rewritten to.
pub async fn rewritable_views(catalog: &Catalog, database: &DatabaseName) -> Result<Vec<Str>> {
    let mut query = in_database(database);
    query.push(r#" and t."TBL_TYPE" = "#).bind(MATERIALIZED_VIEW).push(r#" and t."IS_REWRITE_ENABLED" = "#).bind(true);
    run(catalog, query).await
}

/// The same for all databases of a catalog, whole.
pub async fn rewritable_view_objects(catalog: &Catalog, of: &str) -> Result<Vec<Table>> {
    let mut views = Vec::new();
    for row in catalog.db.rows(&sql::REWRITABLE_VIEWS, &[of.into(), true.into()]).await? {
        let (database, view): (Str, Str) = (row.get(0)?, row.get(1)?);
        views.push(DatabaseName { catalog: of.into(), database }.table(&view));
    }
    let mut found = Vec::with_capacity(views.len());
    // One by one, because their creation metadata is wanted; there are few.
    for view in &views {
        match get::get(catalog, view).await {
            Ok(table) => found.push(table),
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Short descriptions of tables in databases that match (`SHOW TABLES` of Trino and JDBC).
pub async fn metas(
    catalog: &Catalog,
    databases: Option<&str>,
    tables: Option<&str>,
    types: &[Str],
) -> Result<Vec<TableMeta>> {
    let databases = DatabaseArg::parse(databases)?;
    let in_databases = NamePattern::parse(databases.database.as_deref());
    let tables = NamePattern::parse(tables);
    let types: Vec<&str> = types.iter().map(|kind| kind.as_str()).collect();
    let mut query = Fragment::of(&sql::TABLE_METAS, [databases.catalog.as_str().into()]);
    in_databases.push_condition(&mut query, r#"d."NAME""#);
    tables.push_condition(&mut query, r#"t."TBL_NAME""#);
    if !types.is_empty() {
        query.push(r#" and t."TBL_TYPE" "#).push_in(types.as_slice());
    }
    query.push(r#" order by d."NAME", t."TBL_NAME""#);
    let meta = |row: &skep_sql::Row| -> Result<TableMeta> {
        Ok(TableMeta {
            db_name: row.get(0)?,
            table_name: row.get(1)?,
            table_type: row.get::<Option<Str>>(2)?.unwrap_or_else(|| MANAGED_TABLE.into()),
            comments: row.get(3)?,
            cat_name: Some(databases.catalog.clone()),
            owner_name: row.get(4)?,
            owner_type: Some(database::owner_type(row.get::<Option<Str>>(5)?.as_deref())),
        })
    };
    catalog.db.collect_of(&query, meta).await
}

/// The names of tables that a filter selects (`hive_filter_field_params__table_type = "ICEBERG"`).
/// A negative `most` means all.
pub async fn names_by_filter(catalog: &Catalog, database: &DatabaseName, filter: &str, most: i64) -> Result<Vec<Str>> {
    let filter = TableFilter::parse(filter).map_err(|error| Error::Meta(error.to_string()))?;
    let filter = filter.map(|filter| Condition::checked(&filter, catalog.db.dialect())).transpose()?;
    let mut query = in_database(database);
    if let Some(filter) = &filter {
        filter.push_to(query.push(" and "));
    }
    query.push(r#" order by t."TBL_NAME""#);
    if most >= 0 {
        query.push(" limit ").bind(most);
    }
    catalog.db.collect_of(&query, |row| Ok(row.get(0)?)).await
}

fn in_database(database: &DatabaseName) -> Fragment<'_> {
    let names = [database.catalog.as_str().into(), database.database.as_str().into()];
    Fragment::of(&sql::TABLE_NAMES, names)
}

async fn run(catalog: &Catalog, mut query: Fragment<'_>) -> Result<Vec<Str>> {
    query.push(r#" order by t."TBL_NAME""#);
    catalog.db.collect_of(&query, |row| Ok(row.get(0)?)).await
}
