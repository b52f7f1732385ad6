//! Roles and their members.

mod create;
mod drop;
pub(crate) mod grant;
mod list;

use crate::Refusal;
use crate::method::{Entry, entry};
use skep_access::{Need, Right};

pub const METHODS: &[Entry] = &[
    entry::<create::CreateRole>(),
    entry::<drop::DropRole>(),
    entry::<grant::GrantRevokeRole>(),
    entry::<grant::GrantRole>(),
    entry::<grant::RevokeRole>(),
    entry::<list::GetPrincipalsInRole>(),
    entry::<list::GetRoleGrantsForPrincipal>(),
    entry::<list::GetRoleNames>(),
    entry::<list::ListRoles>(),
];

/// Roles decide what others may do.
fn need() -> Need {
    Need::server(Right::Admin)
}

fn required(name: Option<&str>) -> Result<&str, Refusal> {
    name.ok_or_else(|| Refusal::meta("Role name cannot be null."))
}
