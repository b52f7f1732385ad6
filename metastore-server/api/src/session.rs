//! What a connection remembers between calls.

use skep_access::{AuthMethod, Caller, Principal};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One client connection. Its calls come one at a time; the lock is there for the
/// borrow, not for contention.
#[derive(Debug)]
pub struct Session {
    pub peer: Option<IpAddr>,
    /// As the listener found it.
    caller: Caller,
    claims: Claims,
    state: Mutex<State>,
}

/// What becomes of the name in `set_ugi`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claims {
    /// The caller has proven who it is, and stays that.
    Ignored,
    /// It names owners and appears in logs, and decides nothing.
    Noted,
    /// The listener trusts its clients to say who they are.
    Believed,
}

#[derive(Debug, Default)]
struct State {
    user: Option<String>,
    groups: Vec<String>,
    settings: BTreeMap<String, String>,
}

impl Session {
    /// A client that proves nothing.
    pub fn new(peer: Option<IpAddr>) -> Session {
        Session::of(peer, Caller::anonymous(), Claims::Noted)
    }

    pub fn of(peer: Option<IpAddr>, caller: Caller, claims: Claims) -> Session {
        Session { peer, caller, claims, state: Mutex::default() }
    }

    /// Who the connection belongs to, as far as it was proven. Where claims are believed, the claim.
    pub fn caller(&self) -> Caller {
        let claimed = match self.claims {
            Claims::Believed => self.state().user.as_deref().and_then(|name| Principal::user(name).ok()),
            Claims::Ignored | Claims::Noted => None,
        };
        match claimed {
            Some(principal) => Caller { principal, method: AuthMethod::Claim, ..self.caller.clone() },
            None => self.caller.clone(),
        }
    }

    /// Remembers who the client says it is (`set_ugi`). Answers whether that means anything here: a
    /// caller that was authenticated stays who it is.
    pub fn claim(&self, user: &str, groups: &[impl AsRef<str>]) -> bool {
        if self.claims == Claims::Ignored {
            if user != self.caller.principal.name() {
                tracing::info!(caller = %self.caller, claimed = user, "set_ugi does not change who the caller is");
            }
            return false;
        }
        let mut state = self.state();
        state.user = Some(user.to_owned());
        state.groups = groups.iter().map(|g| g.as_ref().to_owned()).collect();
        true
    }

    /// The name that owners are given: the proven one, or else the claimed one.
    pub fn user(&self) -> Option<String> {
        match self.claims {
            Claims::Ignored => Some(self.caller.principal.name().to_owned()).filter(|name| !name.is_empty()),
            Claims::Noted | Claims::Believed => self.state().user.clone(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn alice() -> Caller {
        Caller::new(Principal::user("alice").expect("a name"), AuthMethod::Token)
    }

    #[test]
    fn a_claim_before_a_proof_is_a_name_and_after_it_nothing() {
        let unproven = Session::new(None);
        assert!(unproven.claim("admin", &["admin"]));
        assert_eq!(unproven.user().as_deref(), Some("admin"));
        assert!(unproven.caller().principal.is_public());

        let proven = Session::of(None, alice(), Claims::Ignored);
        assert!(!proven.claim("admin", &["admin"]));
        assert_eq!(proven.caller(), alice());
        assert_eq!(proven.user().as_deref(), Some("alice"));
        assert!(proven.claimed_groups().is_empty());
    }

    #[test]
    fn a_trusted_listener_believes_the_last_claim_with_no_strength_and_no_groups() {
        let trusted = Session::of(None, Caller::anonymous(), Claims::Believed);
        assert!(trusted.caller().principal.is_public());
        for name in ["bob", "eve"] {
            trusted.claim(name, &["admin"]);
            let caller = trusted.caller();
            assert_eq!(caller.principal.to_string(), format!("user:{name}"));
            assert_eq!((caller.method, caller.strength), (AuthMethod::Claim, 0));
            assert!(caller.groups.is_empty());
        }
        // What cannot be a principal's name is nobody's.
        trusted.claim("a\u{0}b", &[] as &[&str]);
        assert!(trusted.caller().principal.is_public());
    }
}
