//! Bringing an object's privileges in line with an authorizer's books: HiveServer2 does it every
//! few minutes for every table, where privileges are kept elsewhere.

use super::null;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::privilege;
use skep_types::{GrantRevokePrivilegeResponse, args, calls};

pub struct RefreshPrivileges;

impl Method for RefreshPrivileges {
    type Call = calls::RefreshPrivileges;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::RefreshPrivileges) -> Result<GrantRevokePrivilegeResponse, Refusal> {
        cx.hive_grants_decide()?;
        let object = args.obj_to_refresh.ok_or_else(|| null("objToRefresh"))?;
        let bag = args.grant_request.and_then(|request| request.privileges).ok_or_else(|| null("privileges"))?;
        let refreshed = privilege::refresh(cx.catalog(), &object, args.authorizer.as_deref(), &bag).await;
        refreshed.map_err(Refusal::named)?;
        Ok(GrantRevokePrivilegeResponse { success: Some(true) })
    }
}
