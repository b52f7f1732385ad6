//! A package by name, or the names of all.

use crate::place::{in_catalog, listing};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::package::{self, PackageName};
use skep_types::{Package, Str, args, calls};

pub struct FindPackage;

impl Method for FindPackage {
    type Call = calls::FindPackage;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(request) = &args.request else { return Need::nothing() };
        let place = in_catalog(Some(&request.cat_name), Some(&request.db_name));
        Need::function(Right::Execute, place.as_deref(), Some(&request.package_name))
    }

    async fn run(cx: &Context<'_>, args: args::FindPackage) -> Result<Package, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = PackageName::of(Some(&request.cat_name), Some(&request.db_name), Some(&request.package_name))?;
        Ok(package::get(cx.catalog(), &name).await?)
    }
}

pub struct GetAllPackages;

impl Method for GetAllPackages {
    type Call = calls::GetAllPackages;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.request.as_ref();
        request.map(|request| listing(&request.cat_name, request.db_name.as_deref())).unwrap_or_default()
    }

    async fn run(cx: &Context<'_>, args: args::GetAllPackages) -> Result<Vec<Str>, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        Ok(package::list(cx.catalog(), &request.cat_name, request.db_name.as_deref()).await?)
    }
}
