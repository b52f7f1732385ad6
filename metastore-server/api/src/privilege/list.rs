//! Who may do what.

use super::null;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::privilege;
use skep_types::{HiveObjectPrivilege, PrincipalPrivilegeSet, args, calls};

/// The grants on an object, or to a principal.
pub struct ListPrivileges;

impl Method for ListPrivileges {
    type Call = calls::ListPrivileges;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::ListPrivileges) -> Result<Vec<HiveObjectPrivilege>, Refusal> {
        let object = args.hive_object.ok_or_else(|| null("hiveObject"))?;
        Ok(privilege::list(cx.catalog(), args.principal_name.as_deref(), args.principal_type, &object).await?)
    }
}

/// What a user may do with an object, by its own name, its groups and its roles.
pub struct GetPrivilegeSet;

impl Method for GetPrivilegeSet {
    type Call = calls::GetPrivilegeSet;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::GetPrivilegeSet) -> Result<PrincipalPrivilegeSet, Refusal> {
        let object = args.hive_object.ok_or_else(|| null("hiveObject"))?;
        let groups = args.group_names.unwrap_or_default();
        Ok(privilege::set(cx.catalog(), &object, args.user_name.as_deref(), &groups).await?)
    }
}
