//! Dropping a catalog.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::{Missing, catalogs};
use skep_types::{args, calls};

pub struct DropCatalog;

impl Method for DropCatalog {
    type Call = calls::DropCatalog;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, args: args::DropCatalog) -> Result<(), Refusal> {
        let request = args.cat_name.unwrap_or_default();
        // Newer clients always say; older ones expect to hear of it.
        let missing = Missing::ignored_if(request.if_exists == Some(true));
        Ok(catalogs::drop(cx.catalog(), request.name.as_deref(), missing).await?)
    }
}
