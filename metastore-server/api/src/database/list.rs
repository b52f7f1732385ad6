//! Names of databases, by pattern.

use super::get;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::{database, names};
use skep_types::{GetDatabaseObjectsResponse, Str, args, calls};

pub struct GetAllDatabases;

impl Method for GetAllDatabases {
    type Call = calls::GetAllDatabases;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::filtered()
    }

    async fn run(cx: &Context<'_>, _: args::GetAllDatabases) -> Result<Vec<Str>, Refusal> {
        Ok(seen(cx, None, database::list(cx.catalog(), None).await?))
    }
}

pub struct GetDatabases;

impl Method for GetDatabases {
    type Call = calls::GetDatabases;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::filtered()
    }

    async fn run(cx: &Context<'_>, args: args::GetDatabases) -> Result<Vec<Str>, Refusal> {
        let names = database::list(cx.catalog(), args.pattern.as_deref()).await?;
        Ok(seen(cx, args.pattern.as_deref(), names))
    }
}

/// Whole databases instead of names (newest Hive).
pub struct GetDatabasesReq;

impl Method for GetDatabasesReq {
    type Call = calls::GetDatabasesReq;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::filtered()
    }

    async fn run(cx: &Context<'_>, args: args::GetDatabasesReq) -> Result<GetDatabaseObjectsResponse, Refusal> {
        let request = args.request.unwrap_or_default();
        let catalog = request.catalog_name.as_deref().unwrap_or(names::DEFAULT_CATALOG);
        let mut databases = database::objects(cx.catalog(), catalog, request.pattern.as_deref()).await?;
        databases.retain(|one| cx.sees_database(catalog, one.name.as_deref().unwrap_or_default()));
        databases.iter_mut().for_each(|one| get::show(cx, one));
        Ok(GetDatabaseObjectsResponse { databases })
    }
}

/// Those that the caller sees, of the catalog that the pattern names.
fn seen(cx: &Context<'_>, pattern: Option<&str>, names: Vec<Str>) -> Vec<Str> {
    let catalog = names::DatabaseArg::parse(pattern).map_or(names::DEFAULT_CATALOG.into(), |arg| arg.catalog);
    names.into_iter().filter(|name| cx.sees_database(&catalog, name)).collect()
}
