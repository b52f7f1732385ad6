//! The configuration: what was said, by whom, and what it means.
//!
//! A key's value comes from a flag, else the environment, else the file, else what a Java metastore was told in the same
//! place ([`hive`]), else its default. Nothing of ours is ignored: a key or `SKEP_…` variable that does not exist is an
//! error that names the place and the nearest name that does.

mod access;
mod admin;
mod catalog;
mod database;
mod duties;
mod engines;
mod error;
pub mod hive;
mod identity;
mod issuer;
mod layers;
mod limits;
mod listener;
mod log;
mod section;
mod server;
mod show;
mod sidecar;
#[cfg(test)]
mod tests;
mod traces;
mod values;
mod warehouse;

pub use database::Prepared;
pub use duties::Duties;
pub use error::{ConfigError, Fault};
pub use issuer::Issuer;
pub use layers::{Said, Source};
pub use listener::{Listener, ListenerTls, Method};
pub use log::Format;
pub use server::Tls;
pub use show::{effective_json, effective_text, example};
pub use sidecar::Sidecar;
pub use traces::Traces;
pub use values::{Time, size};
pub use warehouse::settings as warehouse_settings;

use layers::Layers;
use section::{Key, Section};

/// All sections, valid.
pub struct Config {
    pub server: server::Server,
    pub identity: identity::Identity,
    pub access: access::Access,
    pub limits: limits::Limits,
    pub admin: admin::Admin,
    pub engines: engines::Engines,
    pub sidecar: sidecar::Sidecar,
    pub database: database::Database,
    pub warehouse: warehouse::Warehouse,
    pub s3: warehouse::S3,
    pub log: log::Log,
    pub traces: Traces,
    pub catalog: catalog::Catalog,
    pub duties: duties::Duties,
    sources: Layers,
}

/// A flag that stands for a key; `SKEP_<FLAG>` is its variable.
pub struct Short {
    pub flag: &'static str,
    pub key: &'static str,
}

/// The few keys that everybody sets.
pub const SHORTS: &[Short] = &[
    Short { flag: "listen", key: "server.listen" },
    Short { flag: "database", key: "database.url" },
    Short { flag: "warehouse", key: "warehouse.root" },
    Short { flag: "init-schema", key: "database.init-schema" },
    Short { flag: "sidecar", key: "sidecar.enabled" },
];

impl Config {
    /// Reads all that was said and checks it; every fault is reported, not only the first.
    pub fn read(said: Said) -> Result<Self, ConfigError> {
        let layers = Layers::read(said)?;
        let config = Self {
            server: layers.section()?,
            identity: layers.section()?,
            access: layers.section()?,
            limits: layers.section()?,
            admin: layers.section()?,
            engines: layers.section()?,
            sidecar: layers.section()?,
            database: layers.section()?,
            warehouse: layers.section()?,
            s3: layers.section()?,
            log: layers.section()?,
            traces: layers.section()?,
            catalog: layers.section()?,
            duties: layers.section()?,
            sources: layers,
        };
        config.validate()?;
        Ok(config)
    }

    /// How a message names a key: with the place its value comes from.
    pub fn place(&self, path: &str) -> String {
        match self.sources.source(path) {
            Source::Default => path.to_owned(),
            source => format!("{path} from {source}"),
        }
    }

    /// Whether anybody said it.
    pub fn is_default(&self, path: &str) -> bool {
        self.sources.source(path) == Source::Default
    }

    /// Keys whose values differ, secrets included.
    pub fn differences(&self, other: &Config) -> Vec<String> {
        let value = |config: &Config, path: &str| config.sources.value(path).cloned();
        let paths = keys().map(Key::path);
        paths.filter(|path| value(self, path) != value(other, path)).collect()
    }

    /// Settings of a Java metastore that have no effect.
    pub fn ignored(&self) -> &[hive::Ignored] {
        &self.sources.ignored
    }

    fn validate(&self) -> Result<(), ConfigError> {
        let mut faults = Vec::new();
        for view in self.views() {
            for (name, problem) in view.objections {
                let path = format!("{}.{name}", view.name);
                faults.push(Fault { source: self.sources.source(&path), key: Some(path), problem });
            }
        }
        faults.extend(self.open_beside_listeners());
        faults.extend(self.plain_without_users());
        faults.extend(self.jwt_without_issuers());
        ConfigError::unless_empty(faults)
    }

    /// An address that was named stays open for everybody: nobody who asks for proofs elsewhere means that. What a Java
    /// metastore was told is weaker than our own listeners, and gives way.
    fn open_beside_listeners(&self) -> Option<Fault> {
        let source = self.sources.source("server.listen");
        let named = !matches!(source, Source::Default | Source::Hive(_));
        let both = named && !self.server.listeners.0.is_empty();
        both.then(|| Fault {
            source,
            key: Some("server.listen".to_owned()),
            problem:
                "server.listeners says where to listen; give this address as one of them, with methods = [\"claim\"]"
                    .to_owned(),
        })
    }

    fn plain_without_users(&self) -> Option<Fault> {
        let plain = self.server.listeners.0.iter().any(|listener| listener.accepts(Method::Plain));
        (plain && self.identity.users_file.is_none()).then(|| Fault {
            source: self.sources.source("server.listeners"),
            key: Some("identity.users-file".to_owned()),
            problem: "is missing, and a listener accepts the method plain".to_owned(),
        })
    }

    fn jwt_without_issuers(&self) -> Option<Fault> {
        let jwt = self.server.listeners.0.iter().any(|listener| listener.accepts(Method::Jwt));
        (jwt && self.identity.issuers.0.is_empty()).then(|| Fault {
            source: self.sources.source("server.listeners"),
            key: Some("identity.issuers".to_owned()),
            problem: "is missing, and a listener accepts the method jwt".to_owned(),
        })
    }

    /// Sections in the order of the documentation.
    fn views(&self) -> [View; 14] {
        [
            view(&self.server),
            view(&self.identity),
            view(&self.access),
            view(&self.limits),
            view(&self.admin),
            view(&self.engines),
            view(&self.sidecar),
            view(&self.database),
            view(&self.warehouse),
            view(&self.s3),
            view(&self.log),
            view(&self.traces),
            view(&self.catalog),
            view(&self.duties),
        ]
    }
}

/// A section without its type: what printing and checking need of it.
struct View {
    name: &'static str,
    doc: &'static [&'static str],
    keys: &'static [Key],
    /// Secrets are masked in here; keys without a value are left out.
    values: toml::Table,
    objections: Vec<section::Objection>,
}

fn view<S: Section>(section: &S) -> View {
    View {
        name: S::NAME,
        doc: S::DOC,
        keys: S::KEYS,
        values: toml::Table::try_from(section).expect("sections are flat tables of plain values"),
        objections: section.objections(),
    }
}

/// Every key there is.
fn keys() -> impl Iterator<Item = &'static Key> {
    [
        server::Server::KEYS,
        identity::Identity::KEYS,
        access::Access::KEYS,
        limits::Limits::KEYS,
        admin::Admin::KEYS,
        engines::Engines::KEYS,
        sidecar::Sidecar::KEYS,
        database::Database::KEYS,
        warehouse::Warehouse::KEYS,
        warehouse::S3::KEYS,
        log::Log::KEYS,
        Traces::KEYS,
        catalog::Catalog::KEYS,
        duties::Duties::KEYS,
    ]
    .into_iter()
    .flatten()
}
