//! Roles, and who belongs to them.

use super::required;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::role::{self, Principal};
use skep_types::{GetPrincipalsInRoleResponse, GetRoleGrantsForPrincipalResponse, Role, Str, args, calls};

pub struct GetRoleNames;

impl Method for GetRoleNames {
    type Call = calls::GetRoleNames;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, _: args::GetRoleNames) -> Result<Vec<Str>, Refusal> {
        Ok(role::names(cx.catalog()).await?)
    }
}

/// The roles a principal belongs to directly.
pub struct ListRoles;

impl Method for ListRoles {
    type Call = calls::ListRoles;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::ListRoles) -> Result<Vec<Role>, Refusal> {
        let principal = Principal::new(args.principal_name.as_deref(), args.principal_type)?;
        Ok(role::of_principal(cx.catalog(), principal).await?)
    }
}

/// The same with who granted them.
pub struct GetRoleGrantsForPrincipal;

impl Method for GetRoleGrantsForPrincipal {
    type Call = calls::GetRoleGrantsForPrincipal;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(
        cx: &Context<'_>,
        args: args::GetRoleGrantsForPrincipal,
    ) -> Result<GetRoleGrantsForPrincipalResponse, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let principal = Principal::new(Some(&request.principal_name), Some(request.principal_type))?;
        Ok(GetRoleGrantsForPrincipalResponse { principal_grants: role::grants_of(cx.catalog(), principal).await? })
    }
}

pub struct GetPrincipalsInRole;

impl Method for GetPrincipalsInRole {
    type Call = calls::GetPrincipalsInRole;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::GetPrincipalsInRole) -> Result<GetPrincipalsInRoleResponse, Refusal> {
        let role = args.request.map(|request| request.role_name);
        let members = role::members(cx.catalog(), required(role.as_deref())?).await?;
        Ok(GetPrincipalsInRoleResponse { principal_grants: members })
    }
}
