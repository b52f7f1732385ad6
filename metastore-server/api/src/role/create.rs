//! Making a role.

use super::required;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::role;
use skep_types::{args, calls};

pub struct CreateRole;

impl Method for CreateRole {
    type Call = calls::CreateRole;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::CreateRole) -> Result<bool, Refusal> {
        cx.hive_grants_decide()?;
        let sent = args.role.ok_or_else(|| Refusal::meta("Role cannot be null."))?;
        let name = required(sent.role_name.as_deref())?;
        role::create(cx.catalog(), name, sent.owner_name.as_deref()).await.map_err(Refusal::named)?;
        Ok(true)
    }
}
