//! A type with those it refers to.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_types::{Str, Type, args, calls};
use std::collections::BTreeMap;

/// Every Hive refuses this with these words: nobody ever wrote down which types it would return.
pub struct GetTypeAll;

impl Method for GetTypeAll {
    type Call = calls::GetTypeAll;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(_: &Context<'_>, _: args::GetTypeAll) -> Result<BTreeMap<Str, Type>, Refusal> {
        Err(Refusal::meta("Not yet implemented"))
    }
}
