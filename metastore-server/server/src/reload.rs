//! SIGHUP: the configuration is read again, and what can change without a restart does.

use std::sync::Arc;

use skep::calls::Calls;
use skep::quotas::Quotas;
use tokio::signal::unix::Signal;

use crate::cli::ServeOptions;
use crate::config::Config;
use crate::{certificate, logging};

/// The keys that [`Live::apply`] applies.
const LIVE: &[&str] = &[
    "log.level",
    "catalog.slow-call",
    "limits.calls-per-client",
    "limits.calls-per-second-per-client",
    "limits.calls-per-user",
    "limits.calls-per-second-per-user",
];

/// The parts of a running server that take new settings.
pub struct Live {
    pub calls: Arc<Calls>,
    pub quotas: Arc<Quotas>,
}

impl Live {
    fn apply(&self, config: &Config) {
        logging::relevel(config);
        self.calls.call_slow(config.catalog.slow_call.0);
        self.quotas.set(config.limits.quotas());
    }
}

/// Obeys for as long as it runs. `options` are said again: their file may say something else now.
pub async fn watch(mut hangups: Signal, options: ServeOptions, started_with: Arc<Config>, live: Live) {
    let mut config = Arc::clone(&started_with);
    while hangups.recv().await.is_some() {
        let read = options.clone().said().and_then(|said| Ok(Config::read(said)?));
        match read {
            Ok(now) => {
                live.apply(&now);
                tell(&config, &started_with, &now);
                config = now.into();
            }
            Err(error) => tracing::error!(%error, "the configuration stays as it was"),
        }
        // Their files have new contents under old names.
        certificate::renew();
    }
}

/// One line: what changed, and what would if the server were started again.
fn tell(before: &Config, started_with: &Config, now: &Config) {
    let is_live = |path: &String| LIVE.contains(&path.as_str());
    let changed: Vec<String> = before.differences(now).into_iter().filter(is_live).collect();
    let waiting: Vec<String> = started_with.differences(now).into_iter().filter(|path| !is_live(path)).collect();
    let changed = changed.join(", ");
    match waiting.is_empty() {
        true => tracing::info!(changed, "configuration read again"),
        false => tracing::warn!(changed, needs_restart = waiting.join(", "), "configuration read again"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Said;

    #[test]
    fn each_live_key_is_a_key() {
        let defaults = Config::read(Said::default()).expect("the defaults are valid");
        for path in LIVE {
            let value = if path.starts_with("log") { "debug" } else { "7" };
            let flags = vec![("set".to_owned(), (*path).to_owned(), value.to_owned())];
            let other = Config::read(Said { flags, ..Said::default() }).expect("a valid value");
            assert_eq!(defaults.differences(&other), [*path]);
        }
    }
}
