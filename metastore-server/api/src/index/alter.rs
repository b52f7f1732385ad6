//! Changing an index.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::index::{self, IndexName};
use skep_types::{args, calls};

pub struct AlterIndex;

impl Method for AlterIndex {
    type Call = calls::AlterIndex;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Alter, args.dbname.as_deref(), args.base_tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::AlterIndex) -> Result<(), Refusal> {
        let name = IndexName::parse(args.dbname.as_deref(), args.base_tbl_name.as_deref(), args.idx_name.as_deref())?;
        let sent = args.new_idx.ok_or_else(super::null)?;
        // The call declares no other refusal for what is not there.
        let altered = index::alter(cx.catalog(), &name, &sent).await;
        Ok(altered.map_err(skep_catalog::Error::as_invalid_operation)?)
    }
}
