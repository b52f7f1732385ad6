//! Functions of a database, by pattern.

use crate::place::in_catalog;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::function;
use skep_catalog::names::DatabaseName;
use skep_types::{GetFunctionsResponse, Str, args, calls};

pub struct GetFunctions;

impl Method for GetFunctions {
    type Call = calls::GetFunctions;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::database(Right::Visible, args.db_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetFunctions) -> Result<Vec<Str>, Refusal> {
        let database = DatabaseName::parse(args.db_name.as_deref())?;
        Ok(function::list(cx.catalog(), &database, args.pattern.as_deref()).await?)
    }
}

/// Names or, if asked, whole functions (newest Hive).
pub struct GetFunctionsReq;

impl Method for GetFunctionsReq {
    type Call = calls::GetFunctionsReq;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(request) = &args.request else { return Need::filtered() };
        let place = in_catalog(request.catalog_name.as_deref(), Some(&request.db_name));
        Need::database(Right::Visible, place.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetFunctionsReq) -> Result<GetFunctionsResponse, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let database = DatabaseName::of(request.catalog_name.as_deref(), Some(&request.db_name))?;
        let (catalog, pattern) = (cx.catalog(), request.pattern.as_deref());
        if request.return_names == Some(false) {
            let functions = super::usable(cx, function::objects(catalog, &database, pattern).await?);
            return Ok(GetFunctionsResponse { functions: Some(functions), ..Default::default() });
        }
        let function_names = function::list(catalog, &database, pattern).await?;
        Ok(GetFunctionsResponse { function_names: Some(function_names), ..Default::default() })
    }
}
