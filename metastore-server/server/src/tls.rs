//! The server's certificate, from two PEM files.

use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use skep_net::Encryption;
use tokio_rustls::TlsAcceptor;

use crate::certificate::Renewable;
use crate::config::{Config, Tls};
use crate::failure::Failure;

/// Off unless a certificate is configured.
pub fn encryption(config: &Config) -> Result<Encryption, Failure> {
    let (Some(certificate), Some(key)) = (&config.server.tls_certificate, &config.server.tls_key) else {
        return Ok(Encryption::Off);
    };
    let renewable = Renewable::open(certificate, key).map_err(|problem| {
        let (name, path) =
            if problem.of_key { ("server.tls-key", key) } else { ("server.tls-certificate", certificate) };
        refusal(config, name, path)(problem)
    })?;
    let tls = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(refusal(config, "server.tls-key", key))?
        .with_no_client_auth()
        .with_cert_resolver(renewable);
    let acceptor = TlsAcceptor::from(Arc::new(tls));
    Ok(match config.server.tls {
        Tls::Required => Encryption::Required(acceptor),
        Tls::Offered => Encryption::Offered(acceptor),
    })
}

fn refusal<E: std::fmt::Display>(config: &Config, key: &str, path: &Path) -> impl FnOnce(E) -> Failure {
    let place = config.place(key);
    let path = path.display().to_string();
    move |error| {
        Failure::refused(
            format!("cannot use {path} ({place}): {error}"),
            "give a certificate chain and its unencrypted private key, both in PEM form",
        )
    }
}
