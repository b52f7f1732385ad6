//! Bearer tokens (JWT): whose they are, if an issuer we trust has signed them for us.
//!
//! Signatures are RS256, ES256 or EdDSA by a key that the issuer publishes. The key says which of them, not the token:
//! `none` and the shared secrets of HS256 are no keys of ours. The signature is checked before anything in the token is
//! believed; whoever holds a token that was really signed may know what else is wrong with it.

mod fetch;
mod keys;
mod rule;

use std::collections::BTreeSet;
use std::path::PathBuf;

use jsonwebtoken::dangerous::insecure_decode;
use jsonwebtoken::{Validation, decode, decode_header};
use serde_json::{Map, Value};
use skep_access::Principal;
use skep_catalog::Clock;
use skep_net::Denied;

pub use fetch::{Fetch, address, client, plain};
pub use rule::Rule;

use keys::Keys;

/// Clocks differ a little.
const LEEWAY_SECONDS: i64 = 30;
/// More groups than anybody has.
const GROUPS_MAX: usize = 1000;

/// What is configured of an issuer.
#[derive(Clone, Debug)]
pub struct Settings {
    /// As it stands in the claim `iss`.
    pub issuer: String,
    /// Who we are: one of the claim `aud`.
    pub audience: String,
    /// File or address of its keys; found by discovery if not given.
    pub keys: Option<String>,
    pub principal: Rule,
    /// The claim with the names of groups, or a JSON pointer to it.
    pub groups: Option<String>,
    /// Who signed its certificate, if nobody the machine knows.
    pub authority: Option<PathBuf>,
    /// A bearer token for fetching the keys, as Kubernetes may ask for one.
    pub token_file: Option<PathBuf>,
}

/// An issuer that is trusted.
pub struct Issuer {
    settings: Settings,
    keys: Keys,
}

/// All of them.
#[derive(Default)]
pub struct Issuers(Vec<Issuer>);

/// What a token says, as far as it counts.
#[derive(Debug, PartialEq, Eq)]
pub struct Bearer {
    pub principal: Principal,
    pub groups: BTreeSet<Principal>,
    /// Unix seconds, leeway included.
    pub expires: i64,
}

impl Issuers {
    /// Fetches nothing yet.
    pub fn new(all: Vec<Settings>) -> Result<Issuers, String> {
        let open = |settings: Settings| {
            let keys = Keys::new(Fetch::new(&settings)?);
            Ok(Issuer { settings, keys })
        };
        all.into_iter().map(open).collect::<Result<_, String>>().map(Issuers)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whose token this is. No refusal repeats a part of it.
    pub async fn check(&self, token: &str, clock: &Clock) -> Result<Bearer, Denied> {
        let unreadable = |_| Denied::because("the bearer token is no JWT");
        let header = decode_header(token).map_err(unreadable)?;
        if header.crit.is_some() {
            return Err(Denied::because("the token has critical headers that are not understood"));
        }
        // Only to find out whose key to check it with.
        let said = insecure_decode::<Map<String, Value>>(token).map_err(unreadable)?.claims;
        let named = said.get("iss").and_then(Value::as_str);
        let issuer = self.0.iter().find(|issuer| named == Some(&issuer.settings.issuer));
        let issuer = issuer.ok_or_else(|| Denied::because("the token names an issuer that is not configured"))?;
        let key = issuer.keys.find(header.kid.as_deref(), header.alg).await?;
        let mut rules = Validation::new(key.algorithm);
        rules.set_required_spec_claims(&["exp", "iss", "aud"]);
        rules.set_issuer(&[&issuer.settings.issuer]);
        rules.set_audience(&[&issuer.settings.audience]);
        // By the clock of the server, below.
        (rules.validate_exp, rules.validate_nbf) = (false, false);
        let claims = decode::<Map<String, Value>>(token, &key.key, &rules).map_err(refusal)?.claims;
        let now = clock.seconds();
        let expires = in_time(&claims, now)?;
        Ok(Bearer { principal: issuer.settings.principal.principal(&claims)?, groups: issuer.groups(&claims), expires })
    }
}

impl Issuer {
    /// A name that cannot be a group's is left out: no policy can speak of it.
    fn groups(&self, claims: &Map<String, Value>) -> BTreeSet<Principal> {
        let found = self.settings.groups.as_deref().and_then(|claim| rule::claim(claims, claim));
        let names: Vec<&str> = match found {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        names.into_iter().take(GROUPS_MAX).filter_map(|name| Principal::group(name).ok()).collect()
    }
}

fn refusal(error: jsonwebtoken::errors::Error) -> Denied {
    use jsonwebtoken::errors::ErrorKind;
    match error.kind() {
        ErrorKind::InvalidAudience => Denied::openly("the token is for another audience"),
        ErrorKind::MissingRequiredClaim(claim) => Denied::openly(format!("the token lacks the claim {claim}")),
        ErrorKind::InvalidSignature => Denied::because("the signature of the token is not its issuer's"),
        ErrorKind::InvalidAlgorithm => Denied::because("the token names another algorithm than its key has"),
        _ => Denied::because("the token cannot be verified"),
    }
}

/// When it ends. `nbf` and `iat` may be missing; what is there must be a time.
fn in_time(claims: &Map<String, Value>, now: i64) -> Result<i64, Denied> {
    let time = |name: &str| match claims.get(name) {
        None => Ok(None),
        Some(value) => match value.as_f64().filter(|time| (0.0..1e15).contains(time)) {
            Some(time) => Ok(Some(time as i64)),
            None => Err(Denied::openly(format!("the claim {name} of the token is no time"))),
        },
    };
    let expires = time("exp")?.ok_or_else(|| Denied::openly("the token lacks the claim exp"))?;
    let expires = expires.saturating_add(LEEWAY_SECONDS);
    if expires <= now {
        return Err(Denied::openly("the token has expired"));
    }
    let early = |time: Option<i64>| time.is_some_and(|time| time > now.saturating_add(LEEWAY_SECONDS));
    if early(time("nbf")?) || early(time("iat")?) {
        return Err(Denied::openly("the token is not valid yet"));
    }
    Ok(expires)
}
