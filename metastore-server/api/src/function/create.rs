//! Registering a function.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_access::statement::Target;
use skep_catalog::function;
use skep_catalog::names::{DatabaseName, normalize};
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
        function::create(cx.catalog(), &function).await?;
        if cx.access().is_some() {
            let database = DatabaseName::of(function.cat_name.as_deref(), function.db_name.as_deref())?;
            let name = normalize(function.function_name.as_deref().unwrap_or_default());
            let (catalog, database) = (database.catalog.into(), database.database.into());
            cx.made(Target::Function { catalog, database, function: name.into() }).await;
        }
        Ok(())
    }
}
