//! Making a table or a view.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::table;
use skep_types::{CreateTableRequest, EnvironmentContext, Table, args, calls};

pub struct CreateTable;

impl Method for CreateTable {
    type Call = calls::CreateTable;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.tbl.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::CreateTable) -> Result<(), Refusal> {
        create(cx, args.tbl.as_ref(), None).await
    }
}

/// What Spark sends.
pub struct CreateTableWithEnvironmentContext;

impl Method for CreateTableWithEnvironmentContext {
    type Call = calls::CreateTableWithEnvironmentContext;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.tbl.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::CreateTableWithEnvironmentContext) -> Result<(), Refusal> {
        create(cx, args.tbl.as_ref(), args.environment_context.as_ref()).await
    }
}

/// Hive 4's door.
pub struct CreateTableReq;

impl Method for CreateTableReq {
    type Call = calls::CreateTableReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.request.as_ref().map(|r| &r.table))
    }

    async fn run(cx: &Context<'_>, args: args::CreateTableReq) -> Result<(), Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        refuse_constraints(&request)?;
        create(cx, Some(&request.table), request.env_context.as_ref()).await
    }
}

/// HiveServer2 4 asks what would become of a table before it writes the data of CREATE TABLE AS.
pub struct TranslateTableDryrun;

impl Method for TranslateTableDryrun {
    type Call = calls::TranslateTableDryrun;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.request.as_ref().map(|r| &r.table))
    }

    async fn run(cx: &Context<'_>, args: args::TranslateTableDryrun) -> Result<Table, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        Ok(table::create::describe(cx.catalog(), &request.table)?)
    }
}

async fn create(
    cx: &Context<'_>,
    sent: Option<&Table>,
    environment: Option<&EnvironmentContext>,
) -> Result<(), Refusal> {
    let sent = sent.ok_or_else(|| Refusal::meta("table cannot be null"))?;
    Ok(table::create(cx.catalog(), sent, environment).await?)
}

/// Keys and other constraints are not kept yet: better no table than one without what it was
/// declared with.
fn refuse_constraints(request: &CreateTableRequest) -> Result<(), Refusal> {
    let sent = [
        request.primary_keys.as_ref().is_some_and(|list| !list.is_empty()),
        request.foreign_keys.as_ref().is_some_and(|list| !list.is_empty()),
        request.unique_constraints.as_ref().is_some_and(|list| !list.is_empty()),
        request.not_null_constraints.as_ref().is_some_and(|list| !list.is_empty()),
        request.default_constraints.as_ref().is_some_and(|list| !list.is_empty()),
        request.check_constraints.as_ref().is_some_and(|list| !list.is_empty()),
    ];
    if !sent.contains(&true) {
        return Ok(());
    }
    let name = request.table.table_name.as_deref().unwrap_or_default();
    Err(Refusal::meta(format!("table {name}: this metastore does not keep constraints, create it without")))
}

fn need(table: Option<&Table>) -> Need {
    let location = table.and_then(|t| t.sd.as_ref()).and_then(|sd| sd.location.as_deref());
    Need::database(Right::CreateTable, table.and_then(|t| t.db_name.as_deref())).and_location(location)
}
