//! Storing and dropping procedures.

use crate::place::in_catalog;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::procedure::{self, ProcedureName};
use skep_types::{args, calls};

pub struct CreateStoredProcedure;

impl Method for CreateStoredProcedure {
    type Call = calls::CreateStoredProcedure;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(sent) = &args.proc else { return Need::nothing() };
        let place = in_catalog(sent.cat_name.as_deref(), sent.db_name.as_deref());
        Need::database(Right::CreateFunction, place.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::CreateStoredProcedure) -> Result<(), Refusal> {
        let sent = args.proc.ok_or_else(|| Refusal::meta("stored procedure cannot be null"))?;
        Ok(procedure::put(cx.catalog(), &sent).await?)
    }
}

pub struct DropStoredProcedure;

impl Method for DropStoredProcedure {
    type Call = calls::DropStoredProcedure;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(request) = &args.request else { return Need::nothing() };
        let place = in_catalog(Some(&request.cat_name), Some(&request.db_name));
        Need::database(Right::CreateFunction, place.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropStoredProcedure) -> Result<(), Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = ProcedureName::of(Some(&request.cat_name), Some(&request.db_name), Some(&request.proc_name))?;
        Ok(procedure::drop(cx.catalog(), &name).await?)
    }
}
