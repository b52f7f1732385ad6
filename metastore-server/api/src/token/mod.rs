//! Delegation tokens: issuing them, which takes Kerberos, and the store that HiveServer2 and
//! metastores share them by.

mod issue;
mod master_key;
mod store;

use crate::Refusal;
use crate::method::{Entry, entry};
use skep_access::{Need, Right};

pub const METHODS: &[Entry] = &[
    entry::<issue::CancelDelegationToken>(),
    entry::<issue::GetDelegationToken>(),
    entry::<issue::RenewDelegationToken>(),
    entry::<master_key::AddMasterKey>(),
    entry::<master_key::GetMasterKeys>(),
    entry::<master_key::RemoveMasterKey>(),
    entry::<master_key::UpdateMasterKey>(),
    entry::<store::AddToken>(),
    entry::<store::GetAllTokenIdentifiers>(),
    entry::<store::GetToken>(),
    entry::<store::RemoveToken>(),
];

/// Whoever reads the store can be anybody.
fn need() -> Need {
    Need::server(Right::Admin)
}

fn null(what: &str) -> Refusal {
    Refusal::meta(format!("{what} cannot be null"))
}
