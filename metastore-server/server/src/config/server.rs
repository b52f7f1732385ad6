use std::path::PathBuf;

use serde::{Deserialize, Serialize};

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
        /// The default is reachable from this machine only: there is no authentication yet, so open it with care.
        "listen" listen: String = "127.0.0.1:9083".to_owned();
        /// Certificate chain in PEM form. With it and tls-key, TLS is spoken.
        "tls-certificate" tls_certificate: Option<PathBuf> = None;
        /// Private key of the certificate in PEM form.
        "tls-key" tls_key: Option<PathBuf> = None;
        /// "required": plaintext is refused once there is a certificate. "offered": both are served, for a migration.
        "tls" tls: Tls = Tls::Required;
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
        if self.threads > 1024 {
            objections.push(("threads", format!("{} is more than 1024", self.threads)));
        }
        objections
    }
}
