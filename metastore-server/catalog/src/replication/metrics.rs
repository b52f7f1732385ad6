//! Metrics of replication runs, one row a scheduled execution.

use super::sql;
use crate::table::limits;
use crate::{Catalog, Error, Result};
use skep_schema::column_limit;
use skep_sql::{Database, Row};
use skep_types::{ReplicationMetrics, Str};
use std::collections::BTreeMap;

const TABLE: &str = "REPLICATION_METRICS";
/// How many runs one statement is about.
const BATCH: usize = 500;

/// Which runs are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    OfPolicy(&'a str),
    OfExecution(i64),
    OfDump(i64),
}

/// Keeps the metrics. A run that is known keeps its policy and its dump, and what is sent empty.
pub async fn add(catalog: &Catalog, sent: &[ReplicationMetrics]) -> Result<()> {
    catalog.needs(TABLE)?;
    for one in sent {
        let texts = [("RM_POLICY", Some(one.policy.as_str())), ("MESSAGE_FORMAT", one.message_format.as_deref())];
        limits::check_texts(&catalog.db, TABLE, &texts)?;
    }
    let now = catalog.clock.seconds();
    let ids: Vec<i64> = sent.iter().map(|one| one.scheduled_execution_id).collect();
    let ids = &ids;
    let added = catalog.db.write(|tx| async move {
        let mut runs: BTreeMap<i64, (i64, ReplicationMetrics)> = BTreeMap::new();
        for ids in ids.chunks(BATCH) {
            for row in tx.rows(&sql::LOCK_METRICS, &[ids.into()]).await? {
                let run = decode(&row)?;
                runs.insert(run.scheduled_execution_id, (row.get(5)?, run));
            }
        }
        for one in sent {
            let new = || {
                let bare = ReplicationMetrics { metadata: None, progress: None, ..one.clone() };
                (now, bare)
            };
            merge(&catalog.db, &mut runs.entry(one.scheduled_execution_id).or_insert_with(new).1, one);
        }
        let rows = runs.values().map(|(started, run)| {
            [
                run.scheduled_execution_id.into(),
                (&run.policy).into(),
                run.dump_execution_id.into(),
                run.metadata.as_deref().into(),
                run.progress.as_deref().into(),
                (*started).into(),
                run.message_format.as_deref().into(),
            ]
        });
        tx.upsert(&sql::WRITE_METRICS, rows).await?;
        Ok::<_, Error>(())
    });
    added.await
}

/// A text too long for its column is not kept: Hive writes down that there was one, both times as
/// the progress.
fn merge(db: &Database, run: &mut ReplicationMetrics, sent: &ReplicationMetrics) {
    if let Some(metadata) = sent.metadata.as_ref().filter(|text| !text.is_empty()) {
        match fits(db, "RM_METADATA", metadata) {
            true => run.metadata = Some(metadata.clone()),
            false => run.progress = Some(exceeded("RM_Metadata", metadata)),
        }
    }
    if let Some(progress) = sent.progress.as_ref().filter(|text| !text.is_empty()) {
        run.progress = Some(match fits(db, "RM_PROGRESS", progress) {
            true => progress.clone(),
            false => exceeded("RM_Progress", progress),
        });
    }
    run.message_format.clone_from(&sent.message_format);
}

fn fits(db: &Database, column: &str, text: &str) -> bool {
    column_limit(db.dialect(), db.version(), TABLE, column).is_none_or(|limit| limit.holds(text))
}

fn exceeded(what: &str, text: &Str) -> Str {
    // Java counts UTF-16 units.
    format!("{what} limit exceeded to {}", text.encode_utf16().count()).into()
}

/// The runs, newest first.
pub async fn get(catalog: &Catalog, which: Which<'_>) -> Result<Vec<ReplicationMetrics>> {
    catalog.needs(TABLE)?;
    let (statement, value) = match which {
        Which::OfPolicy(policy) => (&sql::METRICS_OF_POLICY, policy.into()),
        Which::OfExecution(id) => (&sql::METRICS_OF_EXECUTION, id.into()),
        Which::OfDump(id) => (&sql::METRICS_OF_DUMP, id.into()),
    };
    catalog.db.rows(statement, &[value]).await?.iter().map(decode).collect()
}

fn decode(row: &Row) -> Result<ReplicationMetrics> {
    Ok(ReplicationMetrics {
        scheduled_execution_id: row.get(0)?,
        policy: row.get(1)?,
        dump_execution_id: row.get(2)?,
        metadata: row.get(3)?,
        progress: row.get(4)?,
        message_format: row.get(6)?,
    })
}
