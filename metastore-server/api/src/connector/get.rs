//! Data connectors by name, and their names.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::connector;
use skep_types::{DataConnector, Str, args, calls};

pub struct GetDataconnectorReq;

impl Method for GetDataconnectorReq {
    type Call = calls::GetDataconnectorReq;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, args: args::GetDataconnectorReq) -> Result<DataConnector, Refusal> {
        let request = args.request.ok_or_else(super::null)?;
        Ok(connector::get(cx.catalog(), Some(&request.connector_name)).await?)
    }
}

pub struct GetDataconnectors;

impl Method for GetDataconnectors {
    type Call = calls::GetDataconnectors;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, _: args::GetDataconnectors) -> Result<Vec<Str>, Refusal> {
        Ok(connector::list(cx.catalog()).await?)
    }
}
