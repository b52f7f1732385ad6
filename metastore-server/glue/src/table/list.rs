//! Names of tables, and many tables at once.

use std::collections::HashSet;

use skep_catalog::filter::tables::{TableCondition, TableFilter, TableKey, TableTest};
use skep_catalog::names::{DEFAULT_CATALOG, DatabaseArg, DatabaseName};
use skep_catalog::pattern::NamePattern;
use skep_catalog::{Error, Result};
use skep_types::{PrincipalType, Str, Table, TableMeta};

use super::read::{all_of, find_opt, to_hive};
use crate::aws::shapes;
use crate::column::str;
use crate::context::Glue;
use crate::database;

/// More tables than this are read a page of a hundred at a time with all others of their database, instead of one by
/// one.
const ONE_BY_ONE: usize = 5;

/// Ascending, as Hive lists them.
pub async fn names(
    glue: &Glue,
    database: &DatabaseName,
    pattern: &NamePattern,
    kind: Option<&str>,
) -> Result<Vec<Str>> {
    let attributes: &[&str] = if kind.is_some() { &["NAME", "TABLE_TYPE"] } else { &["NAME"] };
    let tables = all_of(glue, database, attributes).await?;
    let wanted = tables.into_iter().filter(|table| kind.is_none_or(|kind| table.table_type.as_deref() == Some(kind)));
    let mut names: Vec<Str> =
        wanted.filter_map(|table| str(&table.name)).filter(|name| pattern.matches(name)).collect();
    names.sort_unstable();
    Ok(names)
}

/// Those of the names that are there, each once, in the order asked for.
pub async fn objects(glue: &Glue, database: &DatabaseName, names: &[Str]) -> Result<Vec<Table>> {
    let mut seen = HashSet::new();
    let names: Vec<&Str> = names.iter().filter(|name| seen.insert(*name)).collect();
    let found: Vec<shapes::Table> = if names.len() > ONE_BY_ONE {
        let mut all = all_of(glue, database, &[]).await?;
        all.retain(|table| table.name.as_deref().is_some_and(|name| seen.contains(&Str::from(name))));
        all
    } else {
        let get = |name: &Str| {
            let name = database.table(name);
            async move { find_opt(glue, &name).await }
        };
        let found = glue.client.each(names, get).await;
        found.into_iter().filter_map(Result::transpose).collect::<Result<_>>()?
    };
    // A link among others is passed over: it is an error only for who asks for it by its name.
    let many = found.len() > 1;
    found.iter().map(|table| to_hive(database, table)).filter(|table| !many || table.is_ok()).collect()
}

/// The names of tables that a filter selects (`hive_filter_field_params__table_type = "ICEBERG"`).
pub async fn filtered(
    glue: &Glue,
    database: &DatabaseName,
    filter: Option<&TableFilter>,
    most: usize,
) -> Result<Vec<Str>> {
    let tables = all_of(glue, database, &[]).await?;
    let tables = tables.iter().filter_map(|table| to_hive(database, table).ok());
    let wanted = tables.filter(|table| filter.is_none_or(|filter| filter.0.holds(&|one| holds(one, table))));
    let mut names: Vec<Str> = wanted.filter_map(|table| table.table_name).collect();
    names.sort_unstable();
    names.truncate(most);
    Ok(names)
}

fn holds(condition: &TableCondition, table: &Table) -> bool {
    let text = match &condition.key {
        TableKey::Owner => table.owner.clone(),
        TableKey::Parameter(key) => table.parameters.as_ref().and_then(|parameters| parameters.get(key)).cloned(),
        TableKey::Name => table.table_name.clone(),
        TableKey::Type => table.table_type.clone(),
        TableKey::LastAccess => {
            let time = i64::from(table.last_access_time.unwrap_or_default());
            return matches!(&condition.test, TableTest::Integer(test) if test.holds(&time));
        }
    };
    text.is_some_and(|text| match &condition.test {
        TableTest::Text(test) => test.holds(&text),
        TableTest::Like(pattern) => pattern.matches(&text),
        TableTest::Integer(_) => false,
    })
}

/// Short descriptions of tables in databases that match (`SHOW TABLES` of Trino and JDBC).
pub async fn metas(
    glue: &Glue,
    databases: Option<&str>,
    tables: Option<&str>,
    types: &[Str],
) -> Result<Vec<TableMeta>> {
    let argument = DatabaseArg::parse(databases)?;
    if argument.catalog != DEFAULT_CATALOG {
        return Ok(Vec::new());
    }
    let pattern = NamePattern::parse(tables);
    let databases = database::names(glue, &NamePattern::parse(argument.database.as_deref())).await?;
    let (pattern, types) = (&pattern, types);
    let describe = |name: Str| async move {
        let database = DatabaseName::parse(Some(&name))?;
        let mut found: Vec<Table> =
            all_of(glue, &database, &[]).await?.iter().filter_map(|table| to_hive(&database, table).ok()).collect();
        found.retain(|table| {
            let kind = table.table_type.as_ref();
            let name = table.table_name.as_deref().unwrap_or_default();
            pattern.matches(name) && (types.is_empty() || kind.is_some_and(|kind| types.contains(kind)))
        });
        found.sort_unstable_by(|a, b| a.table_name.cmp(&b.table_name));
        Ok::<_, Error>(found.into_iter().map(meta).collect::<Vec<_>>())
    };
    let all: Result<Vec<_>> = glue.client.each(databases, describe).await.into_iter().collect();
    Ok(all?.into_iter().flatten().collect())
}

fn meta(mut table: Table) -> TableMeta {
    TableMeta {
        db_name: table.db_name.unwrap_or_default(),
        table_name: table.table_name.unwrap_or_default(),
        table_type: table.table_type.unwrap_or_default(),
        comments: table.parameters.as_mut().and_then(|parameters| parameters.remove("comment")),
        cat_name: table.cat_name,
        owner_name: table.owner,
        owner_type: table.owner_type.or(Some(PrincipalType::USER)),
    }
}
