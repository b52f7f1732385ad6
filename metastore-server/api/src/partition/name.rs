//! Questions about partition names, answered without the database.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::Error;
use skep_catalog::partition::name;
use skep_types::{Str, args, calls};
use std::collections::BTreeMap;

pub struct PartitionNameToVals;

impl Method for PartitionNameToVals {
    type Call = calls::PartitionNameToVals;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(_: &Context<'_>, args: args::PartitionNameToVals) -> Result<Vec<Str>, Refusal> {
        Ok(pairs(args.part_name)?.into_iter().map(|(_, value)| value).collect())
    }
}

pub struct PartitionNameToSpec;

impl Method for PartitionNameToSpec {
    type Call = calls::PartitionNameToSpec;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(_: &Context<'_>, args: args::PartitionNameToSpec) -> Result<BTreeMap<Str, Str>, Refusal> {
        Ok(pairs(args.part_name)?.into_iter().collect())
    }
}

/// Hive's white list of characters is off unless configured, and is not offered here.
pub struct PartitionNameHasValidCharacters;

impl Method for PartitionNameHasValidCharacters {
    type Call = calls::PartitionNameHasValidCharacters;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(_: &Context<'_>, _: args::PartitionNameHasValidCharacters) -> Result<bool, Refusal> {
        Ok(true)
    }
}

/// An absent or empty name has no pairs; that is no error here, other than in calls that look one up.
fn pairs(name: Option<Str>) -> Result<Vec<(Str, Str)>, Refusal> {
    match name.as_deref() {
        None | Some("") => Ok(Vec::new()),
        Some(name) => Ok(name::parse(name).map_err(Error::from)?),
    }
}
