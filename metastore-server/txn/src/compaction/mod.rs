//! The compaction queue: what is to be compacted, who works on it, and what became of it.
//!
//! Compacting itself is Hive's: workers and cleaners take entries from here and report back. An entry goes from
//! `COMPACTION_QUEUE` to `COMPLETED_COMPACTIONS` when it ends, well or badly.

mod abort;
mod enqueue;
mod finish;
mod history;
mod kind;
mod latest;
mod metrics;
mod next;
mod row;
mod show;
pub mod sql;
mod statistics;
#[cfg(test)]
mod tests;
mod work;

pub use abort::abort;
pub use enqueue::{compact, submit_for_cleanup};
pub use finish::{mark_cleaned, mark_failed, mark_refused};
pub use history::{Retention, revoke_silent_workers, shorten_history};
pub(crate) use kind::type_name;
pub use latest::latest_committed;
pub use metrics::{remove_metrics, update_metrics};
pub use next::find_next;
pub use show::show;
pub use statistics::columns_with_statistics;
pub use work::{mark_compacted, set_hadoop_job, update_state};

use crate::{Error, Result};
use skep_sql::Tx;
use skep_types::Str;

/// A table or partition by the names the queue knows it by.
struct Place {
    database: Str,
    table: Str,
    partition: Option<Str>,
}

impl Place {
    /// Transactions and locks store the names of databases and tables in lower case.
    fn of(database: &str, table: &str, partition: Option<&Str>) -> Place {
        Place {
            database: database.to_lowercase().into(),
            table: table.to_lowercase().into(),
            partition: partition.cloned(),
        }
    }
}

/// The next id of the queue. Its row stays locked until the entry is committed.
async fn next_id(tx: &Tx) -> Result<i64> {
    let id: i64 = tx.row(&sql::NEXT_ID, &[]).await?.get(0)?;
    tx.execute_one(&sql::TAKE_ID, &[(id + 1).into()]).await?;
    Ok(id)
}

/// The database's clock in milliseconds.
async fn now(tx: &Tx) -> Result<i64> {
    Ok(tx.row(&crate::lock::sql::NOW_MILLIS, &[]).await?.get(0)?)
}

fn no_such(id: i64) -> Error {
    Error::Meta(format!("No record with CQ_ID={id} found in COMPACTION_QUEUE"))
}
