//! Reading constraints. A table that does not exist has none, as in Hive: planners ask for them
//! beside everything else, and must not stumble.

use super::kinds::{self, Constraint};
use super::line::{ColumnName, Flags, Kind, Line};
use super::sql;
use crate::names::{TableName, normalize};
use crate::{Catalog, Error, Result};
use skep_sql::{Fragment, Row, Tx};
use skep_types::{SQLAllTableConstraints, SQLForeignKey, Str};

/// A table's constraints of one kind, by name and position. (Foreign keys have [`foreign_keys`].)
pub async fn of_table<C: Constraint>(catalog: &Catalog, name: &TableName) -> Result<Vec<C>> {
    let mut query = in_catalog(&name.database.catalog);
    query.push(r#" and k."CONSTRAINT_TYPE" = "#).bind(C::CONSTRAINT.code());
    query.push(r#" and pd."NAME" = "#).bind(&name.database.database);
    query.push(r#" and pt."TBL_NAME" = "#).bind(&name.table);
    Ok(read(catalog, query, &name.database.catalog).await?.into_iter().map(C::of_line).collect())
}

/// One side of foreign keys, as far as the caller names it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Side<'a> {
    pub database: Option<&'a str>,
    pub table: Option<&'a str>,
}

/// The foreign keys that refer to one side from the other.
pub async fn foreign_keys(
    catalog: &Catalog,
    of: &str,
    parent: Side<'_>,
    foreign: Side<'_>,
) -> Result<Vec<SQLForeignKey>> {
    let of = normalize(of);
    let wanted = [
        (r#" and pd."NAME" = "#, parent.database),
        (r#" and pt."TBL_NAME" = "#, parent.table),
        (r#" and cd."NAME" = "#, foreign.database),
        (r#" and ct."TBL_NAME" = "#, foreign.table),
    ];
    let wanted = wanted.map(|(condition, name)| (condition, name.map(normalize)));
    let mut query = in_catalog(&of);
    query.push(r#" and k."CONSTRAINT_TYPE" = "#).bind(Kind::ForeignKey.code());
    for (condition, name) in &wanted {
        if let Some(name) = name {
            query.push(condition).bind(name);
        }
    }
    Ok(read(catalog, query, &of).await?.into_iter().map(SQLForeignKey::of_line).collect())
}

/// Everything a table is constrained by, its foreign keys among it. One statement.
pub async fn all(catalog: &Catalog, name: &TableName) -> Result<SQLAllTableConstraints> {
    let TableName { database, table } = name;
    let mut query = in_catalog(&database.catalog);
    query.push(r#" and (k."CONSTRAINT_TYPE" <> 1 and pd."NAME" = "#).bind(&database.database);
    query.push(r#" and pt."TBL_NAME" = "#).bind(table);
    query.push(r#" or k."CONSTRAINT_TYPE" = 1 and cd."NAME" = "#).bind(&database.database);
    query.push(r#" and ct."TBL_NAME" = "#).bind(table).push(")");
    Ok(kinds::all_of(read(catalog, query, &database.catalog).await?))
}

/// The primary and unique keys of tables of one catalog.
pub(super) async fn keys_of(tx: &Tx, of: &str, tables: &[i64]) -> Result<Vec<Line>> {
    let mut query = in_catalog(of);
    query.push(r#" and k."CONSTRAINT_TYPE" in (0, 2) and k."PARENT_TBL_ID" "#).push_in(tables);
    decode(tx.rows_of(ordered(&mut query)).await?, of)
}

fn in_catalog(name: &str) -> Fragment<'_> {
    Fragment::of(&sql::CONSTRAINTS, [name.into()])
}

fn ordered<'q, 'a>(query: &'q mut Fragment<'a>) -> &'q Fragment<'a> {
    query.push(r#" order by k."CONSTRAINT_NAME", k."POSITION", k."PARENT_TBL_ID""#)
}

async fn read(catalog: &Catalog, mut query: Fragment<'_>, of: &str) -> Result<Vec<Line>> {
    decode(catalog.db.rows_of(ordered(&mut query)).await?, of)
}

/// From the rows of [`sql::CONSTRAINTS`].
fn decode(rows: Vec<Row>, of: &str) -> Result<Vec<Line>> {
    rows.iter().map(|row| line(row, of)).collect()
}

fn line(row: &Row, of: &str) -> Result<Line> {
    let code: i64 = row.get(0)?;
    let kind = Kind::from_code(code).ok_or_else(|| Error::Meta(format!("constraint of unknown type {code}")))?;
    let parent = ColumnName { database: row.get(7)?, table: row.get(8)?, column: row.get(9)? };
    let (own, referenced) = match kind {
        Kind::ForeignKey => {
            (ColumnName { database: row.get(10)?, table: row.get(11)?, column: row.get(12)? }, Some(parent))
        }
        _ => (parent, None),
    };
    Ok(Line {
        kind,
        catalog: Some(Str::from(of)),
        own,
        referenced,
        referenced_key: row.get(13)?,
        sequence: row.get(2)?,
        name: row.get(1)?,
        value: row.get(6)?,
        update_rule: row.get(4)?,
        delete_rule: row.get(5)?,
        flags: Flags(row.get(3)?),
    })
}
