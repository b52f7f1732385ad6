//! Columns alone, with and without partition keys.

use crate::door::part::Shows;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_types::{Exception, FieldSchema, GetFieldsResponse, GetSchemaResponse, Table, args, calls};

pub struct GetFields;

impl Method for GetFields {
    type Call = calls::GetFields;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(None, args.db_name.as_deref(), args.table_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetFields) -> Result<Vec<FieldSchema>, Refusal> {
        let name = name(None, args.db_name.as_deref(), args.table_name.as_deref())?;
        fields(cx, &name).await
    }
}

pub struct GetFieldsWithEnvironmentContext;

impl Method for GetFieldsWithEnvironmentContext {
    type Call = calls::GetFieldsWithEnvironmentContext;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(None, args.db_name.as_deref(), args.table_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetFieldsWithEnvironmentContext) -> Result<Vec<FieldSchema>, Refusal> {
        let name = name(None, args.db_name.as_deref(), args.table_name.as_deref())?;
        fields(cx, &name).await
    }
}

pub struct GetFieldsReq;

impl Method for GetFieldsReq {
    type Call = calls::GetFieldsReq;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        let (database, table) = (request.map(|r| r.db_name.as_str()), request.map(|r| r.tbl_name.as_str()));
        need(request.and_then(|r| r.cat_name.as_deref()), database, table)
    }

    async fn run(cx: &Context<'_>, args: args::GetFieldsReq) -> Result<GetFieldsResponse, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = name(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
        Ok(GetFieldsResponse { fields: fields(cx, &name).await? })
    }
}

pub struct GetSchema;

impl Method for GetSchema {
    type Call = calls::GetSchema;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(None, args.db_name.as_deref(), args.table_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetSchema) -> Result<Vec<FieldSchema>, Refusal> {
        let name = name(None, args.db_name.as_deref(), args.table_name.as_deref())?;
        schema(cx, &name).await
    }
}

pub struct GetSchemaWithEnvironmentContext;

impl Method for GetSchemaWithEnvironmentContext {
    type Call = calls::GetSchemaWithEnvironmentContext;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(None, args.db_name.as_deref(), args.table_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetSchemaWithEnvironmentContext) -> Result<Vec<FieldSchema>, Refusal> {
        let name = name(None, args.db_name.as_deref(), args.table_name.as_deref())?;
        schema(cx, &name).await
    }
}

pub struct GetSchemaReq;

impl Method for GetSchemaReq {
    type Call = calls::GetSchemaReq;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        let (database, table) = (request.map(|r| r.db_name.as_str()), request.map(|r| r.tbl_name.as_str()));
        need(request.and_then(|r| r.cat_name.as_deref()), database, table)
    }

    async fn run(cx: &Context<'_>, args: args::GetSchemaReq) -> Result<GetSchemaResponse, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = name(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
        Ok(GetSchemaResponse { fields: schema(cx, &name).await? })
    }
}

/// The columns without partition keys. Hive asks some serdes for them; here they are always the stored ones.
async fn fields(cx: &Context<'_>, name: &TableName) -> Result<Vec<FieldSchema>, Refusal> {
    let table = table(cx, name).await?;
    Ok(table.sd.and_then(|sd| sd.cols).unwrap_or_default())
}

/// The columns, then the partition keys.
async fn schema(cx: &Context<'_>, name: &TableName) -> Result<Vec<FieldSchema>, Refusal> {
    let table = table(cx, name).await?;
    let mut all = table.sd.and_then(|sd| sd.cols).unwrap_or_default();
    all.extend(table.partition_keys.unwrap_or_default());
    Ok(all)
}

async fn table(cx: &Context<'_>, name: &TableName) -> Result<Table, Refusal> {
    cx.table(name).await.map_err(|refusal| match refusal.exception {
        Exception::NoSuchObjectException => Refusal::new(Exception::UnknownTableException, refusal.message),
        _ => refusal,
    })
}

/// `table.column.field` asks for a table's columns, too: only the table counts.
fn table_of(text: &str) -> &str {
    text.split('.').next().unwrap_or(text)
}

fn name(catalog: Option<&str>, database: Option<&str>, table: Option<&str>) -> Result<TableName, Refusal> {
    Ok(TableName::of(catalog, database, table.map(table_of))?)
}

fn need(catalog: Option<&str>, database: Option<&str>, table: Option<&str>) -> Need {
    Need::table_in(Right::Describe, catalog, database, table.map(table_of))
}
