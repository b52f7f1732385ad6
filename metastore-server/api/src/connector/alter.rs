//! Changing a data connector.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::connector;
use skep_types::{args, calls};

pub struct AlterDataconnector;

impl Method for AlterDataconnector {
    type Call = calls::AlterDataconnector;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, args: args::AlterDataconnector) -> Result<(), Refusal> {
        let connector = args.connector.ok_or_else(super::null)?;
        Ok(connector::alter(cx.catalog(), args.name.as_deref(), &connector).await?)
    }
}

/// The newest Hive's door.
pub struct AlterDataconnectorReq;

impl Method for AlterDataconnectorReq {
    type Call = calls::AlterDataconnectorReq;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, args: args::AlterDataconnectorReq) -> Result<(), Refusal> {
        let request = args.alter_req.ok_or_else(super::null)?;
        Ok(connector::alter(cx.catalog(), Some(&request.connector_name), &request.new_connector).await?)
    }
}
