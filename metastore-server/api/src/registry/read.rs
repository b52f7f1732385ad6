//! Schema versions, read.

use super::{need_of_schema, need_of_version};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Decision, Need, Right};
use skep_catalog::registry::{self, SchemaName, VersionName};
use skep_types::{FindSchemasByColsResp, SchemaVersion, SchemaVersionDescriptor, args, calls};

pub struct GetSchemaVersion;

impl Method for GetSchemaVersion {
    type Call = calls::GetSchemaVersion;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_of_version(Right::Describe, args.schema_version.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::GetSchemaVersion) -> Result<SchemaVersion, Refusal> {
        Ok(registry::version(cx.catalog(), &VersionName::parse(args.schema_version.as_ref())?).await?)
    }
}

pub struct GetSchemaLatestVersion;

impl Method for GetSchemaLatestVersion {
    type Call = calls::GetSchemaLatestVersion;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_of_schema(Right::Describe, args.schema_name.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::GetSchemaLatestVersion) -> Result<SchemaVersion, Refusal> {
        Ok(registry::latest_version(cx.catalog(), &SchemaName::parse(args.schema_name.as_ref())?).await?)
    }
}

pub struct GetSchemaAllVersions;

impl Method for GetSchemaAllVersions {
    type Call = calls::GetSchemaAllVersions;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_of_schema(Right::Describe, args.schema_name.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::GetSchemaAllVersions) -> Result<Vec<SchemaVersion>, Refusal> {
        Ok(registry::all_versions(cx.catalog(), &SchemaName::parse(args.schema_name.as_ref())?).await?)
    }
}

pub struct GetSchemasByCols;

impl Method for GetSchemasByCols {
    type Call = calls::GetSchemasByCols;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::filtered()
    }

    async fn run(cx: &Context<'_>, args: args::GetSchemasByCols) -> Result<FindSchemasByColsResp, Refusal> {
        let found = registry::find_by_columns(cx.catalog(), &args.rqst.unwrap_or_default()).await?;
        let described = |one: &SchemaVersionDescriptor| {
            let need = need_of_version(Right::Describe, Some(one));
            cx.access().is_none_or(|access| access.decide(&need) == Decision::Allowed)
        };
        let found = found.into_iter().filter(described).collect();
        Ok(FindSchemasByColsResp { schema_versions: Some(found) })
    }
}
