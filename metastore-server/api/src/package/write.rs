//! Storing and dropping packages.

use crate::place::in_catalog;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::package::{self, PackageName};
use skep_types::{args, calls};

pub struct AddPackage;

impl Method for AddPackage {
    type Call = calls::AddPackage;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(request) = &args.request else { return Need::nothing() };
        let place = in_catalog(request.cat_name.as_deref(), request.db_name.as_deref());
        Need::database(Right::CreateFunction, place.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::AddPackage) -> Result<(), Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        Ok(package::put(cx.catalog(), &request).await?)
    }
}

pub struct DropPackage;

impl Method for DropPackage {
    type Call = calls::DropPackage;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(request) = &args.request else { return Need::nothing() };
        let place = in_catalog(Some(&request.cat_name), Some(&request.db_name));
        Need::database(Right::CreateFunction, place.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropPackage) -> Result<(), Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = PackageName::of(Some(&request.cat_name), Some(&request.db_name), Some(&request.package_name))?;
        Ok(package::drop(cx.catalog(), &name).await?)
    }
}
