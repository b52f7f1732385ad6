//! What a listener asks of those who come in.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

/// The ways in. Whatever is not named is refused, and there is no way back from a proof to none: a listener without
/// [`Admission::unproven`] serves no call before a proof was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    /// Clients that prove nothing are served.
    pub unproven: bool,
    /// The TLS client certificate is a proof.
    pub certificate: bool,
    /// SASL PLAIN: name and password.
    pub password: bool,
    /// SASL DIGEST-MD5 with a token that somebody was given before.
    pub token: bool,
    /// Thrift over HTTP is spoken as well.
    pub http: bool,
    /// A bearer token in a request is a proof of that request.
    pub bearer: bool,
}

impl Admission {
    /// Nothing yet; the caller switches on what it accepts.
    pub const NOBODY: Admission =
        Admission { unproven: false, certificate: false, password: false, token: false, http: false, bearer: false };

    pub(crate) fn sasl(self) -> bool {
        self.password || self.token
    }
}

/// Everybody, unasked, as a Java metastore without security does.
impl Default for Admission {
    fn default() -> Self {
        Admission { unproven: true, ..Admission::NOBODY }
    }
}

/// What clients are told who prove nothing where that is needed.
impl fmt::Display for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ways = [
            (self.token, "SASL with a token (hive.metastore.sasl.enabled=true, HADOOP_TOKEN_FILE_LOCATION)"),
            (self.password, "SASL PLAIN"),
            (self.certificate, "a TLS client certificate"),
            (self.bearer, "a bearer token over HTTP (metastore.client.thrift.transport.mode=http, auth.mode=JWT)"),
        ];
        let ways: Vec<&str> = ways.iter().filter(|(open, _)| *open).map(|(_, way)| *way).collect();
        write!(f, "this listener serves authenticated clients only: connect with {}", ways.join(" or "))
    }
}

/// Where a connection comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Network(SocketAddr),
    /// A Unix socket, whose clients have no address.
    Unix,
}

impl Origin {
    pub fn ip(self) -> Option<IpAddr> {
        match self {
            Origin::Network(address) => Some(address.ip()),
            Origin::Unix => None,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Network(address) => address.fmt(f),
            Origin::Unix => f.write_str("unix socket"),
        }
    }
}

/// Why a proof was not accepted: what the client is told, and what only the log says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// Never says more to somebody who proved nothing than that the proof failed.
    pub told: String,
    pub reason: String,
}

impl Denied {
    /// The same words for an unknown name and for a wrong secret.
    pub fn because(reason: impl Into<String>) -> Denied {
        Denied { told: "authentication failed".to_owned(), reason: reason.into() }
    }

    /// For somebody who may know the reason.
    pub fn openly(reason: impl Into<String>) -> Denied {
        let reason = reason.into();
        Denied { told: reason.clone(), reason }
    }
}
