//! `flushCache`: for stores that answer from a cache of their own.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_types::{args, calls};

/// Every answer here is read from the database, as in Hive's own store: there is nothing to flush.
pub struct FlushCache;

impl Method for FlushCache {
    type Call = calls::FlushCache;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(_: &Context<'_>, _: args::FlushCache) -> Result<(), Refusal> {
        Ok(())
    }
}
