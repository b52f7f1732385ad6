//! Catalogs by name, and their names.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::catalogs;
use skep_types::{GetCatalogResponse, GetCatalogsResponse, args, calls};

pub struct GetCatalog;

impl Method for GetCatalog {
    type Call = calls::GetCatalog;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::catalog(Right::Visible, args.cat_name.as_ref().and_then(|request| request.name.as_deref()))
    }

    async fn run(cx: &Context<'_>, args: args::GetCatalog) -> Result<GetCatalogResponse, Refusal> {
        let request = args.cat_name.unwrap_or_default();
        let found = catalogs::get(cx.catalog(), request.name.as_deref()).await?;
        Ok(GetCatalogResponse { catalog: Some(found) })
    }
}

pub struct GetCatalogs;

impl Method for GetCatalogs {
    type Call = calls::GetCatalogs;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::filtered()
    }

    async fn run(cx: &Context<'_>, _: args::GetCatalogs) -> Result<GetCatalogsResponse, Refusal> {
        let names = catalogs::list(cx.catalog()).await?.into_iter().filter(|name| cx.sees_catalog(name)).collect();
        Ok(GetCatalogsResponse { names: Some(names) })
    }
}
