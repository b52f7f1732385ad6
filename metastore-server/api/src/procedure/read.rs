//! A procedure by name, or the names of all.

use crate::place::{in_catalog, listing};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::procedure::{self, ProcedureName};
use skep_types::{StoredProcedure, Str, args, calls};

pub struct GetStoredProcedure;

impl Method for GetStoredProcedure {
    type Call = calls::GetStoredProcedure;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(request) = &args.request else { return Need::nothing() };
        let place = in_catalog(Some(&request.cat_name), Some(&request.db_name));
        Need::function(Right::Execute, place.as_deref(), Some(&request.proc_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetStoredProcedure) -> Result<StoredProcedure, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = ProcedureName::of(Some(&request.cat_name), Some(&request.db_name), Some(&request.proc_name))?;
        Ok(procedure::get(cx.catalog(), &name).await?)
    }
}

pub struct GetAllStoredProcedures;

impl Method for GetAllStoredProcedures {
    type Call = calls::GetAllStoredProcedures;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.request.as_ref();
        request.map(|request| listing(&request.cat_name, request.db_name.as_deref())).unwrap_or_default()
    }

    async fn run(cx: &Context<'_>, args: args::GetAllStoredProcedures) -> Result<Vec<Str>, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        Ok(procedure::list(cx.catalog(), &request.cat_name, request.db_name.as_deref()).await?)
    }
}
