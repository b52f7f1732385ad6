//! Dropping a data connector.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::Missing;
use skep_catalog::connector::{self, References};
use skep_types::{args, calls};

pub struct DropDataconnector;

impl Method for DropDataconnector {
    type Call = calls::DropDataconnector;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, args: args::DropDataconnector) -> Result<(), Refusal> {
        drop(cx, args.name.as_deref(), args.if_not_exists, args.check_references).await
    }
}

/// The newest Hive's door.
pub struct DropDataconnectorReq;

impl Method for DropDataconnectorReq {
    type Call = calls::DropDataconnectorReq;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, args: args::DropDataconnectorReq) -> Result<(), Refusal> {
        let request = args.drop_dc_req.ok_or_else(super::null)?;
        drop(cx, Some(&request.connector_name), request.if_not_exists, request.check_references).await
    }
}

/// Hive calls "if not exists" what is "if exists" elsewhere.
async fn drop(
    cx: &Context<'_>,
    name: Option<&str>,
    if_not_exists: Option<bool>,
    check_references: Option<bool>,
) -> Result<(), Refusal> {
    let references = if check_references == Some(true) { References::Refuse } else { References::Ignore };
    Ok(connector::drop(cx.catalog(), name, Missing::ignored_if(if_not_exists == Some(true)), references).await?)
}
