//! Removing statistics. What a table or partition claims to be accurate is left as it is, as in Hive.

use super::read::absent;
use super::subject::Subject;
use super::{BATCH, DEFAULT_ENGINE, as_texts, column_names, partition_name, sql, tell};
use crate::names::TableName;
use crate::{Catalog, Error, Result};
use skep_schema::Version;
use skep_sql::{Fragment, Statement, Tx};
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
        let of = Columns { columns, engine, now: catalog.clock.seconds() };
        match of.delete_from_table(&tx, &subject).await? {
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
        let of = Columns { columns, engine, now: catalog.clock.seconds() };
        if of.delete_from_partitions(&tx, &subject, std::slice::from_ref(&partition)).await? > 0 {
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
        let of = Columns { columns, engine, now: catalog.clock.seconds() };
        if subject.keys.is_empty() || request.table_level == Some(true) {
            of.delete_from_table(&tx, &subject).await?;
        } else if partitions.is_empty() {
            of.delete_from_partitions(&tx, &subject, &[]).await?;
        } else {
            for partitions in partitions.chunks(BATCH) {
                of.delete_from_partitions(&tx, &subject, partitions).await?;
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

/// What is removed: no columns are all columns, no engine is every engine.
struct Columns<'a> {
    columns: &'a [Str],
    engine: Option<&'a str>,
    now: i64,
}

impl Columns<'_> {
    async fn delete_from_table(&self, tx: &Tx, subject: &Subject) -> Result<u64> {
        let columns = as_texts(self.columns);
        let query = |statement: &'static Statement| {
            let mut query = Fragment::of(statement, [subject.id.into()]);
            self.push_conditions(&mut query, tx, &columns);
            query
        };
        if tx.version() >= Version::V4_0 {
            let mut removed = Vec::new();
            let mut those = query(&sql::COLUMNS_OF_TABLE);
            those.push(" order by 1");
            for row in tx.rows_of(&those).await? {
                removed.push((None, row.get(0)?));
            }
            tell::removed(tx, subject, &removed, self.now)?;
        }
        Ok(tx.execute_of(&query(&sql::DELETE_FROM_TABLE)).await?)
    }

    /// No partitions are all partitions.
    async fn delete_from_partitions(&self, tx: &Tx, subject: &Subject, partitions: &[Str]) -> Result<u64> {
        let (partitions, columns) = (as_texts(partitions), as_texts(self.columns));
        let query = |statement: &'static Statement| {
            let mut query = Fragment::of(statement, [subject.id.into()]);
            if !partitions.is_empty() {
                query.push(r#" and p."PART_NAME" "#).push_in(partitions.as_slice());
            }
            query
        };
        if tx.version() >= Version::V4_0 {
            let mut removed = Vec::new();
            let mut those = query(&sql::COLUMNS_OF_PARTITIONS);
            self.push_conditions(&mut those, tx, &columns);
            those.push(" order by 1, 2");
            for row in tx.rows_of(&those).await? {
                removed.push((Some(row.get(0)?), row.get(1)?));
            }
            tell::removed(tx, subject, &removed, self.now)?;
        }
        let mut those = query(&sql::DELETE_FROM_PARTITIONS);
        those.push(")");
        self.push_conditions(&mut those, tx, &columns);
        Ok(tx.execute_of(&those).await?)
    }

    fn push_conditions<'a>(&'a self, query: &mut Fragment<'a>, tx: &Tx, columns: &'a [&'a str]) {
        if !columns.is_empty() {
            query.push(r#" and "COLUMN_NAME" "#).push_in(columns);
        }
        if let (Some(engine), true) = (self.engine, tx.version() >= Version::V4_0) {
            query.push(r#" and "ENGINE" = "#).bind(engine);
        }
    }
}
