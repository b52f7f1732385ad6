//! `[[server.listeners]]`: one table for each address.

use std::net::IpAddr;
use std::path::PathBuf;

use serde::{Deserialize, Deserializer, Serialize};
use skep::identity::certificate::Rule;
use skep_access::{EngineClass, Principal};

use super::values;

/// How a client may show who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Not at all; `set_ugi` says a name, which proves nothing.
    Claim,
    /// It came in here, and this door is one program's.
    Peer,
    /// SASL PLAIN.
    Plain,
    /// SASL DIGEST-MD5 with a token file.
    Token,
    /// A TLS client certificate.
    Mtls,
    /// A bearer token in each request over HTTP.
    Jwt,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListenerTls {
    #[default]
    Off,
    Required,
    Offered,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Listener {
    /// `HOST:PORT` or `unix:PATH`.
    pub listen: String,
    pub methods: Vec<Method>,
    #[serde(default)]
    pub tls: ListenerTls,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_certificate: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_key: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_ca: Option<PathBuf>,
    #[serde(default = "common_name")]
    pub certificate_principal: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    #[serde(default = "lowest_class")]
    pub class: String,
    #[serde(default)]
    pub trusted: bool,
    #[serde(default)]
    pub protected: bool,
    /// Thrift over HTTP as well; `jwt` means it anyway.
    #[serde(default)]
    pub http: bool,
}

fn common_name() -> String {
    "user:{cn}".to_owned()
}

fn lowest_class() -> String {
    EngineClass::E0.to_string()
}

/// The whole list. A variable or flag says it as TOML: `[{listen = "…", methods = ["token"]}]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Listeners(pub Vec<Listener>);

impl<'de> Deserialize<'de> for Listeners {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        values::tables(from).map(Self)
    }
}

impl Listener {
    pub fn accepts(&self, method: Method) -> bool {
        self.methods.contains(&method)
    }

    /// Whether HTTP is spoken.
    pub fn http(&self) -> bool {
        self.http || self.accepts(Method::Jwt)
    }

    pub fn socket_file(&self) -> Option<PathBuf> {
        self.listen.strip_prefix("unix:").map(PathBuf::from)
    }

    /// Only this machine can come in.
    fn is_local(&self) -> bool {
        let host = self.listen.rsplit_once(':').map_or("", |(host, _)| host).trim_matches(['[', ']']);
        self.socket_file().is_some() || host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    }

    /// What cannot be right about it, as sentences.
    pub fn objections(&self, has_server_certificate: bool) -> Vec<String> {
        let mut found = Vec::new();
        let mut object = |wrong: bool, why: &str| {
            if wrong {
                found.push(format!("{}: {why}", self.listen));
            }
        };
        let file = self.socket_file();
        let port = self.listen.rsplit_once(':').filter(|(host, _)| !host.is_empty());
        let address = file.is_some() || port.is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        object(!address, "is neither HOST:PORT nor unix:PATH");
        object(file.is_some_and(|path| !path.is_absolute()), "the path of a socket must be absolute");
        object(self.methods.is_empty(), "methods is empty, so nobody would get in");
        let (claim, peer) = (self.accepts(Method::Claim), self.accepts(Method::Peer));
        object(claim && peer, "claim and peer exclude each other: both serve clients that prove nothing");
        object(peer && !self.is_local(), "peer is for loopback addresses and sockets: anybody could come in elsewhere");
        object(peer != self.principal.is_some(), "peer and principal go together: the principal is who everybody is");
        object(self.trusted && !claim, "trusted says that claims are believed, and claim is not among the methods");
        object(self.trusted && !self.is_local() && !self.protected, PROTECT);
        if let Some(Err(error)) = self.principal.as_deref().map(Principal::parse) {
            object(true, &error.to_string());
        }
        if let Err(error) = self.class.parse::<EngineClass>() {
            object(true, &error.to_string());
        }
        self.object_to_tls(has_server_certificate, &mut object);
        found
    }

    fn object_to_tls(&self, has_server_certificate: bool, object: &mut dyn FnMut(bool, &str)) {
        let encrypted = self.tls == ListenerTls::Required;
        let safe = encrypted || self.is_local() || self.protected;
        object(self.accepts(Method::Plain) && !safe, "plain sends passwords as they are: set tls = \"required\"");
        object(self.accepts(Method::Token) && !safe, PROTECT);
        object(self.accepts(Method::Jwt) && !safe, "jwt sends tokens as they are: set tls = \"required\"");
        object(self.tls_certificate.is_some() != self.tls_key.is_some(), "tls-certificate and tls-key go together");
        let certificate = self.tls_certificate.is_some() || has_server_certificate;
        object(
            self.tls != ListenerTls::Off && !certificate,
            "tls needs tls-certificate and tls-key, here or in [server]",
        );
        object(self.tls != ListenerTls::Off && self.socket_file().is_some(), "a socket file does not speak TLS");
        let mtls = self.accepts(Method::Mtls);
        object(mtls && (self.client_ca.is_none() || !encrypted), "mtls needs client-ca and tls = \"required\"");
        object(!mtls && self.client_ca.is_some(), "client-ca is set, and mtls is not among the methods");
        if let Err(error) = Rule::parse(&self.certificate_principal) {
            object(true, &format!("certificate-principal: {error}"));
        }
    }
}

const PROTECT: &str = "nothing protects this connection: set tls = \"required\", listen on loopback, or say \
                       protected = true if a mesh or a private network stands before it";
