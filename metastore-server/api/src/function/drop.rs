//! Removing a function.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::function::{self, FunctionName};
use skep_types::{args, calls};

pub struct DropFunction;

impl Method for DropFunction {
    type Call = calls::DropFunction;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::function(Right::Drop, args.db_name.as_deref(), args.func_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropFunction) -> Result<(), Refusal> {
        let name = FunctionName::parse(args.db_name.as_deref(), args.func_name.as_deref())?;
        Ok(function::drop(cx.catalog(), &name).await?)
    }
}
