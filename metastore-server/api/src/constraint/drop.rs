//! Removing a constraint.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::constraint;
use skep_catalog::names::TableName;
use skep_types::{args, calls};

pub struct DropConstraint;

impl Method for DropConstraint {
    type Call = calls::DropConstraint;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(request) = &args.req else { return Need::nothing() };
        let (database, table) = (Some(request.dbname.as_str()), Some(request.tablename.as_str()));
        Need::table_in(Right::Alter, request.cat_name.as_deref(), database, table)
    }

    async fn run(cx: &Context<'_>, args: args::DropConstraint) -> Result<(), Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = TableName::of(request.cat_name.as_deref(), Some(&request.dbname), Some(&request.tablename))?;
        Ok(constraint::drop(cx.catalog(), &name, &request.constraintname).await?)
    }
}
