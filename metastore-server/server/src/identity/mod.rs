//! Who comes in: what each listener makes of a proof, and of none.
//!
//! net runs the proof and asks here whose it is; the answer is a [`Caller`], which the session carries. Nothing that a
//! client says of itself gets into it.

pub mod certificate;
pub mod hadoop;
pub mod lease;
pub mod minting;
pub mod users;

use skep_access::{AuthMethod, Caller, EngineClass, Peer as From, Principal};
use skep_api::{Claims, Session};
use skep_catalog::{Catalog, access_token};
use skep_net::{Denied, DigestKey, Peer, Token};

use certificate::Rule;
use lease::Lease;
use users::Users;

/// What a listener makes of those who come to it.
#[derive(Clone, Debug)]
pub struct Door {
    /// Who everybody is, on a listener for one program.
    pub fixed: Option<Principal>,
    /// What `set_ugi` says is believed.
    pub trusted: bool,
    /// The strongest class it yields. Tokens have a class of their own, which counts up to this one.
    pub class: EngineClass,
    pub certificate: Rule,
}

impl Default for Door {
    fn default() -> Self {
        Door { fixed: None, trusted: false, class: EngineClass::E0, certificate: Rule::default() }
    }
}

/// All listeners' rules and where proofs are checked.
#[derive(Default)]
pub struct Gate {
    pub doors: Vec<Door>,
    pub users: Option<Users>,
    /// Where tokens are looked up.
    pub tokens: Option<Catalog>,
}

/// A caller who was authenticated, and how long that holds.
pub struct Proven {
    pub caller: Caller,
    pub lease: Option<Lease>,
}

impl Gate {
    /// A session for a connection; `who` if something was proven.
    pub fn session(&self, peer: &Peer, who: Option<Proven>) -> (Session, Option<Lease>) {
        let door = self.door(peer);
        let (caller, claims, lease) = match (who, &door.fixed) {
            (Some(Proven { caller, lease }), _) => (caller, Claims::Ignored, lease),
            (None, Some(principal)) => (self.caller(peer, principal.clone(), AuthMethod::Peer), Claims::Ignored, None),
            (None, None) => {
                let claims = if door.trusted { Claims::Believed } else { Claims::Noted };
                (Caller { peer: from(peer), ..Caller::anonymous() }, claims, None)
            }
        };
        if claims == Claims::Ignored {
            tracing::info!(connection = peer.connection, address = %peer.origin, %caller, "authenticated");
        }
        (Session::of(peer.origin.ip(), caller, claims), lease)
    }

    pub async fn password(&self, peer: &Peer, user: &str, password: &str) -> Result<Proven, Denied> {
        let Some(users) = &self.users else { return Err(Denied::because("there is no users file")) };
        if !users.check(user, password).await {
            return Err(Denied::because("wrong password, or a user that is not in the users file"));
        }
        let principal = Principal::user(user).map_err(|error| Denied::because(error.to_string()))?;
        Ok(Proven { caller: self.caller(peer, principal, AuthMethod::Plain), lease: None })
    }

    pub async fn token(&self, peer: &Peer, name: &str) -> Result<Option<Token<Proven>>, Denied> {
        let (Some(catalog), Some(id)) = (&self.tokens, minting::id_of(name)) else { return Ok(None) };
        let found = access_token::get(catalog, &id).await;
        let found = found.map_err(|error| Denied {
            told: "tokens cannot be checked at the moment".to_owned(),
            reason: format!("the table of tokens cannot be read: {error}"),
        })?;
        let Some(record) = found else { return Ok(None) };
        let Some(key) = minting::key_of(&record.digest) else { return Ok(None) };
        Ok(Some(Token { key: DigestKey(key), identity: self.holder(peer, catalog, &record) }))
    }

    fn holder(&self, peer: &Peer, catalog: &Catalog, record: &access_token::AccessToken) -> Result<Proven, Denied> {
        lease::good(record, catalog.clock.seconds()).map_err(Denied::openly)?;
        let damaged = |what: String| Denied::because(format!("the token {} is damaged: {what}", record.id));
        let principal = Principal::parse(&record.principal).map_err(|error| damaged(error.to_string()))?;
        let class: EngineClass = record.class.parse().map_err(|_| damaged("its class".to_owned()))?;
        let mut caller = self.caller(peer, principal, AuthMethod::Token);
        // More than the listener may yield is nothing, not the most it may.
        caller.class = if class <= caller.class { class } else { EngineClass::E0 };
        caller.roles = record.roles.as_deref().map(|roles| roles.split(',').map(str::to_owned).collect());
        Ok(Proven { caller, lease: Some(Lease::new(catalog.clone(), record)) })
    }

    pub fn certificate(&self, peer: &Peer, der: &[u8]) -> Result<Proven, Denied> {
        let principal = self.door(peer).certificate.principal(der).map_err(Denied::because)?;
        Ok(Proven { caller: self.caller(peer, principal, AuthMethod::Certificate), lease: None })
    }

    fn caller(&self, peer: &Peer, principal: Principal, method: AuthMethod) -> Caller {
        Caller { class: self.door(peer).class, peer: from(peer), ..Caller::new(principal, method) }
    }

    fn door(&self, peer: &Peer) -> Door {
        self.doors.get(peer.listener).cloned().unwrap_or_default()
    }
}

fn from(peer: &Peer) -> From {
    peer.origin.ip().map_or(From::Local, From::Address)
}
