use super::section::{Objection, section};

section! {
    /// Traces for an OpenTelemetry collector: one span for each call, and inside it one for each statement.
    Traces = "traces" {
        /// http://HOST:PORT of a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318. Without TLS: run
        /// one on the same machine or in the same pod.
        "endpoint" endpoint: Option<String> = None;
        /// One call in so many is traced.
        "one-in" one_in: u32 = 1;
    }
}

/// Where collectors listen unless told otherwise.
const PORT: u16 = 4318;

impl Traces {
    fn validate(&self) -> Vec<Objection> {
        let mut objections = Vec::new();
        if let Some(endpoint) = self.endpoint.as_ref().filter(|_| self.address().is_none()) {
            objections
                .push(("endpoint", format!("'{endpoint}' is not http://HOST:PORT, such as http://127.0.0.1:4318")));
        }
        if self.one_in == 0 {
            objections.push(("one-in", "0 would trace nothing; leave endpoint out for that".to_owned()));
        }
        objections
    }

    /// HOST:PORT of the collector.
    pub fn address(&self) -> Option<String> {
        let rest = self.endpoint.as_ref()?.strip_prefix("http://")?.trim_end_matches('/');
        if rest.is_empty() || rest.contains(['/', '@', '?']) {
            return None;
        }
        match rest.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() => port.parse::<u16>().is_ok().then(|| rest.to_owned()),
            Some(_) => None,
            None => Some(format!("{rest}:{PORT}")),
        }
    }
}
