//! Removing a role.

use super::required;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::role;
use skep_types::{args, calls};

pub struct DropRole;

impl Method for DropRole {
    type Call = calls::DropRole;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::DropRole) -> Result<bool, Refusal> {
        cx.hive_grants_decide()?;
        role::drop(cx.catalog(), required(args.role_name.as_deref())?).await.map_err(Refusal::named)?;
        Ok(true)
    }
}
