//! Indexes of a table.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::index::{self, IndexName};
use skep_catalog::names::TableName;
use skep_types::{Index, Str, args, calls};

pub struct GetIndexByName;

impl Method for GetIndexByName {
    type Call = calls::GetIndexByName;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetIndexByName) -> Result<Index, Refusal> {
        let name = IndexName::parse(args.db_name.as_deref(), args.tbl_name.as_deref(), args.index_name.as_deref())?;
        Ok(index::get(cx.catalog(), &name).await?)
    }
}

pub struct GetIndexes;

impl Method for GetIndexes {
    type Call = calls::GetIndexes;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetIndexes) -> Result<Vec<Index>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        Ok(index::list(cx.catalog(), &table, args.max_indexes.unwrap_or(-1)).await?)
    }
}

pub struct GetIndexNames;

impl Method for GetIndexNames {
    type Call = calls::GetIndexNames;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Select, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetIndexNames) -> Result<Vec<Str>, Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        Ok(index::names(cx.catalog(), &table, args.max_indexes.unwrap_or(-1)).await?)
    }
}
