//! Write ids.

use crate::method::door;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_txn::write_id;
use skep_types::{Str, args, calls};

door!(
    AllocateTableWriteIds,
    Write,
    rqst,
    |rqst| Need::table(Right::Insert, Some(&rqst.db_name), Some(&rqst.table_name)),
    [catalog.db],
    write_id::allocate
);
door!(
    GetMaxAllocatedTableWriteId,
    Read,
    rqst,
    |rqst| Need::table(Right::Select, Some(&rqst.db_name), Some(&rqst.table_name)),
    [catalog.db],
    write_id::max
);
door!(GetValidWriteIds, Read, rqst, |rqst| readable(rqst.full_table_names.iter()), [catalog.db], write_id::valid);
door!(SeedWriteId, Write, rqst, |_| Need::server(Right::Operate), [catalog.db], write_id::seed);

pub struct AddWriteIdsToMinHistory;

impl Method for AddWriteIdsToMinHistory {
    type Call = calls::AddWriteIdsToMinHistory;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        readable(args.write_ids.iter().flat_map(|ids| ids.keys()))
    }

    async fn run(cx: &Context<'_>, args: args::AddWriteIdsToMinHistory) -> Result<(), Refusal> {
        let oldest = args.write_ids.unwrap_or_default();
        Ok(write_id::remember_oldest(&cx.catalog().db, args.txn_id.unwrap_or_default(), &oldest).await?)
    }
}

/// Who reads tables named `db.table` may know how far they are written.
fn readable<'a>(names: impl Iterator<Item = &'a Str>) -> Need {
    names.fold(Need::nothing(), |need, name| {
        let (database, table) = name.rsplit_once('.').unwrap_or(("", name));
        let database = database.rsplit_once('.').map_or(database, |(_, database)| database);
        need.and(Need::table(Right::Select, Some(database), Some(table)))
    })
}
