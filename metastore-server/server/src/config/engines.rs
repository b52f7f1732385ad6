use std::net::IpAddr;
use std::path::PathBuf;

use skep_engines::Catalogs;

use super::section::{Objection, section};
use super::values::List;

section! {
    /// The HTTP port of engines that enforce the policy by themselves: Trino's access control "opa" and "file" ask here.
    Engines = "engines" {
        /// Address and port, port 0 for any free one; "off" opens none.
        "listen" listen: String = "off".to_owned();
        /// The engines that may ask: lines of name:token, the token of 32 or more letters and digits.
        "tokens-file" tokens_file: Option<PathBuf> = None;
        /// TLS, with the certificate of server.tls-certificate.
        "tls" tls: bool = false;
        /// Without TLS only this machine can be listened to, unless a mesh or a private network stands before it.
        "protected" protected: bool = false;
        /// Catalogs of Trino that are this metastore's, each with the name it has here: Trino's name first.
        "trino-catalogs" trino_catalogs: List = List(vec!["hive=hive".to_owned(), "iceberg=hive".to_owned()]);
    }
}

impl Engines {
    pub fn is_off(&self) -> bool {
        self.listen == "off"
    }

    fn validate(&self) -> Vec<Objection> {
        let mut found: Vec<Objection> = Vec::new();
        let host = self.listen.rsplit_once(':').filter(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
        if let Err(why) = Catalogs::read(&self.trino_catalogs.0) {
            found.push(("trino-catalogs", why));
        }
        if self.is_off() {
            return found;
        }
        let Some((host, _)) = host else {
            found.push((
                "listen",
                format!("'{}' is neither HOST:PORT, for example 0.0.0.0:9085, nor \"off\"", self.listen),
            ));
            return found;
        };
        if self.tokens_file.is_none() {
            found.push(("tokens-file", "is missing, so no engine would be let in".to_owned()));
        }
        let host = host.trim_matches(['[', ']']);
        let local = host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        if !local && !self.tls && !self.protected {
            let why = "nothing protects the tokens of engines on this address: set engines.tls = true, listen on loopback, \
                       or say engines.protected = true if a mesh or a private network stands before it";
            found.push(("listen", why.to_owned()));
        }
        found
    }
}
