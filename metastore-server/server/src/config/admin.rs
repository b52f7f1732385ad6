use super::section::{Objection, section};

section! {
    /// The HTTP port of operators: /livez, /readyz, /metrics for Prometheus, /status for skep status.
    Admin = "admin" {
        /// Address and port, port 0 for any free one; "off" opens none. Whoever reaches it may read it: open it to other
        /// machines only in a network of your own.
        "listen" listen: String = "127.0.0.1:9084".to_owned();
    }
}

impl Admin {
    fn validate(&self) -> Vec<Objection> {
        let address = self.listen.rsplit_once(':').filter(|(host, _)| !host.is_empty());
        if self.is_off() || address.is_some_and(|(_, port)| port.parse::<u16>().is_ok()) {
            return Vec::new();
        }
        vec![("listen", format!("'{}' is neither HOST:PORT, for example 0.0.0.0:9084, nor \"off\"", self.listen))]
    }

    pub fn is_off(&self) -> bool {
        self.listen == "off"
    }
}
