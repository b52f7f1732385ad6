//! Names of databases, by pattern.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::{database, names};
use skep_types::{GetDatabaseObjectsResponse, Str, args, calls};

pub struct GetAllDatabases;

impl Method for GetAllDatabases {
    type Call = calls::GetAllDatabases;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, _: args::GetAllDatabases) -> Result<Vec<Str>, Refusal> {
        Ok(database::list(cx.catalog(), None).await?)
    }
}

pub struct GetDatabases;

impl Method for GetDatabases {
    type Call = calls::GetDatabases;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::GetDatabases) -> Result<Vec<Str>, Refusal> {
        Ok(database::list(cx.catalog(), args.pattern.as_deref()).await?)
    }
}

/// Whole databases instead of names (newest Hive).
pub struct GetDatabasesReq;

impl Method for GetDatabasesReq {
    type Call = calls::GetDatabasesReq;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::GetDatabasesReq) -> Result<GetDatabaseObjectsResponse, Refusal> {
        let request = args.request.unwrap_or_default();
        let catalog = request.catalog_name.as_deref().unwrap_or(names::DEFAULT_CATALOG);
        let databases = database::objects(cx.catalog(), catalog, request.pattern.as_deref()).await?;
        Ok(GetDatabaseObjectsResponse { databases })
    }
}
