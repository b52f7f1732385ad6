//! Changing a function.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::function::{self, FunctionName};
use skep_types::{args, calls};

pub struct AlterFunction;

impl Method for AlterFunction {
    type Call = calls::AlterFunction;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::function(Right::Alter, args.db_name.as_deref(), args.func_name.as_deref())
            .and(super::need_of(args.new_func.as_ref()))
    }

    async fn run(cx: &Context<'_>, args: args::AlterFunction) -> Result<(), Refusal> {
        let name = FunctionName::parse(args.db_name.as_deref(), args.func_name.as_deref())?;
        let function = args.new_func.ok_or_else(|| Refusal::meta("Function cannot be null."))?;
        Ok(function::alter(cx.catalog(), &name, &function).await?)
    }
}
