//! The port of engines that enforce the policy by themselves, as it is configured.

use std::sync::Arc;

use skep_access::Mode;
use skep_catalog::Catalog;
use skep_catalog::policy::Keeper;
use skep_engines::{Catalogs, Engines, Keys, Settings};

use crate::config::Config;
use crate::failure::Failure;
use crate::tls;

/// The port and who may knock at it; none if it is off.
pub async fn reserve(config: &Config) -> Result<Option<(Engines, Keys)>, Failure> {
    let engines = &config.engines;
    let Some(file) = engines.tokens_file.as_ref().filter(|_| !engines.is_off()) else { return Ok(None) };
    if config.access.mode.0 == Mode::Off {
        return Err(Failure::refused(
            format!(
                "{} is set, and access.mode is off: engines would be told that everything is allowed",
                config.place("engines.listen")
            ),
            "set access.mode to audit or enforce, or engines.listen to off",
        ));
    }
    let unusable = |error: &dyn std::fmt::Display| {
        Failure::refused(
            format!("cannot use {} ({}): {error}", file.display(), config.place("engines.tokens-file")),
            "write a line name:token for each engine, with a token of 32 or more random letters and digits",
        )
    };
    let text = std::fs::read_to_string(file).map_err(|error| unusable(&error))?;
    let keys = Keys::read(&text).map_err(|error| unusable(&error))?;
    let tls = if engines.tls { Some(tls::of_engines(config)?) } else { None };
    let bound = Engines::bind(&engines.listen, tls).await.map_err(|error| {
        Failure::refused(
            format!("cannot listen on {} ({}): {error}", engines.listen, config.place("engines.listen")),
            "choose another address for engines with --set engines.listen=HOST:PORT, or none with engines.listen=off",
        )
    })?;
    Ok(Some((bound, keys)))
}

/// Answers until the process ends: engines that cannot ask let nobody in, while calls still drain too.
pub fn serve(config: &Config, (engines, keys): (Engines, Keys), catalog: &Catalog, keeper: &Arc<Keeper>) {
    let catalogs = Catalogs::read(&config.engines.trino_catalogs.0).expect("the configuration was found valid");
    if let Ok(address) = engines.address() {
        tracing::info!(%address, tls = config.engines.tls, "listening to engines");
    }
    tokio::spawn(engines.serve(Settings { catalog: catalog.clone(), keeper: keeper.clone(), keys, catalogs }));
}
