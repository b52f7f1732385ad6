//! Renaming a partition: giving it other values.

use super::{missing, need};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::partition::rename::rename;
use skep_types::{RenamePartitionResponse, args, calls};

pub struct RenamePartition;

impl Method for RenamePartition {
    type Call = calls::RenamePartition;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::table(Right::Alter, args.db_name.as_deref(), args.tbl_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::RenamePartition) -> Result<(), Refusal> {
        let table = TableName::parse(args.db_name.as_deref(), args.tbl_name.as_deref())?;
        let values = args.part_vals.ok_or_else(|| missing("partition values"))?;
        let new = args.new_part.ok_or_else(|| missing("partition"))?;
        Ok(rename(cx.catalog(), &table, &values, new).await?)
    }
}

/// Hive 4's door.
pub struct RenamePartitionReq;

impl Method for RenamePartitionReq {
    type Call = calls::RenamePartitionReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        request.map_or_else(Need::nothing, |r| {
            need(Right::Alter, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.table_name))
        })
    }

    async fn run(cx: &Context<'_>, args: args::RenamePartitionReq) -> Result<RenamePartitionResponse, Refusal> {
        let r = args.req.ok_or_else(|| missing("request"))?;
        let table = TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.table_name))?;
        rename(cx.catalog(), &table, &r.part_vals, r.new_part).await?;
        Ok(RenamePartitionResponse {})
    }
}
