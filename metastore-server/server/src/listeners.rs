//! The addresses the server is reached at, and what is asked of those who come to each.

use std::io;
use std::net::SocketAddr;

use skep::identity::bearer::Issuers;
use skep::identity::certificate::Rule;
use skep::identity::users::Users;
use skep::identity::{Door, Gate};
use skep_access::Principal;
use skep_catalog::{Catalog, access_token};
use skep_net::{Admission, Deadlines, Encryption, Limits, Place, Server};

use crate::config::{self, Config, Listener, Method};
use crate::failure::Failure;
use crate::{database, tls};

/// All listeners, in the order of the configuration; without any, the one address that serves everybody. They let
/// nobody in before [`open`].
pub async fn reserve(config: &Config, limits: Limits, deadlines: Deadlines) -> Result<Server, Failure> {
    if config.server.listeners.0.is_empty() {
        return one(config, limits, deadlines).await;
    }
    let mut server = Server::new(limits, deadlines);
    for listener in &config.server.listeners.0 {
        let place = match listener.socket_file() {
            Some(path) => Place::Unix(path),
            None => Place::Network(resolve(config, "server.listeners", &listener.listen).await?),
        };
        let reserved = server.reserve(&place, tls::of_listener(config, listener)?, admission(listener));
        reserved.map_err(|error| cannot_listen(config, "server.listeners", &listener.listen, &error))?;
    }
    Ok(server)
}

/// `server.listen`, unasked.
pub async fn one(config: &Config, limits: Limits, deadlines: Deadlines) -> Result<Server, Failure> {
    let encryption: Encryption = tls::encryption(config)?;
    let listen = &config.server.listen;
    let address = resolve(config, "server.listen", listen).await?;
    let mut server = Server::new(limits, deadlines);
    let reserved = server.reserve(&Place::Network(address), encryption, Admission::default());
    reserved.map_err(|error| cannot_listen(config, "server.listen", listen, &error))?;
    Ok(server)
}

pub fn open(config: &Config, server: &mut Server) -> Result<(), Failure> {
    server.open().map_err(|(number, error)| match config.server.listeners.0.get(number) {
        Some(listener) => cannot_listen(config, "server.listeners", &listener.listen, &error),
        None => cannot_listen(config, "server.listen", &config.server.listen, &error),
    })
}

async fn resolve(config: &Config, key: &str, listen: &str) -> Result<SocketAddr, Failure> {
    let cannot = |error: io::Error| cannot_listen(config, key, listen, &error);
    let mut addresses = tokio::net::lookup_host(listen).await.map_err(cannot)?;
    addresses.next().ok_or_else(|| cannot(io::Error::other("the name has no address")))
}

fn cannot_listen(config: &Config, key: &str, listen: &str, error: &io::Error) -> Failure {
    let remedy = match error.kind() {
        io::ErrorKind::AddrInUse => "another server has this port: stop it, or choose another port with --listen",
        io::ErrorKind::PermissionDenied => "ports below 1024 need a privilege: choose another port with --listen",
        _ => "give an address of this machine, 0.0.0.0 for all of them, with --listen HOST:PORT",
    };
    Failure::refused(format!("cannot listen on {listen} ({}): {error}", config.place(key)), remedy)
}

fn admission(listener: &Listener) -> Admission {
    Admission {
        unproven: listener.accepts(Method::Claim) || listener.accepts(Method::Peer),
        certificate: listener.accepts(Method::Mtls),
        password: listener.accepts(Method::Plain),
        token: listener.accepts(Method::Token),
        http: listener.http(),
        bearer: listener.accepts(Method::Jwt),
    }
}

/// Where proofs are checked. Makes the table of tokens if one of the listeners takes tokens.
pub async fn gate(config: &Config, catalog: &Catalog) -> Result<Gate, Failure> {
    let listeners = &config.server.listeners.0;
    let doors = listeners.iter().map(door).collect::<Result<_, Failure>>()?;
    let users = config.identity.users_file.as_ref().map(|path| {
        let refuse = |error: &dyn std::fmt::Display| {
            let place = config.place("identity.users-file");
            Failure::refused(
                format!("cannot use {} ({place}): {error}", path.display()),
                "skep password NAME prints a line for it",
            )
        };
        let text = std::fs::read_to_string(path).map_err(|error| refuse(&error))?;
        Users::read(&text).map_err(|error| refuse(&error))
    });
    let tokens = listeners.iter().any(|listener| listener.accepts(Method::Token));
    if tokens {
        access_token::prepare(catalog).await.map_err(|error| database::failed(config, &error))?;
    }
    let issuers = config.identity.issuers.0.iter().map(config::Issuer::settings).collect::<Result<_, String>>();
    let issuers = issuers.and_then(Issuers::new).map_err(|error| {
        let place = config.place("identity.issuers");
        Failure::refused(format!("cannot use {place}: {error}"), "docs/identity.md says what an issuer needs")
    })?;
    Ok(Gate {
        doors,
        users: users.transpose()?,
        tokens: tokens.then(|| catalog.clone()),
        issuers: issuers.into(),
        clock: catalog.clock.clone(),
        exchange_seconds: i64::try_from(config.identity.exchange_lifetime.0.as_secs()).unwrap_or(i64::MAX),
    })
}

fn door(listener: &Listener) -> Result<Door, Failure> {
    let refuse = |error: &dyn std::fmt::Display| Failure::Usage(format!("{}: {error}", listener.listen));
    Ok(Door {
        fixed: listener.principal.as_deref().map(Principal::parse).transpose().map_err(|error| refuse(&error))?,
        trusted: listener.trusted,
        class: listener.class.parse().map_err(|error| refuse(&error))?,
        certificate: Rule::parse(&listener.certificate_principal).map_err(|error| refuse(&error))?,
    })
}

/// One line for each listener.
pub fn announce(config: &Config, server: &Server) {
    let mut bound = server.addresses();
    for listener in &config.server.listeners.0 {
        let address = match listener.socket_file() {
            Some(_) => listener.listen.clone(),
            None => bound.next().and_then(Result::ok).map_or_else(|| listener.listen.clone(), |a| a.to_string()),
        };
        tracing::info!(address, methods = ?listener.methods, tls = ?listener.tls, class = listener.class, "listening");
    }
}

/// Where the server is to be found, in the ready line.
pub fn address(config: &Config, server: &Server) -> String {
    match server.address() {
        Ok(address) => address.to_string(),
        Err(_) => config.server.listeners.0.first().map_or_else(String::new, |listener| listener.listen.clone()),
    }
}
