//! Columns alone, with and without partition keys.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::table::schema;
use skep_types::{FieldSchema, GetFieldsResponse, GetSchemaResponse, args, calls};

pub struct GetFields;

impl Method for GetFields {
    type Call = calls::GetFields;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.db_name.as_deref(), args.table_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetFields) -> Result<Vec<FieldSchema>, Refusal> {
        let name = name(None, args.db_name.as_deref(), args.table_name.as_deref())?;
        Ok(schema::fields(cx.catalog(), &name).await?)
    }
}

pub struct GetFieldsWithEnvironmentContext;

impl Method for GetFieldsWithEnvironmentContext {
    type Call = calls::GetFieldsWithEnvironmentContext;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.db_name.as_deref(), args.table_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetFieldsWithEnvironmentContext) -> Result<Vec<FieldSchema>, Refusal> {
        let name = name(None, args.db_name.as_deref(), args.table_name.as_deref())?;
        Ok(schema::fields(cx.catalog(), &name).await?)
    }
}

pub struct GetFieldsReq;

impl Method for GetFieldsReq {
    type Call = calls::GetFieldsReq;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        need(request.map(|r| r.db_name.as_str()), request.map(|r| r.tbl_name.as_str()))
    }

    async fn run(cx: &Context<'_>, args: args::GetFieldsReq) -> Result<GetFieldsResponse, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = name(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
        Ok(GetFieldsResponse { fields: schema::fields(cx.catalog(), &name).await? })
    }
}

pub struct GetSchema;

impl Method for GetSchema {
    type Call = calls::GetSchema;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.db_name.as_deref(), args.table_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetSchema) -> Result<Vec<FieldSchema>, Refusal> {
        let name = name(None, args.db_name.as_deref(), args.table_name.as_deref())?;
        Ok(schema::schema(cx.catalog(), &name).await?)
    }
}

pub struct GetSchemaWithEnvironmentContext;

impl Method for GetSchemaWithEnvironmentContext {
    type Call = calls::GetSchemaWithEnvironmentContext;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.db_name.as_deref(), args.table_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetSchemaWithEnvironmentContext) -> Result<Vec<FieldSchema>, Refusal> {
        let name = name(None, args.db_name.as_deref(), args.table_name.as_deref())?;
        Ok(schema::schema(cx.catalog(), &name).await?)
    }
}

pub struct GetSchemaReq;

impl Method for GetSchemaReq {
    type Call = calls::GetSchemaReq;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        need(request.map(|r| r.db_name.as_str()), request.map(|r| r.tbl_name.as_str()))
    }

    async fn run(cx: &Context<'_>, args: args::GetSchemaReq) -> Result<GetSchemaResponse, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = name(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
        Ok(GetSchemaResponse { fields: schema::schema(cx.catalog(), &name).await? })
    }
}

/// `table.column.field` asks for a table's columns, too: only the table counts.
fn table_of(text: &str) -> &str {
    text.split('.').next().unwrap_or(text)
}

fn name(catalog: Option<&str>, database: Option<&str>, table: Option<&str>) -> Result<TableName, Refusal> {
    Ok(TableName::of(catalog, database, table.map(table_of))?)
}

fn need(database: Option<&str>, table: Option<&str>) -> Need {
    Need::table(Right::Describe, database, table.map(table_of))
}
