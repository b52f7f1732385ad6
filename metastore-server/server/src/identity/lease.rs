//! How long the proof of a token holds on an open connection: until it expires, and until somebody takes it back.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use skep_catalog::Catalog;
use skep_catalog::access_token::{self, AccessToken};

/// Between two looks at the table. A connection of a revoked token lives no longer than this.
const LOOK_EVERY: Duration = Duration::from_secs(1);

pub struct Lease {
    catalog: Catalog,
    id: String,
    expires: i64,
    looked: Mutex<Instant>,
}

/// Why a token is no longer good for anything.
pub fn good(token: &AccessToken, now: i64) -> Result<(), String> {
    match token.revoked {
        Some(_) => Err(format!("the token {} was revoked", token.id)),
        None if token.expires <= now => Err(format!("the token {} has expired", token.id)),
        None => Ok(()),
    }
}

impl Lease {
    pub fn new(catalog: Catalog, token: &AccessToken) -> Lease {
        Lease { catalog, id: token.id.to_string(), expires: token.expires, looked: Mutex::new(Instant::now()) }
    }

    /// Before each call. A table that cannot be read proves nothing.
    pub async fn check(&self) -> Result<(), String> {
        let now = self.catalog.clock.seconds();
        if self.expires <= now {
            return Err(format!("the token {} has expired", self.id));
        }
        if self.looked().elapsed() < LOOK_EVERY {
            return Ok(());
        }
        match access_token::get(&self.catalog, &self.id).await {
            // Only a good answer is good for a while; after any other one, every call looks again.
            Ok(Some(token)) => good(&token, now).map(|()| *self.looked() = Instant::now()),
            Ok(None) => Err(format!("the token {} is gone", self.id)),
            Err(error) => {
                tracing::warn!(%error, "the table of tokens cannot be read");
                Err("tokens cannot be checked at the moment".to_owned())
            }
        }
    }

    fn looked(&self) -> MutexGuard<'_, Instant> {
        self.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
