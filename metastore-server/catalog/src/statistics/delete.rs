//! Removing statistics. What a table or partition claims to be accurate is left as it is, as in Hive.

use super::read::absent;
use super::subject::Subject;
use super::{BATCH, DEFAULT_ENGINE, as_texts, column_names, partition_name, sql};
use crate::names::TableName;
use crate::{Catalog, Error, Result};
use skep_schema::Version;
use skep_sql::{Fragment, Tx};
use skep_types::{DeleteColumnStatisticsRequest, Str};

/// Removes a table's statistics on one column or all, of one engine or all; refuses if there are none.
pub async fn delete_from_table(
    catalog: &Catalog,
    name: &TableName,
    column: Option<&str>,
    engine: Option<&str>,
) -> Result<()> {
    let columns = &column.map(|column| column_names(&[column.into()])).unwrap_or_default();
    let done = catalog.db.write(|tx| async move {
        let subject = Subject::lock(&tx, name).await?;
        refuse_transactional(&tx, &subject)?;
        match from_table(&tx, subject.id, columns, engine).await? {
            0 => Err(absent(name, None, column)),
            _ => Ok(()),
        }
    });
    done.await
}

/// The same for a partition.
pub async fn delete_from_partition(
    catalog: &Catalog,
    name: &TableName,
    partition: &str,
    column: Option<&str>,
    engine: Option<&str>,
) -> Result<()> {
    let columns = &column.map(|column| column_names(&[column.into()])).unwrap_or_default();
    let done = catalog.db.write(|tx| async move {
        let subject = Subject::lock(&tx, name).await?;
        refuse_transactional(&tx, &subject)?;
        let partition = subject.partition_name(partition)?;
        if from_partitions(&tx, subject.id, std::slice::from_ref(&partition), columns, engine).await? > 0 {
            return Ok(());
        }
        let names = [partition.as_str()];
        match tx.row_opt(&sql::PARTITIONS, &[subject.id.into(), names.as_slice().into()]).await? {
            Some(_) => Err(absent(name, Some(&partition), column)),
            None => {
                let text = format!("Partition {partition} for which stats deletion is requested doesn't exist");
                Err(Error::NotFound(text))
            }
        }
    });
    done.await
}

/// Hive 4.1's request: of the table itself, of some of its partitions or of all. Nothing there is no
/// error.
pub async fn delete(catalog: &Catalog, request: &DeleteColumnStatisticsRequest) -> Result<()> {
    let name = &TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
    let columns = &column_names(request.col_names.as_deref().unwrap_or_default());
    let partitions = request.part_names.as_deref().unwrap_or_default();
    let partitions: &Vec<Str> = &partitions.iter().map(|name| partition_name(name)).collect();
    let engine = Some(request.engine.as_deref().unwrap_or(DEFAULT_ENGINE));
    let done = catalog.db.write(|tx| async move {
        let subject = Subject::lock(&tx, name).await?;
        refuse_transactional(&tx, &subject)?;
        if subject.keys.is_empty() || request.table_level == Some(true) {
            from_table(&tx, subject.id, columns, engine).await?;
        } else if partitions.is_empty() {
            from_partitions(&tx, subject.id, &[], columns, engine).await?;
        } else {
            for partitions in partitions.chunks(BATCH) {
                from_partitions(&tx, subject.id, partitions, columns, engine).await?;
            }
        }
        Result::Ok(())
    });
    done.await
}

fn refuse_transactional(tx: &Tx, subject: &Subject) -> Result<()> {
    match subject.transactional && tx.version() >= Version::V4_0 {
        true => Err(Error::Meta("Cannot delete stats via this API for a transactional table".into())),
        false => Ok(()),
    }
}

async fn from_table(tx: &Tx, table: i64, columns: &[Str], engine: Option<&str>) -> Result<u64> {
    let columns = as_texts(columns);
    let mut query = Fragment::of(&sql::DELETE_FROM_TABLE, [table.into()]);
    push_conditions(&mut query, tx, &columns, engine);
    Ok(tx.execute_of(&query).await?)
}

/// No partitions are all partitions.
async fn from_partitions(
    tx: &Tx,
    table: i64,
    partitions: &[Str],
    columns: &[Str],
    engine: Option<&str>,
) -> Result<u64> {
    let (partitions, columns) = (as_texts(partitions), as_texts(columns));
    let mut query = Fragment::of(&sql::DELETE_FROM_PARTITIONS, [table.into()]);
    if !partitions.is_empty() {
        query.push(r#" and p."PART_NAME" "#).push_in(partitions.as_slice());
    }
    query.push(")");
    push_conditions(&mut query, tx, &columns, engine);
    Ok(tx.execute_of(&query).await?)
}

fn push_conditions<'a>(query: &mut Fragment<'a>, tx: &Tx, columns: &'a [&'a str], engine: Option<&'a str>) {
    if !columns.is_empty() {
        query.push(r#" and "COLUMN_NAME" "#).push_in(columns);
    }
    if let (Some(engine), true) = (engine, tx.version() >= Version::V4_0) {
        query.push(r#" and "ENGINE" = "#).bind(engine);
    }
}
