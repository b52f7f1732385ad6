//! Metadata of files (ORC footers), which only Hive's HBase store ever kept. It is gone since
//! Hive 3, and a metastore on a database has always said so; clients then read the files.

use crate::method::{Entry, entry};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_types::{
    CacheFileMetadataResult, ClearFileMetadataResult, GetFileMetadataByExprResult, GetFileMetadataResult,
    PutFileMetadataResult, args, calls,
};

pub const METHODS: &[Entry] = &[
    entry::<CacheFileMetadata>(),
    entry::<ClearFileMetadata>(),
    entry::<GetFileMetadata>(),
    entry::<GetFileMetadataByExpr>(),
    entry::<PutFileMetadata>(),
];

fn need() -> Need {
    Need::server(Right::Operate)
}

pub struct GetFileMetadata;

impl Method for GetFileMetadata {
    type Call = calls::GetFileMetadata;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        need()
    }

    async fn run(_: &Context<'_>, _: args::GetFileMetadata) -> Result<GetFileMetadataResult, Refusal> {
        Ok(GetFileMetadataResult { is_supported: false, ..Default::default() })
    }
}

pub struct GetFileMetadataByExpr;

impl Method for GetFileMetadataByExpr {
    type Call = calls::GetFileMetadataByExpr;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        need()
    }

    async fn run(_: &Context<'_>, _: args::GetFileMetadataByExpr) -> Result<GetFileMetadataByExprResult, Refusal> {
        Ok(GetFileMetadataByExprResult { is_supported: false, ..Default::default() })
    }
}

/// Asks the server to read the files' metadata itself.
pub struct CacheFileMetadata;

impl Method for CacheFileMetadata {
    type Call = calls::CacheFileMetadata;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        need()
    }

    async fn run(_: &Context<'_>, _: args::CacheFileMetadata) -> Result<CacheFileMetadataResult, Refusal> {
        Ok(CacheFileMetadataResult { is_supported: false })
    }
}

/// A hint that may be ignored; its reply cannot say that it is.
pub struct PutFileMetadata;

impl Method for PutFileMetadata {
    type Call = calls::PutFileMetadata;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        need()
    }

    async fn run(_: &Context<'_>, _: args::PutFileMetadata) -> Result<PutFileMetadataResult, Refusal> {
        Ok(PutFileMetadataResult::default())
    }
}

/// Hive's store fails here. So does this one, rather than say that something was cleared.
pub struct ClearFileMetadata;

impl Method for ClearFileMetadata {
    type Call = calls::ClearFileMetadata;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        need()
    }

    async fn run(_: &Context<'_>, _: args::ClearFileMetadata) -> Result<ClearFileMetadataResult, Refusal> {
        Err(Refusal::meta("no metadata of files is kept here"))
    }
}
