//! How long a proof holds on an open connection: until it expires, and, for a token of ours, until somebody takes it back.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use skep_catalog::access_token::{self, AccessToken};
use skep_catalog::{Catalog, Clock};

/// Between two looks at the table. A connection of a revoked token lives no longer than this.
const LOOK_EVERY: Duration = Duration::from_secs(1);

pub struct Lease {
    clock: Clock,
    /// As refusals call it.
    what: String,
    expires: i64,
    table: Option<Table>,
}

/// Where a token of ours is looked up again.
struct Table {
    catalog: Catalog,
    id: String,
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
        let clock = catalog.clock.clone();
        let table = Table { catalog, id: token.id.to_string(), looked: Mutex::new(Instant::now()) };
        Lease { clock, what: format!("the token {}", token.id), expires: token.expires, table: Some(table) }
    }

    /// Of a proof that nobody can take back.
    pub fn until(expires: i64, clock: Clock) -> Lease {
        Lease { clock, what: "the bearer token".to_owned(), expires, table: None }
    }

    /// Before each call. A table that cannot be read proves nothing.
    pub async fn check(&self) -> Result<(), String> {
        let now = self.clock.seconds();
        if self.expires <= now {
            return Err(format!("{} has expired", self.what));
        }
        match &self.table {
            Some(table) => table.check(now).await,
            None => Ok(()),
        }
    }
}

impl Table {
    async fn check(&self, now: i64) -> Result<(), String> {
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
