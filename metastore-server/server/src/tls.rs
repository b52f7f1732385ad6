//! The server's certificate, from two PEM files.

use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use skep_net::Encryption;
use tokio_rustls::TlsAcceptor;

use crate::config::{Config, Tls};
use crate::failure::Failure;

/// Off unless a certificate is configured.
pub fn encryption(config: &Config) -> Result<Encryption, Failure> {
    let (Some(certificate), Some(key)) = (&config.server.tls_certificate, &config.server.tls_key) else {
        return Ok(Encryption::Off);
    };
    let chain = certificates(certificate).map_err(refusal(config, "server.tls-certificate", certificate))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(refusal(config, "server.tls-key", key))?;
    let tls = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, private))
        .map_err(refusal(config, "server.tls-key", key))?;
    let acceptor = TlsAcceptor::from(Arc::new(tls));
    Ok(match config.server.tls {
        Tls::Required => Encryption::Required(acceptor),
        Tls::Offered => Encryption::Offered(acceptor),
    })
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
            "give a certificate chain and its unencrypted private key, both in PEM form",
        )
    }
}
