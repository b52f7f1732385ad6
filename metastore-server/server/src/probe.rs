//! Whether the database is there, and with it the policy, for `/readyz`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use skep_access::Mode;
use skep_admin::{Health, State};
use skep_catalog::policy::Keeper;
use skep_sql::Database;
use tokio::time::{sleep, timeout};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(1);
/// For an answer on a connection of our own.
const PATIENCE: Duration = Duration::from_secs(2);
/// For any answer while calls hold all connections: slow statements are no reason to send clients elsewhere, where the
/// same database is as slow.
const SILENCE: Duration = Duration::from_secs(10);

/// Sets `health` for as long as it runs.
pub async fn watch(db: Database, keeper: Arc<Keeper>, health: Arc<Health>) {
    let (mut answered, mut heard) = (db.stats().answered(), Instant::now());
    loop {
        sleep(PAUSE).await;
        // Statements of calls tell as much as one of ours.
        let asked = match keeper.mode() {
            // Without its policy, it refuses every call.
            Mode::Enforce => within(keeper.policy(&db)).await.map(drop),
            _ if db.stats().answered() == answered => within(db.ping()).await,
            _ => Ok(()),
        };
        let now = db.stats().answered();
        if now != answered {
            (answered, heard) = (now, Instant::now());
        }
        let state = match asked {
            Ok(()) => State::Ready,
            Err(_) if heard.elapsed() < SILENCE && all_in_use(&db) => continue,
            Err(why) => State::NotReady(why),
        };
        if health.set(state.clone()) {
            match state {
                State::Ready => tracing::info!("ready again: the database answers"),
                state => tracing::warn!("{state}"),
            }
        }
    }
}

async fn within<T, E: ToString>(asked: impl Future<Output = Result<T, E>>) -> Result<T, String> {
    match timeout(PATIENCE, asked).await {
        Ok(answer) => answer.map_err(|failure| failure.to_string()),
        Err(_) => Err("the metastore database does not answer".to_owned()),
    }
}

fn all_in_use(db: &Database) -> bool {
    let connections = db.pool().connections();
    connections.open > 0 && connections.idle == 0
}
