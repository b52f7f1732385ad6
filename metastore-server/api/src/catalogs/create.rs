//! Making a catalog.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::catalogs;
use skep_types::{args, calls};

pub struct CreateCatalog;

impl Method for CreateCatalog {
    type Call = calls::CreateCatalog;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let location = args.catalog.as_ref().and_then(|r| r.catalog.as_ref()?.location_uri.as_deref());
        Need::server(Right::Admin).and_location(location)
    }

    async fn run(cx: &Context<'_>, args: args::CreateCatalog) -> Result<(), Refusal> {
        let described = args.catalog.and_then(|request| request.catalog).ok_or_else(super::null)?;
        Ok(catalogs::create(cx.catalog(), &described, cx.session.user().as_deref()).await?)
    }
}
