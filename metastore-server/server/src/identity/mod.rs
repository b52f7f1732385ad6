//! Who comes in: what each listener makes of a proof, and of none.
//!
//! net runs the proof and asks here whose it is; the answer is a [`Caller`], which the session carries. Nothing that a
//! client says of itself gets into it.

pub mod bearer;
pub mod certificate;
pub mod exchange;
pub mod hadoop;
pub mod lease;
pub mod minting;
pub mod users;

use std::sync::Arc;

use skep_access::{AuthMethod, Caller, EngineClass, Peer as From, Principal};
use skep_api::{Claims, Session};
use skep_catalog::{Catalog, Clock, access_token};
use skep_net::{Denied, DigestKey, Found, Page, Peer, Token};

use bearer::{Bearer, Issuers};
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
    /// Whose bearer tokens count.
    pub issuers: Arc<Issuers>,
    /// By which they end.
    pub clock: Clock,
    /// Longest life of a token that is exchanged for one of an issuer, in seconds.
    pub exchange_seconds: i64,
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
        caller.groups = record.groups.as_deref().map(|kept| exchange::groups_of(kept).collect()).unwrap_or_default();
        caller.roles = record.roles.as_deref().map(|roles| roles.split(',').map(str::to_owned).collect());
        Ok(Proven { caller, lease: Some(Lease::new(catalog.clone(), record)) })
    }

    /// Holds as long as the token does.
    pub async fn bearer(&self, peer: &Peer, token: &str) -> Result<Proven, Denied> {
        let Bearer { principal, groups, expires } = self.issuers.check(token, &self.clock).await?;
        let caller = Caller { groups, ..self.caller(peer, principal, AuthMethod::Jwt) };
        Ok(Proven { caller, lease: Some(Lease::until(expires, self.clock.clone())) })
    }

    /// What is served over HTTP beside calls.
    pub async fn page(&self, peer: &Peer, page: Page<'_>) -> Option<Result<Found, Denied>> {
        (page.path == exchange::PATH).then_some(())?;
        let Some(catalog) = &self.tokens else {
            let why = "no listener of this server takes tokens, so none are made: add token to the methods of one";
            return Some(Ok(exchange::refused(404, why)));
        };
        let Some(token) = page.bearer else {
            return Some(Err(Denied::openly("a token is exchanged for a bearer token of a trusted issuer")));
        };
        let bearer = match self.issuers.check(token, &self.clock).await {
            Ok(bearer) => bearer,
            Err(denied) => return Some(Err(denied)),
        };
        let caller = self.caller(peer, bearer.principal.clone(), AuthMethod::Jwt);
        Some(exchange::exchange(catalog, bearer, &caller, self.exchange_seconds, page.body).await)
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
