use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::listener::Listeners;
use super::section::{Objection, section};
use super::values::Time;

/// What clients that do not speak TLS meet on a server that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    Required,
    Offered,
}

section! {
    /// Where the server listens and how it stops.
    Server = "server" {
        /// Address and port of the Thrift service. Port 0 takes any free port.
        /// Everybody who reaches it is served unasked, which is why the default is reachable from this machine only.
        "listen" listen: String = "127.0.0.1:9083".to_owned();
        /// Certificate chain in PEM form. With it and tls-key, TLS is spoken.
        "tls-certificate" tls_certificate: Option<PathBuf> = None;
        /// Private key of the certificate in PEM form.
        "tls-key" tls_key: Option<PathBuf> = None;
        /// "required": plaintext is refused once there is a certificate. "offered": both are served, for a migration.
        "tls" tls: Tls = Tls::Required;
        /// Listeners that ask who comes in, in the place of listen: [[server.listeners]] with
        /// listen = "HOST:PORT" or "unix:PATH"; methods = list of "claim" (no proof, set_ugi names the owner of what is
        /// made), "peer" (everybody is principal; loopback and sockets only), "token" (SASL DIGEST-MD5, skep token mint),
        /// "plain" (SASL PLAIN, identity.users-file) and "mtls" (client-ca, certificate-principal = "user:{cn}");
        /// tls = "off", "required" or "offered", with the server's certificate or its own tls-certificate and tls-key;
        /// class = "E0" to "E4", the strongest it yields; trusted = true if claims are believed; protected = true if
        /// something else encrypts the connection. docs/identity.md explains.
        "listeners" listeners: Listeners = Listeners::default();
        /// On SIGTERM or SIGINT: how long running calls may go on before they are cut.
        "drain" drain: Time = Time::seconds(25);
        /// Threads that serve requests; 0 is one per processor.
        "threads" threads: usize = 0;
    }
}

impl Server {
    fn validate(&self) -> Vec<Objection> {
        let mut objections = Vec::new();
        let port = self.listen.rsplit_once(':').filter(|(host, _)| !host.is_empty());
        if port.is_none_or(|(_, port)| port.parse::<u16>().is_err()) {
            let text = format!("'{}' is not HOST:PORT, for example 0.0.0.0:9083", self.listen);
            objections.push(("listen", text));
        }
        match (&self.tls_certificate, &self.tls_key) {
            (Some(_), None) => objections.push(("tls-key", "is missing, and tls-certificate is set".to_owned())),
            (None, Some(_)) => objections.push(("tls-certificate", "is missing, and tls-key is set".to_owned())),
            _ => {}
        }
        for listener in &self.listeners.0 {
            let found = listener.objections(self.tls_certificate.is_some());
            objections.extend(found.into_iter().map(|problem| ("listeners", problem)));
        }
        if self.threads > 1024 {
            objections.push(("threads", format!("{} is more than 1024", self.threads)));
        }
        objections
    }
}
