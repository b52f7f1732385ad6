//! What a connection remembers between calls.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One client connection. Its calls come one at a time; the lock is there for the
/// borrow, not for contention.
#[derive(Debug)]
pub struct Session {
    pub peer: Option<IpAddr>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    user: Option<String>,
    groups: Vec<String>,
    settings: BTreeMap<String, String>,
}

impl Session {
    pub fn new(peer: Option<IpAddr>) -> Session {
        Session { peer, state: Mutex::default() }
    }

    /// Remembers who the client says it is (`set_ugi`). A claim, not a proof: it
    /// names owners and appears in logs, and decides nothing.
    pub fn claim(&self, user: &str, groups: &[impl AsRef<str>]) {
        let mut state = self.state();
        state.user = Some(user.to_owned());
        state.groups = groups.iter().map(|g| g.as_ref().to_owned()).collect();
    }

    pub fn claimed_user(&self) -> Option<String> {
        self.state().user.clone()
    }

    pub fn claimed_groups(&self) -> Vec<String> {
        self.state().groups.clone()
    }

    /// A session setting (`setMetaConf`); gone with the connection.
    pub fn set(&self, key: &str, value: &str) {
        self.state().settings.insert(key.to_owned(), value.to_owned());
    }

    pub fn setting(&self, key: &str) -> Option<String> {
        self.state().settings.get(key).cloned()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
