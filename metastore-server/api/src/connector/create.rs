//! Making a data connector.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::connector;
use skep_types::{args, calls};

pub struct CreateDataconnector;

impl Method for CreateDataconnector {
    type Call = calls::CreateDataconnector;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, args: args::CreateDataconnector) -> Result<(), Refusal> {
        let connector = args.connector.ok_or_else(super::null)?;
        Ok(connector::create(cx.catalog(), &connector, cx.session.user().as_deref()).await?)
    }
}

/// The newest Hive's door.
pub struct CreateDataconnectorReq;

impl Method for CreateDataconnectorReq {
    type Call = calls::CreateDataconnectorReq;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, args: args::CreateDataconnectorReq) -> Result<(), Refusal> {
        let connector = args.connector_req.ok_or_else(super::null)?.connector;
        Ok(connector::create(cx.catalog(), &connector, cx.session.user().as_deref()).await?)
    }
}
