//! Emptying a table or some of its partitions.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::table;
use skep_types::{TruncateTableResponse, args, calls};

pub struct TruncateTable;

impl Method for TruncateTable {
    type Call = calls::TruncateTable;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Delete, args.db_name.as_deref(), args.table_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::TruncateTable) -> Result<(), Refusal> {
        let name = TableName::parse(args.db_name.as_deref(), args.table_name.as_deref())?;
        Ok(table::truncate(cx.catalog(), &name, args.part_names.as_deref()).await?)
    }
}

pub struct TruncateTableReq;

impl Method for TruncateTableReq {
    type Call = calls::TruncateTableReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        Need::table(Right::Delete, request.map(|r| r.db_name.as_str()), request.map(|r| r.table_name.as_str()))
    }

    async fn run(cx: &Context<'_>, args: args::TruncateTableReq) -> Result<TruncateTableResponse, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = TableName::parse(Some(&request.db_name), Some(&request.table_name))?;
        table::truncate(cx.catalog(), &name, request.part_names.as_deref()).await?;
        Ok(TruncateTableResponse::default())
    }
}
