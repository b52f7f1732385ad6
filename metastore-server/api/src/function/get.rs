//! Functions with their resources: one by name, or all that a Hive session starts with.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::function::{self, FunctionName};
use skep_types::{Function, GetAllFunctionsResponse, args, calls};

pub struct GetFunction;

impl Method for GetFunction {
    type Call = calls::GetFunction;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::function(Right::Execute, args.db_name.as_deref(), args.func_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetFunction) -> Result<Function, Refusal> {
        let name = FunctionName::parse(args.db_name.as_deref(), args.func_name.as_deref())?;
        Ok(function::get(cx.catalog(), &name).await?)
    }
}

pub struct GetAllFunctions;

impl Method for GetAllFunctions {
    type Call = calls::GetAllFunctions;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::filtered()
    }

    async fn run(cx: &Context<'_>, _: args::GetAllFunctions) -> Result<GetAllFunctionsResponse, Refusal> {
        let functions = super::usable(cx, function::get_all(cx.catalog()).await?);
        Ok(GetAllFunctionsResponse { functions: Some(functions) })
    }
}
