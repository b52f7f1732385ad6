//! Dropping a table or a view.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::database::drop::Files;
use skep_catalog::names::TableName;
use skep_catalog::table;
use skep_types::{AsyncOperationResp, args, calls};

pub struct DropTable;

impl Method for DropTable {
    type Call = calls::DropTable;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Drop, args.dbname.as_deref(), args.name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropTable) -> Result<(), Refusal> {
        let name = TableName::parse(args.dbname.as_deref(), args.name.as_deref())?;
        Ok(table::drop(cx.catalog(), &name, Files::deleted_if(args.delete_data == Some(true))).await?)
    }
}

/// The environment may ask to purge, that is to pass by a trash that we do not have.
pub struct DropTableWithEnvironmentContext;

impl Method for DropTableWithEnvironmentContext {
    type Call = calls::DropTableWithEnvironmentContext;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Drop, args.dbname.as_deref(), args.name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropTableWithEnvironmentContext) -> Result<(), Refusal> {
        let name = TableName::parse(args.dbname.as_deref(), args.name.as_deref())?;
        Ok(table::drop(cx.catalog(), &name, Files::deleted_if(args.delete_data == Some(true))).await?)
    }
}

/// Hive 4's door. The newest Hive may ask for it to run in the background; it is done when we
/// answer, and says so.
pub struct DropTableReq;

impl Method for DropTableReq {
    type Call = calls::DropTableReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.drop_table_req.as_ref();
        let (database, table) = (request.map(|r| r.db_name.as_str()), request.map(|r| r.table_name.as_str()));
        Need::table_in(Right::Drop, request.and_then(|r| r.catalog_name.as_deref()), database, table)
    }

    async fn run(cx: &Context<'_>, args: args::DropTableReq) -> Result<AsyncOperationResp, Refusal> {
        let request = args.drop_table_req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = TableName::of(request.catalog_name.as_deref(), Some(&request.db_name), Some(&request.table_name))?;
        table::drop(cx.catalog(), &name, Files::deleted_if(request.delete_data == Some(true))).await?;
        Ok(AsyncOperationResp { id: request.id.unwrap_or_default(), finished: Some(true), ..Default::default() })
    }
}
