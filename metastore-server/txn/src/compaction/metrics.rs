//! Numbers of delta files, which workers report and servers show.

use super::{Place, sql};
use crate::{Error, Result};
use skep_sql::Database;
use skep_types::{CompactionMetricsDataRequest, CompactionMetricsDataStruct, CompactionMetricsMetricType};

/// Keeps the number if it is at or above the worker's threshold, else forgets it.
pub async fn update_metrics(db: &Database, data: &CompactionMetricsDataStruct) -> Result<bool> {
    let metric = metric(db, data.type_)?;
    let place = &Place::of(&data.dbname, &data.tblname, data.partitionname.as_ref());
    db.write(|tx| async move {
        if data.metricvalue < data.threshold {
            tx.execute_of(&place.all(&sql::DELETE_METRIC, [metric.into()], PARTITION)).await?;
            return Ok(true);
        }
        let noted = [metric.into(), data.metricvalue.into()];
        if tx.execute_of(&place.all(&sql::UPDATE_METRIC, noted, PARTITION)).await? == 0 {
            let row = [
                (&place.database).into(),
                (&place.table).into(),
                place.partition.as_deref().into(),
                metric.into(),
                data.metricvalue.into(),
                1_i64.into(),
            ];
            tx.insert(&sql::INSERT_METRIC, [row]).await?;
        }
        Ok(true)
    })
    .await
}

/// Forgets a number; without a partition, those of all partitions.
pub async fn remove_metrics(db: &Database, data: &CompactionMetricsDataRequest) -> Result<()> {
    let metric = metric(db, data.type_)?;
    let place = &Place::of(&data.db_name, &data.tbl_name, data.partition_name.as_ref());
    db.write(|tx| async move {
        tx.execute_of(&place.all(&sql::DELETE_METRIC, [metric.into()], PARTITION)).await?;
        Ok(())
    })
    .await
}

const PARTITION: &str = r#" and "CMC_PARTITION" = "#;

/// The metric by its name in the table.
fn metric(db: &Database, kind: CompactionMetricsMetricType) -> Result<&'static str> {
    if db.version() < skep_schema::Version::V4_0 {
        return Err(Error::Meta(format!(
            "the metastore database has the schema of Hive {}: compaction metrics take that of Hive 4.0",
            db.version()
        )));
    }
    match kind {
        CompactionMetricsMetricType::NUM_OBSOLETE_DELTAS => Ok("HIVE_ACID_NUM_OBSOLETE_DELTAS"),
        CompactionMetricsMetricType::NUM_DELTAS => Ok("HIVE_ACID_NUM_DELTAS"),
        CompactionMetricsMetricType::NUM_SMALL_DELTAS => Ok("HIVE_ACID_NUM_SMALL_DELTAS"),
        CompactionMetricsMetricType(unknown) => Err(Error::Meta(format!("Unexpected compaction metric {unknown}"))),
    }
}
