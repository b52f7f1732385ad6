//! Tokens that let a job act for the user who started it. Hive issues, renews and cancels them for
//! clients who proved with Kerberos who they are, and refuses others; no connection here has.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_types::{Str, args, calls};

pub struct GetDelegationToken;

impl Method for GetDelegationToken {
    type Call = calls::GetDelegationToken;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(_: &Context<'_>, _: args::GetDelegationToken) -> Result<Str, Refusal> {
        Err(refused("issued"))
    }
}

pub struct RenewDelegationToken;

impl Method for RenewDelegationToken {
    type Call = calls::RenewDelegationToken;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(_: &Context<'_>, _: args::RenewDelegationToken) -> Result<i64, Refusal> {
        Err(refused("renewed"))
    }
}

pub struct CancelDelegationToken;

impl Method for CancelDelegationToken {
    type Call = calls::CancelDelegationToken;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(_: &Context<'_>, _: args::CancelDelegationToken) -> Result<(), Refusal> {
        Err(refused("cancelled"))
    }
}

fn refused(done: &str) -> Refusal {
    Refusal::meta(format!("Delegation Token can be {done} only with kerberos authentication"))
}
