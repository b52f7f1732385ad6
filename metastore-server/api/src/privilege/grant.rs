//! Granting and revoking, a bag at a time.

use super::null;
use crate::role::grant::unknown_request;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::privilege;
use skep_catalog::role::Revoked;
use skep_types::{GrantRevokePrivilegeResponse, GrantRevokeType, PrivilegeBag, args, calls};

pub struct GrantPrivileges;

impl Method for GrantPrivileges {
    type Call = calls::GrantPrivileges;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::GrantPrivileges) -> Result<bool, Refusal> {
        grant(cx, args.privileges).await
    }
}

pub struct RevokePrivileges;

impl Method for RevokePrivileges {
    type Call = calls::RevokePrivileges;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::RevokePrivileges) -> Result<bool, Refusal> {
        revoke(cx, args.privileges, Revoked::All).await
    }
}

/// Both, and the only way to take back the right to grant on.
pub struct GrantRevokePrivileges;

impl Method for GrantRevokePrivileges {
    type Call = calls::GrantRevokePrivileges;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::GrantRevokePrivileges) -> Result<GrantRevokePrivilegeResponse, Refusal> {
        let request = args.request.ok_or_else(|| null("request"))?;
        let success = match request.request_type {
            Some(GrantRevokeType::GRANT) => grant(cx, request.privileges).await?,
            Some(GrantRevokeType::REVOKE) => {
                revoke(cx, request.privileges, Revoked::of(request.revoke_grant_option)).await?
            }
            other => return Err(unknown_request(other)),
        };
        Ok(GrantRevokePrivilegeResponse { success: Some(success) })
    }
}

async fn grant(cx: &Context<'_>, bag: Option<PrivilegeBag>) -> Result<bool, Refusal> {
    cx.hive_grants_decide()?;
    let bag = bag.ok_or_else(|| null("privileges"))?;
    privilege::grant(cx.catalog(), &bag).await.map_err(Refusal::named)?;
    Ok(true)
}

async fn revoke(cx: &Context<'_>, bag: Option<PrivilegeBag>, what: Revoked) -> Result<bool, Refusal> {
    cx.hive_grants_decide()?;
    let bag = bag.ok_or_else(|| null("privileges"))?;
    privilege::revoke(cx.catalog(), &bag, what).await.map_err(Refusal::named)?;
    Ok(true)
}
