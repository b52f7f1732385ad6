//! Letting principals belong to roles, and no longer.

use super::required;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::role::{self, Principal, Revoked, grant::By};
use skep_types::{GrantRevokeRoleResponse, GrantRevokeType, args, calls};

pub struct GrantRole;

impl Method for GrantRole {
    type Call = calls::GrantRole;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::GrantRole) -> Result<bool, Refusal> {
        grant(cx, &args).await
    }
}

pub struct RevokeRole;

impl Method for RevokeRole {
    type Call = calls::RevokeRole;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::RevokeRole) -> Result<bool, Refusal> {
        revoke(cx, &args, Revoked::All).await
    }
}

/// Both, and the only way to take back the right to grant on.
pub struct GrantRevokeRole;

impl Method for GrantRevokeRole {
    type Call = calls::GrantRevokeRole;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::GrantRevokeRole) -> Result<GrantRevokeRoleResponse, Refusal> {
        let r = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let (role_name, principal_name, principal_type) = (r.role_name, r.principal_name, r.principal_type);
        let success = match r.request_type {
            Some(GrantRevokeType::GRANT) => {
                let (grantor, grantor_type, grant_option) = (r.grantor, r.grantor_type, r.grant_option);
                grant(
                    cx,
                    &args::GrantRole { role_name, principal_name, principal_type, grantor, grantor_type, grant_option },
                )
                .await?
            }
            Some(GrantRevokeType::REVOKE) => {
                let what = Revoked::of(r.grant_option);
                revoke(cx, &args::RevokeRole { role_name, principal_name, principal_type }, what).await?
            }
            other => return Err(unknown_request(other)),
        };
        Ok(GrantRevokeRoleResponse { success: Some(success) })
    }
}

async fn grant(cx: &Context<'_>, args: &args::GrantRole) -> Result<bool, Refusal> {
    cx.hive_grants_decide()?;
    let role = required(args.role_name.as_deref())?;
    let to = Principal::new(args.principal_name.as_deref(), args.principal_type)?;
    let by = By::new(args.grantor.as_deref(), args.grantor_type, args.grant_option)?;
    role::grant(cx.catalog(), role, to, by).await.map_err(Refusal::named)?;
    Ok(true)
}

async fn revoke(cx: &Context<'_>, args: &args::RevokeRole, what: Revoked) -> Result<bool, Refusal> {
    cx.hive_grants_decide()?;
    let role = required(args.role_name.as_deref())?;
    let from = Principal::new(args.principal_name.as_deref(), args.principal_type)?;
    role::revoke(cx.catalog(), role, from, what).await.map_err(Refusal::named)?;
    Ok(true)
}

/// What Hive says to a request that is neither.
pub(crate) fn unknown_request(kind: Option<GrantRevokeType>) -> Refusal {
    let kind = kind.map_or_else(|| "null".to_owned(), |kind| kind.0.to_string());
    Refusal::meta(format!("Unknown request type {kind}"))
}
