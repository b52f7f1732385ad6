//! Who may see what: the policy that the server asks.

use std::sync::Arc;

use skep_access::Mode;
use skep_catalog::policy::{self, Keeper};
use skep_sql::Database;

use crate::config::Config;
use crate::database;
use crate::failure::Failure;

/// A policy that nobody has made yet would refuse everything, or record nothing: better not to start.
pub async fn keeper(config: &Config, db: &Database) -> Result<Arc<Keeper>, Failure> {
    let mode = config.access.mode.0;
    if mode != Mode::Off {
        let failed = |error| database::failed(config, &error);
        if !policy::exists(db).await.map_err(failed)? {
            return Err(Failure::refused(
                format!("{} is {mode}, and the database has no tables for a policy", config.place("access.mode")),
                "make them with skep access init, say who may what with skep grant, and start again",
            ));
        }
    }
    let keeper = Keeper::new(mode);
    keeper.policy(db).await.map_err(|error| {
        Failure::refused(
            format!("the access policy cannot be read: {error}"),
            "see skep policy lint and skep policy history",
        )
    })?;
    Ok(Arc::new(keeper))
}
