//! Privileges on objects, kept for the engines that ask.

mod grant;
mod list;
mod refresh;

use crate::Refusal;
use crate::method::{Entry, entry};
use skep_access::{Need, Right};

pub const METHODS: &[Entry] = &[
    entry::<grant::GrantPrivileges>(),
    entry::<grant::GrantRevokePrivileges>(),
    entry::<grant::RevokePrivileges>(),
    entry::<list::GetPrivilegeSet>(),
    entry::<list::ListPrivileges>(),
    entry::<refresh::RefreshPrivileges>(),
];

/// Privileges decide what others may do.
fn need() -> Need {
    Need::server(Right::Admin)
}

fn null(what: &str) -> Refusal {
    Refusal::meta(format!("{what} cannot be null"))
}
