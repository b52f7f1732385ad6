//! Registering a function.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::function;
use skep_types::{args, calls};

pub struct CreateFunction;

impl Method for CreateFunction {
    type Call = calls::CreateFunction;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        super::need_of(args.func.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::CreateFunction) -> Result<(), Refusal> {
        let function = args.func.ok_or_else(|| Refusal::meta("Function cannot be null."))?;
        Ok(function::create(cx.catalog(), &function).await?)
    }
}
