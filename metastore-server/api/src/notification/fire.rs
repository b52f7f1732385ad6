//! Events that clients make: what they wrote, and what others should read anew.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::event;
use skep_catalog::names::TableName;
use skep_types::{
    FireEventResponse, WriteEventInfo, WriteNotificationLogBatchRequest, WriteNotificationLogBatchResponse,
    WriteNotificationLogRequest, WriteNotificationLogResponse, args, calls,
};

pub struct FireListenerEvent;

impl Method for FireListenerEvent {
    type Call = calls::FireListenerEvent;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.rqst.as_ref();
        let database = request.and_then(|r| r.db_name.as_deref());
        let (catalog, table) =
            (request.and_then(|r| r.cat_name.as_deref()), request.and_then(|r| r.table_name.as_deref()));
        Need::table_in(Right::Insert, catalog, database, table)
    }

    async fn run(cx: &Context<'_>, args: args::FireListenerEvent) -> Result<FireEventResponse, Refusal> {
        Ok(event::fire(cx.catalog(), &args.rqst.unwrap_or_default()).await?)
    }
}

/// What a transaction wrote into one table or partition.
pub struct AddWriteNotificationLog;

impl Method for AddWriteNotificationLog {
    type Call = calls::AddWriteNotificationLog;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        args.rqst.as_ref().map(written_into).unwrap_or_default()
    }

    async fn run(
        cx: &Context<'_>,
        args: args::AddWriteNotificationLog,
    ) -> Result<WriteNotificationLogResponse, Refusal> {
        let write = args.rqst.unwrap_or_default();
        let table = TableName::parse(Some(&write.db), Some(&write.table))?;
        event::note_writes(cx.catalog(), &table, &[write]).await?;
        Ok(WriteNotificationLogResponse::default())
    }
}

/// The same of many partitions of one table.
pub struct AddWriteNotificationLogInBatch;

impl Method for AddWriteNotificationLogInBatch {
    type Call = calls::AddWriteNotificationLogInBatch;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.rqst.as_ref();
        let needed = |r: &WriteNotificationLogBatchRequest| {
            Need::table_in(Right::Insert, Some(&r.catalog), Some(&r.db), Some(&r.table))
        };
        request.map(needed).unwrap_or_default()
    }

    async fn run(
        cx: &Context<'_>,
        args: args::AddWriteNotificationLogInBatch,
    ) -> Result<WriteNotificationLogBatchResponse, Refusal> {
        let request = args.rqst.unwrap_or_default();
        let table = TableName::of(Some(&request.catalog), Some(&request.db), Some(&request.table))?;
        event::note_writes(cx.catalog(), &table, &request.request_list).await?;
        Ok(WriteNotificationLogBatchResponse::default())
    }
}

pub struct GetAllWriteEventInfo;

impl Method for GetAllWriteEventInfo {
    type Call = calls::GetAllWriteEventInfo;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::GetAllWriteEventInfo) -> Result<Vec<WriteEventInfo>, Refusal> {
        Ok(event::written(cx.catalog(), &args.request.unwrap_or_default()).await?)
    }
}

fn written_into(write: &WriteNotificationLogRequest) -> Need {
    Need::table(Right::Insert, Some(&write.db), Some(&write.table))
}
