//! From a method's name to its answer: Glue's, or that of the ordinary service beside it.

use std::collections::HashMap;

use skep_api::{Answer, Request, Session};

use crate::context::{Context, Glue};
use crate::door::Entry;
use crate::{database, function, partition, statistics, table};

/// What the ordinary service answers from its own memory: the connection's methods, locks, the one catalog there is,
/// and what is nothing but text. Locks last as long as this server and are seen by this server alone: Glue has none.
pub const BESIDE: &[&str] = &[
    "aliveSince",
    "check_lock",
    "flushCache",
    "getCounter",
    "getCounters",
    "getMetaConf",
    "getName",
    "getOption",
    "getOptions",
    "getStatus",
    "getStatusDetails",
    "getVersion",
    "get_catalog",
    "get_catalogs",
    "get_config_value",
    "heartbeat",
    "lock",
    "partition_name_has_valid_characters",
    "partition_name_to_spec",
    "partition_name_to_vals",
    "setMetaConf",
    "set_ugi",
    "show_locks",
    "shutdown",
    "unlock",
];

/// Every method that Glue answers, noun by noun.
pub fn methods() -> impl Iterator<Item = &'static Entry> {
    [database::METHODS, table::METHODS, partition::METHODS, function::METHODS, statistics::METHODS]
        .into_iter()
        .flatten()
}

pub struct Service {
    glue: Glue,
    beside: skep_api::Service,
    methods: HashMap<&'static str, &'static Entry>,
}

impl Service {
    /// `beside` stands on a database of its own, in memory.
    pub fn new(glue: Glue, beside: skep_api::Service) -> Service {
        Service { glue, beside, methods: methods().map(|entry| (entry.method.name, entry)).collect() }
    }

    pub async fn call(&self, session: &Session, request: Request<'_>) -> Answer {
        if let Some(entry) = self.methods.get(request.method) {
            let cx = Context { glue: &self.glue, session, budget: request.budget };
            return (entry.serve)(&cx, request.protocol, request.args).await;
        }
        if BESIDE.contains(&request.method) {
            return self.beside.call(session, request).await;
        }
        tracing::debug!(request = %request.id, method = request.method, "method not served over Glue");
        Answer::unknown_method(request.method)
    }
}
