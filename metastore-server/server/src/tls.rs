//! The server's certificate, from two PEM files, and the authorities that sign clients' certificates.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{RootCertStore, ServerConfig};
use skep_net::Encryption;
use tokio_rustls::TlsAcceptor;

use crate::certificate::Renewable;
use crate::config::{Config, Listener, ListenerTls, Method, Tls};
use crate::failure::Failure;

/// Of the one address without listeners: off unless a certificate is configured.
pub fn encryption(config: &Config) -> Result<Encryption, Failure> {
    let (Some(certificate), Some(key)) = (&config.server.tls_certificate, &config.server.tls_key) else {
        return Ok(Encryption::Off);
    };
    let acceptor = acceptor(config, certificate, key, None)?;
    Ok(match config.server.tls {
        Tls::Required => Encryption::Required(acceptor),
        Tls::Offered => Encryption::Offered(acceptor),
    })
}

/// Of a listener, with its own certificate or the server's.
pub fn of_listener(config: &Config, listener: &Listener) -> Result<Encryption, Failure> {
    let server = &config.server;
    let own = listener.tls_certificate.as_ref().zip(listener.tls_key.as_ref());
    let files = own.or(server.tls_certificate.as_ref().zip(server.tls_key.as_ref()));
    let Some((certificate, key)) = files.filter(|_| listener.tls != ListenerTls::Off) else {
        return Ok(Encryption::Off);
    };
    let clients = listener.client_ca.as_ref().map(|path| verifier(config, listener, path)).transpose()?;
    let acceptor = acceptor(config, certificate, key, clients)?;
    Ok(match listener.tls {
        ListenerTls::Offered => Encryption::Offered(acceptor),
        _ => Encryption::Required(acceptor),
    })
}

/// Of the port of engines, with the server's certificate.
pub fn of_engines(config: &Config) -> Result<TlsAcceptor, Failure> {
    match (&config.server.tls_certificate, &config.server.tls_key) {
        (Some(certificate), Some(key)) => acceptor(config, certificate, key, None),
        _ => Err(Failure::refused(
            format!("{} is true, and there is no certificate", config.place("engines.tls")),
            "set server.tls-certificate and server.tls-key",
        )),
    }
}

/// A client without a certificate is let through to prove itself otherwise, if there is another way.
fn verifier(config: &Config, listener: &Listener, path: &Path) -> Result<Arc<dyn ClientCertVerifier>, Failure> {
    let key = "server.listeners";
    let mut roots = RootCertStore::empty();
    for authority in certificates(path).map_err(refusal(config, key, path))? {
        roots.add(authority).map_err(refusal(config, key, path))?;
    }
    let builder = WebPkiClientVerifier::builder_with_provider(roots.into(), Arc::new(aws_lc_rs::default_provider()));
    let only = listener.methods == [Method::Mtls];
    let builder = if only { builder } else { builder.allow_unauthenticated() };
    builder.build().map(|verifier| verifier as _).map_err(refusal(config, key, path))
}

fn acceptor(
    config: &Config,
    certificate: &Path,
    key: &Path,
    clients: Option<Arc<dyn ClientCertVerifier>>,
) -> Result<TlsAcceptor, Failure> {
    let renewable = Renewable::open(certificate, key).map_err(|problem| {
        let (name, path) =
            if problem.of_key { ("server.tls-key", key) } else { ("server.tls-certificate", certificate) };
        refusal(config, name, path)(problem)
    })?;
    let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(refusal(config, "server.tls-key", key))?;
    let builder = match clients {
        Some(verifier) => builder.with_client_cert_verifier(verifier),
        None => builder.with_no_client_auth(),
    };
    let tls = builder.with_cert_resolver(renewable);
    Ok(TlsAcceptor::from(Arc::new(tls)))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, rustls::pki_types::pem::Error> {
    let chain: Vec<_> = CertificateDer::pem_file_iter(path)?.collect::<Result<_, _>>()?;
    if chain.is_empty() { Err(rustls::pki_types::pem::Error::NoItemsFound) } else { Ok(chain) }
}

fn refusal<E: std::fmt::Display>(config: &Config, key: &str, path: &Path) -> impl FnOnce(E) -> Failure {
    let place = config.place(key);
    let path = path.display().to_string();
    move |error| {
        Failure::refused(
            format!("cannot use {path} ({place}): {error}"),
            "give a certificate chain and its unencrypted private key, or the authority of clients, all in PEM form",
        )
    }
}
