//! Making a table or a view.

use crate::constraint::{need_of_references, refuse_hidden};
use crate::door::table_of;
use crate::{ArgsOf, Context, Effect, Method, Refusal, place};
use skep_access::Need;
use skep_access::statement::Target;
use skep_catalog::names::TableName;
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
        let foreign_keys = request.foreign_keys.clone();
        refuse_hidden(cx, &constraint::lines_of(SQLAllTableConstraints { foreign_keys, ..Default::default() }))?;
        let constraints = SQLAllTableConstraints {
            primary_keys: request.primary_keys,
            foreign_keys: request.foreign_keys,
            unique_constraints: request.unique_constraints,
            not_null_constraints: request.not_null_constraints,
            default_constraints: request.default_constraints,
            check_constraints: request.check_constraints,
        };
        let environment = request.env_context.as_ref();
        table::create_with_constraints(cx.catalog(), &request.table, environment, &constraints).await?;
        made(cx, &request.table).await;
        Ok(())
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
    table::create(cx.catalog(), sent, environment).await?;
    made(cx, sent).await;
    Ok(())
}

/// The caller has made this table.
pub(crate) async fn made(cx: &Context<'_>, table: &Table) {
    if cx.access().is_some()
        && let (database, name) = (table.db_name.as_deref(), table.table_name.as_deref())
        && let Ok(name) = TableName::of(table.cat_name.as_deref(), database, name)
    {
        cx.made(Target::Table(table_of(&name))).await;
    }
}

pub(crate) fn need(table: Option<&Table>) -> Need {
    let Some(table) = table else { return Need::new_table(None, None, None) };
    let named = Need::new_table(table.cat_name.as_deref(), table.db_name.as_deref(), table.table_name.as_deref());
    locations(table).into_iter().fold(named, |need, uri| need.and_location(Some(uri)))
}

/// Every place that a table's record names.
pub(crate) fn locations(table: &Table) -> Vec<&str> {
    place::named_in(table.sd.as_ref(), table.parameters.as_ref())
}
