//! Where an issuer's keys are, and how they are fetched: from a file, an address, or by the issuer's own discovery document.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use reqwest::{Certificate, Client, Url, redirect};
use serde_json::Value;

use super::Settings;

const PATIENCE: Duration = Duration::from_secs(5);
const BYTES_MAX: usize = 1 << 20;
const DISCOVERY: &str = "/.well-known/openid-configuration";

pub struct Fetch {
    source: Source,
    client: Client,
    token_file: Option<PathBuf>,
}

enum Source {
    File(PathBuf),
    Keys(Url),
    Discovery { issuer: String, document: Url },
}

impl Source {
    fn of(settings: &Settings) -> Result<Source, String> {
        Ok(match &settings.keys {
            Some(keys) if keys.contains("://") => Source::Keys(address(keys)?),
            Some(path) => Source::File(PathBuf::from(path)),
            None => {
                let document = address(&format!("{}{DISCOVERY}", settings.issuer.trim_end_matches('/')))?;
                Source::Discovery { issuer: settings.issuer.clone(), document }
            }
        })
    }
}

impl Fetch {
    /// Whether the settings can be right, without looking at any file.
    pub fn check(settings: &Settings) -> Result<(), String> {
        Source::of(settings).map(drop)
    }

    pub fn new(settings: &Settings) -> Result<Fetch, String> {
        let source = Source::of(settings)?;
        let authority = settings.authority.as_ref().map(|path| {
            let pem = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
            Certificate::from_pem_bundle(&pem).map_err(|error| format!("{}: {}", path.display(), plain(&error)))
        });
        let client = client(authority.transpose()?)?;
        Ok(Fetch { source, client, token_file: settings.token_file.clone() })
    }

    /// The key set as it was published.
    pub(super) async fn keys(&self) -> Result<Value, String> {
        match &self.source {
            Source::File(path) => {
                let bytes = tokio::fs::read(path).await.map_err(|error| format!("{}: {error}", path.display()))?;
                serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()))
            }
            Source::Keys(keys) => self.get(keys).await,
            Source::Discovery { issuer, document } => {
                let found = self.get(document).await?;
                if found.get("issuer").and_then(Value::as_str) != Some(issuer) {
                    return Err(format!("{document} is the document of another issuer"));
                }
                let keys = found.get("jwks_uri").and_then(Value::as_str);
                self.get(&address(keys.ok_or_else(|| format!("{document} has no jwks_uri"))?)?).await
            }
        }
    }

    async fn get(&self, address: &Url) -> Result<Value, String> {
        let failed = |error: reqwest::Error| format!("{address}: {}", plain(&error));
        let mut request = self.client.get(address.clone());
        if let Some(path) = &self.token_file {
            let token = tokio::fs::read_to_string(path).await;
            request = request.bearer_auth(token.map_err(|error| format!("{}: {error}", path.display()))?.trim());
        }
        let mut answer = request.send().await.and_then(reqwest::Response::error_for_status).map_err(failed)?;
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(failed)? {
            if bytes.len() + piece.len() > BYTES_MAX {
                return Err(format!("{address}: the answer is longer than {BYTES_MAX} bytes"));
            }
            bytes.extend_from_slice(&piece);
        }
        serde_json::from_slice(&bytes).map_err(|error| format!("{address}: {error}"))
    }
}

impl fmt::Display for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::File(path) => path.display().fmt(f),
            Source::Keys(address) | Source::Discovery { document: address, .. } => address.fmt(f),
        }
    }
}

/// A client that follows nobody elsewhere. With authorities of its own it believes no others.
pub fn client(authorities: Option<Vec<Certificate>>) -> Result<Client, String> {
    let mut builder =
        Client::builder().connect_timeout(PATIENCE).timeout(2 * PATIENCE).redirect(redirect::Policy::none()).no_proxy();
    if let Some(authorities) = authorities {
        builder = builder.tls_certs_only(authorities);
    }
    builder.build().map_err(|error| plain(&error))
}

/// Keys, and tokens, are not to be read or replaced on the way.
pub fn address(text: &str) -> Result<Url, String> {
    let address = Url::parse(text).map_err(|error| format!("{}: {error}", text.escape_debug()))?;
    let safe = address.scheme() == "https" || (address.scheme() == "http" && is_address_of_this_machine(&address));
    if safe { Ok(address) } else { Err(format!("{address}: expected https, or http to this machine")) }
}

fn is_address_of_this_machine(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// What went wrong and why, in one line.
pub fn plain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
