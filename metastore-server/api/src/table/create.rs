//! Making a table or a view.

use crate::constraint::need_of_references;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::{constraint, table};
use skep_types::{EnvironmentContext, SQLAllTableConstraints, Table, args, calls};

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
        let Some(request) = &args.request else { return Need::nothing() };
        let foreign_keys = request.foreign_keys.clone();
        let lines = constraint::lines_of(SQLAllTableConstraints { foreign_keys, ..Default::default() });
        need(Some(&request.table)).and(need_of_references(&lines))
    }

    async fn run(cx: &Context<'_>, args: args::CreateTableReq) -> Result<(), Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let constraints = SQLAllTableConstraints {
            primary_keys: request.primary_keys,
            foreign_keys: request.foreign_keys,
            unique_constraints: request.unique_constraints,
            not_null_constraints: request.not_null_constraints,
            default_constraints: request.default_constraints,
            check_constraints: request.check_constraints,
        };
        let environment = request.env_context.as_ref();
        Ok(table::create_with_constraints(cx.catalog(), &request.table, environment, &constraints).await?)
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

pub(crate) fn need(table: Option<&Table>) -> Need {
    let location = table.and_then(|t| t.sd.as_ref()).and_then(|sd| sd.location.as_deref());
    Need::database(Right::CreateTable, table.and_then(|t| t.db_name.as_deref())).and_location(location)
}
