//! `get_latest_committed_compaction_info`: what a cache of file listings has to read again.

use super::kind::type_of;
use super::{Place, sql};
use crate::Result;
use skep_sql::Database;
use skep_types::{
    CompactionInfoStruct, GetLatestCommittedCompactionInfoRequest, GetLatestCommittedCompactionInfoResponse, Str,
};
use std::collections::HashSet;

/// The latest compaction of each partition (or of the table) that readers may use, above the id the caller has seen.
/// Of partitions, only those that are named, if any are.
pub async fn latest_committed(
    db: &Database,
    request: &GetLatestCommittedCompactionInfoRequest,
) -> Result<GetLatestCommittedCompactionInfoResponse> {
    let place = Place::of(&request.dbname, &request.tablename, None);
    let seen = request.last_compaction_id.unwrap_or(i64::MIN);
    let named: HashSet<&Str> = request.partitionnames.iter().flatten().collect();
    let rows = db.rows(&sql::LATEST, &[(&place.database).into(), (&place.table).into(), seen.into()]).await?;
    let (mut answered, mut compactions) = (HashSet::new(), Vec::new());
    for row in &rows {
        let partition: Option<Str> = row.get(1)?;
        let wanted = named.is_empty() || partition.as_ref().is_some_and(|partition| named.contains(partition));
        if wanted && answered.insert(partition.clone()) {
            compactions.push(CompactionInfoStruct {
                id: row.get(0)?,
                dbname: place.database.clone(),
                tablename: place.table.clone(),
                partitionname: partition,
                type_: type_of(&row.get::<Str>(2)?)?,
                ..Default::default()
            });
        }
    }
    Ok(GetLatestCommittedCompactionInfoResponse { compactions })
}
