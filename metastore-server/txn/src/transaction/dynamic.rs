//! `add_dynamic_partitions`: which partitions a write has turned out to be about.

use super::{sql, state};
use crate::names::{Name, operation_letter};
use crate::{Result, lock};
use skep_sql::Database;
use skep_types::AddDynamicPartitions;

/// They take the place of the row without a partition that the lock had written.
pub async fn add_partitions(db: &Database, request: &AddDynamicPartitions) -> Result<()> {
    let (txn, letter) = (request.txnid, operation_letter(request.operation_type)?);
    let place = &Name::new(&request.dbname, &request.tablename);
    db.write(|tx| async move {
        state::require_open(&tx, txn).await?;
        let (database, table) = (place.database.as_str(), place.table.as_str());
        let rows = request.partitionnames.iter().map(|partition| {
            let write_id = request.writeid.into();
            [txn.into(), database.into(), table.into(), partition.as_str().into(), letter.into(), write_id]
        });
        tx.insert(&lock::sql::INSERT_TXN_COMPONENT, rows).await?;
        tx.execute(&sql::DELETE_PLACEHOLDER, &[txn.into(), database.into(), table.into()]).await?;
        Ok(())
    })
    .await
}
