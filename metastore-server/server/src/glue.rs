//! The AWS Glue Data Catalog in place of a database, in builds that have it.

#[cfg(not(feature = "glue"))]
pub use without::{backend, open, watch};

#[cfg(feature = "glue")]
pub use with::{backend, open, watch};

#[cfg(feature = "glue")]
mod with {
    use std::sync::Arc;
    use std::time::Duration;

    use skep::backend::Backend;
    use skep_access::Mode;
    use skep_admin::{Health, State};
    use skep_api::Service;
    use skep_catalog::Catalog;
    use skep_glue::Glue;
    use skep_glue::aws::{Client, Failure as Refused, Settings};
    use tokio::time::sleep;

    use crate::config::{Config, Method};
    use crate::failure::Failure;

    /// Between two looks at what came of the calls.
    const PAUSE: Duration = Duration::from_secs(1);
    /// Glue is asked by us after nobody else has heard of it for so long: each question is a request that AWS counts.
    const SILENCE: Duration = Duration::from_secs(30);
    /// The same while it is not there.
    const OUTAGE: Duration = Duration::from_secs(5);

    /// A catalog that answers. None for a database.
    pub async fn open(config: &Config) -> Result<Option<Arc<Client>>, Failure> {
        if !config.database.is_glue() {
            return Ok(None);
        }
        refuse_unserved(config)?;
        let address = format!("{} ({})", config.database.url, config.place("database.url"));
        let refuse = |cause: String| {
            let remedy = "name the region and perhaps the account's catalog: glue://REGION/CATALOG-ID, and give the \
                          server credentials by AWS's standard chain";
            Failure::refused(format!("cannot use the Glue catalog {address}: {cause}"), remedy)
        };
        let settings = Settings::parse(&config.database.url.0).map_err(refuse)?;
        let client = Client::new(settings).map_err(refuse)?;
        client.ping().await.map_err(|refused: Refused| {
            let remedy = refused.remedy();
            let remedy = if remedy.is_empty() { "see the cause".to_owned() } else { remedy };
            Failure::refused(format!("cannot reach the Glue catalog {address}: {}", refused.cause), remedy)
        })?;
        Ok(Some(Arc::new(client)))
    }

    /// What would need a database, and must not silently do nothing.
    fn refuse_unserved(config: &Config) -> Result<(), Failure> {
        if config.access.mode.0 != Mode::Off {
            return Err(Failure::refused(
                format!(
                    "{} is {}, and a policy needs a database, not {}",
                    config.place("access.mode"),
                    config.access.mode.0,
                    config.database.url
                ),
                "leave access.mode off: IAM and Lake Formation decide what the server's identity may do in Glue",
            ));
        }
        if config.server.listeners.0.iter().any(|listener| listener.accepts(Method::Token)) {
            return Err(Failure::refused(
                format!("a listener accepts tokens, which need a database, not {}", config.database.url),
                "let clients prove who they are with passwords or certificates",
            ));
        }
        Ok(())
    }

    pub fn backend(glue: Option<&Arc<Client>>, beside: Service, catalog: &Catalog) -> Backend {
        match glue {
            None => Backend::Database(beside),
            Some(client) => {
                let glue = Glue::new(client.clone(), catalog.warehouse.clone(), catalog.clock.clone());
                Backend::Glue(Box::new(skep_glue::Service::new(glue, beside)))
            }
        }
    }

    /// Sets `health` for as long as it runs, by what calls meet and, where there are none, by asking.
    pub async fn watch(glue: Arc<Client>, health: Arc<Health>) {
        loop {
            sleep(PAUSE).await;
            let silent = glue.answered().is_none_or(|ago| ago > SILENCE);
            if glue.outage().is_some() || silent {
                // What came of it is noted where calls note theirs.
                let _noted = glue.ping().await;
            }
            let state = match glue.outage() {
                None => State::Ready,
                Some(why) => State::NotReady(why),
            };
            let away = state != State::Ready;
            if health.set(state.clone()) {
                match state {
                    State::Ready => tracing::info!("ready again: Glue answers"),
                    state => tracing::warn!("{state}"),
                }
            }
            if away {
                sleep(OUTAGE).await;
            }
        }
    }
}

#[cfg(not(feature = "glue"))]
mod without {
    use std::convert::Infallible;
    use std::sync::Arc;

    use skep::backend::Backend;
    use skep_admin::Health;
    use skep_api::Service;
    use skep_catalog::Catalog;

    use crate::config::Config;
    use crate::failure::Failure;

    /// A configuration that names Glue was found invalid.
    pub async fn open(_: &Config) -> Result<Option<Arc<Infallible>>, Failure> {
        Ok(None)
    }

    pub fn backend(_: Option<&Arc<Infallible>>, service: Service, _: &Catalog) -> Backend {
        Backend::Database(service)
    }

    pub async fn watch(_: Arc<Infallible>, _: Arc<Health>) {}
}
