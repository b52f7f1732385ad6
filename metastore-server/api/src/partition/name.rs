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

/// Whether the values are such as the server takes (`metastore.partition.name.whitelist.pattern`).
pub struct PartitionNameHasValidCharacters;

impl Method for PartitionNameHasValidCharacters {
    type Call = calls::PartitionNameHasValidCharacters;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::PartitionNameHasValidCharacters) -> Result<bool, Refusal> {
        let values = args.part_vals.ok_or_else(|| Refusal::meta("partition values cannot be null"))?;
        let Some(pattern) = &cx.catalog().rules.partition_values else { return Ok(true) };
        match pattern.check(&values) {
            Err(error) if args.throw_exception == Some(true) => Err(error.into()),
            outcome => Ok(outcome.is_ok()),
        }
    }
}

/// An absent or empty name has no pairs; that is no error here, other than in calls that look one up.
fn pairs(name: Option<Str>) -> Result<Vec<(Str, Str)>, Refusal> {
    match name.as_deref() {
        None | Some("") => Ok(Vec::new()),
        Some(name) => Ok(name::parse(name).map_err(Error::from)?),
    }
}
