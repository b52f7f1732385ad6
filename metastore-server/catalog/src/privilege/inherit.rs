//! New partitions take over the privileges on their table, if that says so.

use super::grants::{self, Grant};
use super::{BATCH, Kind, kind};
use crate::Result;
use skep_sql::Tx;

/// The table parameter that asks for it.
pub const PARTITION_LEVEL_PRIVILEGE: &str = "PARTITION_LEVEL_PRIVILEGE";

/// Gives new partitions the grants on the table and on its columns, as of now.
pub(crate) async fn inherit(tx: &Tx, table_id: i64, partitions: &[i64], now: i64) -> Result<()> {
    for (from, to) in [(Kind::Table, Kind::Partition), (Kind::TableColumn, Kind::PartitionColumn)] {
        let grants = grants::read(tx, from, grants::on(from, &[table_id], &[])).await?;
        if grants.is_empty() {
            continue;
        }
        for partitions in partitions.chunks(BATCH) {
            let rows = partitions.iter().flat_map(|id| grants.iter().map(|grant| row(grant, *id, now)));
            kind::insert(tx, to, rows.collect()).await?;
        }
    }
    Ok(())
}

fn row(grant: &Grant, partition: i64, now: i64) -> kind::NewGrant<'_> {
    [
        (&grant.principal).into(),
        (&grant.principal_type).into(),
        (&grant.privilege).into(),
        now.into(),
        i64::from(grant.option).into(),
        grant.grantor.as_deref().into(),
        grant.grantor_type.as_deref().into(),
        grant.authorizer.as_deref().into(),
        partition.into(),
        (&grant.object.name).into(),
    ]
}
