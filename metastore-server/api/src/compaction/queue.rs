//! Asking for compactions and looking at them.

use super::{of_table, present};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::statement::Table;
use skep_access::{Need, Right};
use skep_txn::compaction;
use skep_types::{
    AbortCompactResponse, CompactionRequest, CompactionResponse, GetLatestCommittedCompactionInfoResponse,
    ShowCompactResponse, args, calls,
};

/// The id says whose compaction it is only in the database, so nobody's table can be named here.
pub struct AbortCompactions;

impl Method for AbortCompactions {
    type Call = calls::AbortCompactions;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::AbortCompactions) -> Result<AbortCompactResponse, Refusal> {
        Ok(compaction::abort(&cx.catalog().db, &present(args.rqst)?).await?)
    }
}

/// `compact2` without its answer.
pub struct Compact;

impl Method for Compact {
    type Call = calls::Compact;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        of_request(args.rqst.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::Compact) -> Result<(), Refusal> {
        compaction::compact(&cx.catalog().db, &present(args.rqst)?).await?;
        Ok(())
    }
}

pub struct Compact2;

impl Method for Compact2 {
    type Call = calls::Compact2;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        of_request(args.rqst.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::Compact2) -> Result<CompactionResponse, Refusal> {
        Ok(compaction::compact(&cx.catalog().db, &present(args.rqst)?).await?)
    }
}

pub struct SubmitForCleanup;

impl Method for SubmitForCleanup {
    type Call = calls::SubmitForCleanup;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        of_request(args.o1.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::SubmitForCleanup) -> Result<bool, Refusal> {
        let (highest_write_id, txn) = (args.o2.unwrap_or(0), args.o3.unwrap_or(0));
        Ok(compaction::submit_for_cleanup(&cx.catalog().db, &present(args.o1)?, highest_write_id, txn).await?)
    }
}

fn of_request(request: Option<&CompactionRequest>) -> Need {
    request.map(|request| of_table(&request.dbname, &request.tablename)).unwrap_or_default()
}

/// Entries of tables a caller cannot see are left out of the answer, not refused.
pub struct ShowCompact;

impl Method for ShowCompact {
    type Call = calls::ShowCompact;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::filtered()
    }

    async fn run(cx: &Context<'_>, args: args::ShowCompact) -> Result<ShowCompactResponse, Refusal> {
        let mut shown = compaction::show(&cx.catalog().db, &args.rqst.unwrap_or_default()).await?;
        shown.compacts = cx.seen(shown.compacts, |one| Table::new(None, &one.dbname, &one.tablename)).await?;
        Ok(shown)
    }
}

pub struct GetLatestCommittedCompactionInfo;

impl Method for GetLatestCommittedCompactionInfo {
    type Call = calls::GetLatestCommittedCompactionInfo;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        args.rqst.as_ref().map(|request| of_table(&request.dbname, &request.tablename)).unwrap_or_default()
    }

    async fn run(
        cx: &Context<'_>,
        args: args::GetLatestCommittedCompactionInfo,
    ) -> Result<GetLatestCommittedCompactionInfoResponse, Refusal> {
        Ok(compaction::latest_committed(&cx.catalog().db, &present(args.rqst)?).await?)
    }
}
