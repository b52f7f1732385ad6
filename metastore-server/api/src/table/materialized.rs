//! What a materialized view shows, after it was rebuilt.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::table::materialized;
use skep_types::{args, calls};

pub struct UpdateCreationMetadata;

impl Method for UpdateCreationMetadata {
    type Call = calls::UpdateCreationMetadata;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table_in(Right::Alter, args.cat_name.as_deref(), args.dbname.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::UpdateCreationMetadata) -> Result<(), Refusal> {
        let view = TableName::of(args.cat_name.as_deref(), args.dbname.as_deref(), args.tbl_name.as_deref())?;
        let metadata = args.creation_metadata.ok_or_else(|| Refusal::meta("creation metadata cannot be null"))?;
        Ok(materialized::update(cx.catalog(), &view, &metadata).await?)
    }
}
