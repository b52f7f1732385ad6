//! The keys an issuer publishes (JWKS): fetched when they are needed, kept for a while.
//!
//! An issuer that cannot be reached takes nobody out as long as its keys are no older than [`LIFE`]. A key that is not
//! among them is a reason to look again, once in [`PAUSE`]: a stranger who makes names of keys up costs the issuer nothing.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;
use skep_net::Denied;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::Instant;

use super::fetch::Fetch;

/// Keys older than this are fetched again when one is needed.
const FRESH: Duration = Duration::from_secs(5 * 60);
/// Keys older than this are not believed any more.
const LIFE: Duration = Duration::from_secs(60 * 60);
/// Between two attempts.
const PAUSE: Duration = Duration::from_secs(10);
const KEYS_MAX: usize = 100;

pub(super) struct Keys {
    fetch: Fetch,
    known: RwLock<Option<Arc<Known>>>,
    /// When the last attempt ended. Held while one runs: there is one at a time.
    tried: Mutex<Option<Instant>>,
}

struct Known {
    keys: Vec<Key>,
    since: Instant,
}

#[derive(Clone)]
pub(super) struct Key {
    id: Option<String>,
    pub(super) algorithm: Algorithm,
    pub(super) key: DecodingKey,
}

impl Keys {
    pub(super) fn new(fetch: Fetch) -> Keys {
        Keys { fetch, known: RwLock::default(), tried: Mutex::default() }
    }

    /// The key with this id. Without an id there must be but one of the algorithm.
    pub(super) async fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Result<Key, Denied> {
        if let Some(known) = self.known().filter(|known| known.since.elapsed() < FRESH)
            && let Some(key) = known.find(id, algorithm)
        {
            return Ok(key);
        }
        // Whose key is known does not wait for an issuer that is slow.
        let usable =
            self.known().is_some_and(|known| known.since.elapsed() < LIFE && known.find(id, algorithm).is_some());
        let turn = if usable { self.tried.try_lock().ok() } else { Some(self.tried.lock().await) };
        let problem = match turn {
            Some(turn) => self.renew(turn).await,
            None => None,
        };
        match self.known().filter(|known| known.since.elapsed() < LIFE) {
            Some(known) => known.find(id, algorithm).ok_or_else(|| {
                Denied::because("the token is signed with no key of its issuer's (RS256, ES256 and EdDSA count)")
            }),
            None => Err(unavailable(problem.unwrap_or_else(|| "the last attempt was moments ago".to_owned()))),
        }
    }

    /// What went wrong, if it was tried.
    async fn renew(&self, mut tried: MutexGuard<'_, Option<Instant>>) -> Option<String> {
        // Somebody else did it while we waited, or just before.
        if tried.is_some_and(|at| at.elapsed() < PAUSE) {
            return None;
        }
        let fetched = self.fetch.keys().await.and_then(|set| read(&set));
        *tried = Some(Instant::now());
        match fetched {
            Ok(keys) => {
                let known = Known { keys, since: Instant::now() };
                *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(known));
                None
            }
            Err(problem) => {
                tracing::warn!(source = %self.fetch, problem, "an issuer's keys cannot be had");
                Some(problem)
            }
        }
    }

    fn known(&self) -> Option<Arc<Known>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The client hears what to do, the log what happened.
fn unavailable(problem: String) -> Denied {
    let told = "bearer tokens cannot be checked at the moment: the keys of their issuer cannot be fetched; try again in a \
                minute, and tell the operator of this server to look at identity.issuers";
    Denied { told: told.to_owned(), reason: format!("the issuer's keys cannot be had: {problem}") }
}

impl Known {
    fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<Key> {
        let mut matching =
            self.keys.iter().filter(|key| key.algorithm == algorithm && (id.is_none() || key.id.as_deref() == id));
        let first = matching.next()?;
        match matching.next() {
            None => Some(first.clone()),
            Some(_) => None,
        }
    }
}

/// Keys of kinds that do not count are left out, as the standard wants it.
fn read(set: &Value) -> Result<Vec<Key>, String> {
    let keys = set.get("keys").and_then(Value::as_array).ok_or("the answer is no key set (JWKS)")?;
    if keys.len() > KEYS_MAX {
        return Err(format!("the key set has {} keys, {KEYS_MAX} are taken", keys.len()));
    }
    let keys: Vec<Key> = keys.iter().filter_map(|key| key_of(serde_json::from_value(key.clone()).ok()?)).collect();
    if keys.is_empty() { Err("the key set has no key for RS256, ES256 or EdDSA".to_owned()) } else { Ok(keys) }
}

fn key_of(key: Jwk) -> Option<Key> {
    let signs = matches!(key.common.public_key_use, None | Some(PublicKeyUse::Signature));
    let (algorithm, name) = match &key.algorithm {
        AlgorithmParameters::RSA(_) => (Algorithm::RS256, KeyAlgorithm::RS256),
        AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => {
            (Algorithm::ES256, KeyAlgorithm::ES256)
        }
        AlgorithmParameters::OctetKeyPair(curve) if curve.curve == EllipticCurve::Ed25519 => {
            (Algorithm::EdDSA, KeyAlgorithm::EdDSA)
        }
        _ => return None,
    };
    let agrees = key.common.key_algorithm.is_none_or(|said| said == name);
    let found = Key { id: key.common.key_id.clone(), algorithm, key: DecodingKey::from_jwk(&key).ok()? };
    Some(found).filter(|_| signs && agrees)
}
