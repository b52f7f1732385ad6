//! Dropping an index.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::database::drop::Files;
use skep_catalog::index::{self, IndexName};
use skep_types::{args, calls};

pub struct DropIndexByName;

impl Method for DropIndexByName {
    type Call = calls::DropIndexByName;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Alter, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropIndexByName) -> Result<bool, Refusal> {
        let name = IndexName::parse(args.db_name.as_deref(), args.tbl_name.as_deref(), args.index_name.as_deref())?;
        index::drop(cx.catalog(), &name, Files::deleted_if(args.delete_data == Some(true))).await?;
        Ok(true)
    }
}
