//! Indexes of a table.

use super::{IndexName, IndexRow, are_kept, sql};
use crate::names::{DEFAULT_CATALOG, DatabaseName, TableName};
use crate::storage::{self, ColumnCache, Stored};
use crate::{Catalog, Result};
use skep_sql::{Fragment, Row, Tx};
use skep_types::{Index, Str};

/// The index, or [`crate::Error::NotFound`].
pub async fn get(catalog: &Catalog, name: &IndexName) -> Result<Index> {
    if !are_kept(catalog) {
        return Err(name.missing());
    }
    Ok(catalog.db.read(|tx| async move { find(&tx, name).await }).await?.index)
}

/// The indexes of a table by name, at most so many if the number is not negative. A table that is
/// not there has none.
pub async fn list(catalog: &Catalog, table: &TableName, most: i16) -> Result<Vec<Index>> {
    if !are_kept(catalog) {
        return Ok(Vec::new());
    }
    let mut query = on_table(table);
    query.push(r#" order by i."INDEX_NAME""#);
    let query = &query;
    let mut found = catalog.db.read(|tx| async move { read(&tx, query).await }).await?;
    found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(found.into_iter().map(|row| row.index).collect())
}

pub async fn names(catalog: &Catalog, table: &TableName, most: i16) -> Result<Vec<Str>> {
    let indexes = list(catalog, table, most).await?;
    Ok(indexes.into_iter().filter_map(|index| index.index_name).collect())
}

pub(super) async fn find(tx: &Tx, name: &IndexName) -> Result<IndexRow> {
    let mut query = on_table(&name.table);
    query.push(r#" and i."INDEX_NAME" = "#).bind(&name.index);
    read(tx, &query).await?.pop().ok_or_else(|| name.missing())
}

fn on_table(table: &TableName) -> Fragment<'_> {
    let mut query = Fragment::of(&sql::INDEXES, []);
    query.push(" and ").bind(&table.database.catalog).push(" = 'hive'");
    query.push(r#" and d."NAME" = "#).bind(&table.database.database);
    query.push(r#" and t."TBL_NAME" = "#).bind(&table.table);
    query
}

/// Whole indexes, in a fixed number of statements.
pub(super) async fn read(tx: &Tx, query: &Fragment<'_>) -> Result<Vec<IndexRow>> {
    let rows = tx.rows_of(query).await?;
    let mut found = rows.iter().map(decode).collect::<Result<Vec<IndexRow>>>()?;
    if found.is_empty() {
        return Ok(found);
    }
    let mut stored: Vec<&mut Stored> = found.iter_mut().filter_map(|row| row.stored.as_mut()).collect();
    storage::fill(tx, &mut stored, &ColumnCache::default()).await?;
    let ids: Vec<i64> = found.iter().map(|row| row.id).collect();
    let parameters = tx.rows(&sql::INDEX_PARAMETERS, &[ids.as_slice().into()]).await?;
    for one in &mut found {
        one.index.sd = one.stored.as_ref().map(|stored| stored.sd.clone());
        for row in &parameters {
            if row.get::<i64>(0)? == one.id {
                storage::parameter(row, one.index.parameters.get_or_insert_default())?;
            }
        }
    }
    Ok(found)
}

fn decode(row: &Row) -> Result<IndexRow> {
    let names = |at| Ok::<(Option<Str>, Option<Str>), crate::Error>((row.get(at)?, row.get(at + 1)?));
    let ((database, table), held) = (names(7)?, names(10)?);
    let table_row = match (row.get::<Option<i64>>(9)?, held) {
        (Some(id), (Some(database), Some(table))) => {
            let database = DatabaseName { catalog: DEFAULT_CATALOG.into(), database };
            Some((id, TableName { database, table }))
        }
        _ => None,
    };
    let index = Index {
        index_name: row.get(1)?,
        index_handler_class: row.get(2)?,
        db_name: database,
        orig_table_name: table,
        create_time: Some(row.get(3)?),
        last_access_time: Some(row.get(4)?),
        index_table_name: table_row.as_ref().map(|(_, n)| format!("{}.{}", n.database.database, n.table).into()),
        sd: None,
        parameters: Some(Default::default()),
        deferred_rebuild: Some(row.get(5)?),
    };
    let stored = storage::stored(row, 12)?;
    Ok(IndexRow { id: row.get(0)?, of_table: row.get(6)?, table: table_row, stored, index })
}
