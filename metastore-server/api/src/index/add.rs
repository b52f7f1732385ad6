//! Adding an index.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::index;
use skep_types::{Index, args, calls};

pub struct AddIndex;

impl Method for AddIndex {
    type Call = calls::AddIndex;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let location = args.index_table.as_ref().and_then(|table| table.sd.as_ref()?.location.as_deref());
        let Some(index) = &args.new_index else { return Need::nothing() };
        Need::table(Right::Alter, index.db_name.as_deref(), index.orig_table_name.as_deref()).and_location(location)
    }

    async fn run(cx: &Context<'_>, args: args::AddIndex) -> Result<Index, Refusal> {
        let sent = args.new_index.ok_or_else(super::null)?;
        Ok(index::add(cx.catalog(), &sent, args.index_table.as_ref()).await?)
    }
}
