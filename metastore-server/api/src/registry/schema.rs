//! Schemas.

use super::need_of_schema;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::registry::{self, SchemaName};
use skep_types::{ISchema, args, calls};

pub struct CreateIschema;

impl Method for CreateIschema {
    type Call = calls::CreateIschema;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(schema) = &args.schema else { return Need::nothing() };
        super::need(Right::CreateTable, schema.cat_name.as_deref(), schema.db_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::CreateIschema) -> Result<(), Refusal> {
        let schema = args.schema.ok_or_else(|| super::null("schema"))?;
        Ok(registry::create(cx.catalog(), &schema).await?)
    }
}

pub struct AlterIschema;

impl Method for AlterIschema {
    type Call = calls::AlterIschema;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_of_schema(Right::CreateTable, args.rqst.as_ref().and_then(|request| request.name.as_ref()))
    }

    async fn run(cx: &Context<'_>, args: args::AlterIschema) -> Result<(), Refusal> {
        let request = args.rqst.unwrap_or_default();
        let schema = request.new_schema.ok_or_else(|| super::null("schema"))?;
        Ok(registry::alter(cx.catalog(), &SchemaName::parse(request.name.as_ref())?, &schema).await?)
    }
}

pub struct GetIschema;

impl Method for GetIschema {
    type Call = calls::GetIschema;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_of_schema(Right::Describe, args.name.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::GetIschema) -> Result<ISchema, Refusal> {
        Ok(registry::get(cx.catalog(), &SchemaName::parse(args.name.as_ref())?).await?)
    }
}

pub struct DropIschema;

impl Method for DropIschema {
    type Call = calls::DropIschema;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need_of_schema(Right::CreateTable, args.name.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::DropIschema) -> Result<(), Refusal> {
        Ok(registry::drop(cx.catalog(), &SchemaName::parse(args.name.as_ref())?).await?)
    }
}
