//! One table by name: the call every query of every engine begins with.

use crate::door::part::Shows;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::table;
use skep_types::{ClientCapabilities, GetTableResult, Table, args, calls};

/// Gone from Hive since 4.0.1, and what nearly everybody sends (HIVE-26537).
pub struct GetTable;

impl Method for GetTable {
    type Call = calls::GetTable;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Describe, args.dbname.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetTable) -> Result<Table, Refusal> {
        get(cx, &TableName::parse(args.dbname.as_deref(), args.tbl_name.as_deref())?, None).await
    }
}

pub struct GetTableReq;

impl Method for GetTableReq {
    type Call = calls::GetTableReq;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        let (database, table) = (request.map(|r| r.db_name.as_str()), request.map(|r| r.tbl_name.as_str()));
        Need::table_in(Right::Describe, request.and_then(|r| r.cat_name.as_deref()), database, table)
    }

    async fn run(cx: &Context<'_>, args: args::GetTableReq) -> Result<GetTableResult, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.tbl_name))?;
        let mut table = get(cx, &name, request.capabilities.as_ref()).await?;
        table::access::describe(&mut table, request.processor_capabilities.as_deref());
        Ok(GetTableResult { table, ..Default::default() })
    }
}

async fn get(cx: &Context<'_>, name: &TableName, can: Option<&ClientCapabilities>) -> Result<Table, Refusal> {
    let found = cx.table(name).await?;
    table::capability::check(cx.catalog(), &found, can)?;
    Ok(found)
}
