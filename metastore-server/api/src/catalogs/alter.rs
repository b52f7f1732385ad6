//! Changing a catalog.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::catalogs;
use skep_types::{args, calls};

pub struct AlterCatalog;

impl Method for AlterCatalog {
    type Call = calls::AlterCatalog;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let location = args.rqst.as_ref().and_then(|r| r.new_cat.as_ref()?.location_uri.as_deref());
        Need::server(Right::Admin).and_location(location)
    }

    async fn run(cx: &Context<'_>, args: args::AlterCatalog) -> Result<(), Refusal> {
        let request = args.rqst.unwrap_or_default();
        let described = request.new_cat.ok_or_else(super::null)?;
        Ok(catalogs::alter(cx.catalog(), request.name.as_deref(), &described).await?)
    }
}
