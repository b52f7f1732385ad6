//! Changes of schema versions.

use super::{need_of_schema, need_of_version};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::registry::{self, VersionName};
use skep_types::{args, calls};

pub struct AddSchemaVersion;

impl Method for AddSchemaVersion {
    type Call = calls::AddSchemaVersion;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_of_schema(Right::CreateTable, args.schema_version.as_ref().and_then(|version| version.schema.as_ref()))
    }

    async fn run(cx: &Context<'_>, args: args::AddSchemaVersion) -> Result<(), Refusal> {
        let version = args.schema_version.ok_or_else(|| super::null("schema version"))?;
        Ok(registry::add_version(cx.catalog(), &version).await?)
    }
}

pub struct DropSchemaVersion;

impl Method for DropSchemaVersion {
    type Call = calls::DropSchemaVersion;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_of_version(Right::CreateTable, args.schema_version.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::DropSchemaVersion) -> Result<(), Refusal> {
        Ok(registry::drop_version(cx.catalog(), &VersionName::parse(args.schema_version.as_ref())?).await?)
    }
}

pub struct SetSchemaVersionState;

impl Method for SetSchemaVersionState {
    type Call = calls::SetSchemaVersionState;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_of_version(Right::CreateTable, args.rqst.as_ref().and_then(|request| request.schema_version.as_ref()))
    }

    async fn run(cx: &Context<'_>, args: args::SetSchemaVersionState) -> Result<(), Refusal> {
        let request = args.rqst.unwrap_or_default();
        let name = VersionName::parse(request.schema_version.as_ref())?;
        Ok(registry::set_state(cx.catalog(), &name, request.state).await?)
    }
}

pub struct MapSchemaVersionToSerde;

impl Method for MapSchemaVersionToSerde {
    type Call = calls::MapSchemaVersionToSerde;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_of_version(Right::CreateTable, args.rqst.as_ref().and_then(|request| request.schema_version.as_ref()))
    }

    async fn run(cx: &Context<'_>, args: args::MapSchemaVersionToSerde) -> Result<(), Refusal> {
        let request = args.rqst.unwrap_or_default();
        let name = VersionName::parse(request.schema_version.as_ref())?;
        Ok(registry::map_to_serde(cx.catalog(), &name, request.serde_name.as_deref()).await?)
    }
}
