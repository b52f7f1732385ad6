//! Parameters of several tables at once (newest Hive).

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::table::parameters;
use skep_types::{args, calls};

pub struct UpdateTableParams;

impl Method for UpdateTableParams {
    type Call = calls::UpdateTableParams;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        args.updates.iter().flatten().fold(Need::nothing(), |need, update| {
            let (database, table) = (Some(update.db_name.as_str()), Some(update.table_name.as_str()));
            need.and(Need::table_in(Right::Alter, update.cat_name.as_deref(), database, table))
        })
    }

    async fn run(cx: &Context<'_>, args: args::UpdateTableParams) -> Result<(), Refusal> {
        Ok(parameters::update(cx.catalog(), &args.updates.unwrap_or_default()).await?)
    }
}
