//! Beginning, and seeing who has begun.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_txn::transaction;
use skep_types::{GetOpenTxnsInfoResponse, GetOpenTxnsResponse, OpenTxnsResponse, args, calls};

pub struct OpenTxns;

impl Method for OpenTxns {
    type Call = calls::OpenTxns;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::filtered()
    }

    async fn run(cx: &Context<'_>, args: args::OpenTxns) -> Result<OpenTxnsResponse, Refusal> {
        let mut request = args.rqst.unwrap_or_default();
        request.user = cx.owner(request.user);
        Ok(transaction::open(&cx.catalog().db, &request).await?)
    }
}

/// Ids only: every reader needs them.
pub struct GetOpenTxns;

impl Method for GetOpenTxns {
    type Call = calls::GetOpenTxns;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, _: args::GetOpenTxns) -> Result<GetOpenTxnsResponse, Refusal> {
        Ok(transaction::list(&cx.catalog().db).await?)
    }
}

/// Hive 4's door: the caller says which types it does not want to see.
pub struct GetOpenTxnsReq;

impl Method for GetOpenTxnsReq {
    type Call = calls::GetOpenTxnsReq;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::GetOpenTxnsReq) -> Result<GetOpenTxnsResponse, Refusal> {
        let excluded = args.get_open_txns_request.unwrap_or_default().exclude_txn_types.unwrap_or_default();
        Ok(transaction::list_without(&cx.catalog().db, &excluded).await?)
    }
}

/// Names users and hosts.
pub struct GetOpenTxnsInfo;

impl Method for GetOpenTxnsInfo {
    type Call = calls::GetOpenTxnsInfo;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, _: args::GetOpenTxnsInfo) -> Result<GetOpenTxnsInfoResponse, Refusal> {
        Ok(transaction::info(&cx.catalog().db).await?)
    }
}

pub struct SeedTxnId;

impl Method for SeedTxnId {
    type Call = calls::SeedTxnId;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::SeedTxnId) -> Result<(), Refusal> {
        let next = args.rqst.unwrap_or_default().seed_txn_id;
        Ok(transaction::seed(&cx.catalog().db, next).await?)
    }
}
