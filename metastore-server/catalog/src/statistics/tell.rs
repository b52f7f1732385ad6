//! The events of statistics, which Hive writes since 4.0.

use super::subject::Subject;
use super::write::{Mark, New};
use crate::event::{self, Analysis};
use crate::partition::sql::PARAMETERS;
use crate::{Result, table};
use skep_schema::Version;
use skep_sql::Tx;
use skep_types::{ColumnStatistics, ColumnStatisticsDesc, Str, Table};
use std::collections::BTreeMap;

/// One event for the table or for each partition.
pub(super) async fn updated(tx: &Tx, subject: &Subject, new: &[New], is_partition: bool, mark: Mark<'_>) -> Result<()> {
    if tx.version() < Version::V4_0 || new.iter().all(|new| new.objects.is_empty()) {
        return Ok(());
    }
    let table = table::find(tx, &subject.name).await?.table;
    let mut parameters: BTreeMap<i64, BTreeMap<Str, Str>> = BTreeMap::new();
    if is_partition {
        let owners: Vec<i64> = new.iter().map(|new| new.owner).collect();
        for row in tx.rows(&PARAMETERS, &[owners.as_slice().into()]).await? {
            let value: Option<Str> = row.get(2)?;
            parameters.entry(row.get(0)?).or_default().insert(row.get(1)?, value.unwrap_or_default());
        }
    }
    for new in new.iter().filter(|new| !new.objects.is_empty()) {
        let statistics = &statistics(subject, new, is_partition, mark);
        let write_id = mark.write_id;
        tx.emit(if is_partition {
            let parameters = &parameters.remove(&new.owner).unwrap_or_default();
            let analysis = Analysis { table: &table, statistics, parameters, write_id };
            event::update_partition_statistics(&analysis, &subject.values(&new.partition)?, mark.now)
        } else {
            let parameters = &of_table(&table);
            event::update_table_statistics(&Analysis { table: &table, statistics, parameters, write_id }, mark.now)
        });
    }
    Ok(())
}

fn of_table(table: &Table) -> BTreeMap<Str, Str> {
    table.parameters.iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// As they are stored.
fn statistics(subject: &Subject, new: &New, is_partition: bool, mark: Mark<'_>) -> ColumnStatistics {
    let database = &subject.name.database;
    let stats_desc = ColumnStatisticsDesc {
        is_tbl_level: !is_partition,
        db_name: database.database.clone(),
        table_name: subject.name.table.clone(),
        part_name: is_partition.then(|| new.partition.clone()),
        last_analyzed: Some(mark.now),
        cat_name: Some(database.catalog.clone()),
    };
    let engine = Some(mark.engine.into());
    ColumnStatistics { stats_desc, stats_obj: new.objects.clone(), is_stats_compliant: None, engine }
}

/// One event for each column of the table, or of each partition, whose statistics are removed. Hive's
/// new request writes one for each column asked for, whether there were any or not.
pub(super) fn removed(tx: &Tx, subject: &Subject, removed: &[(Option<Str>, Str)], now: i64) -> Result<()> {
    for (partition, column) in removed {
        tx.emit(match partition {
            None => event::delete_table_statistics(&subject.name, column, now),
            Some(name) => {
                let values = subject.values(name)?;
                event::delete_partition_statistics(&subject.name, column, name, &values, now)
            }
        });
    }
    Ok(())
}
