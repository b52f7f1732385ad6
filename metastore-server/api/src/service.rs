//! From a method's name to its answer.

use crate::config::rules_of;
use crate::door::part::Parts;
use crate::method::Entry;
use crate::reply::Answer;
use crate::{Context, Session, Shared, methods};
use skep_catalog::Catalog;
use skep_codec::{Budget, Protocol};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Display;

/// One call as it came off the wire.
pub struct Request<'a> {
    /// How logs and error texts name the call.
    pub id: &'a (dyn Display + Sync),
    pub protocol: Protocol,
    pub method: &'a str,
    /// The bytes of the arguments struct.
    pub args: &'a [u8],
    pub budget: &'a Budget,
}

/// All served methods over one catalog.
pub struct Service {
    shared: Shared,
    methods: HashMap<&'static str, &'static Entry>,
}

impl Service {
    pub fn new(shared: Shared) -> Service {
        let methods = methods().map(|entry| (entry.method.name, entry)).collect();
        Service { shared, methods }
    }

    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Serves one call. Dropping the future before it is done gives the call up:
    /// its transaction is rolled back.
    pub async fn call(&self, session: &Session, request: Request<'_>) -> Answer {
        let Some(entry) = self.methods.get(request.method) else {
            tracing::debug!(request = %request.id, method = request.method, "method not served");
            return Answer::unknown_method(request.method);
        };
        let catalog = self.catalog_for(session);
        let (access, parts) = (None, &Parts::new());
        let cx = Context { shared: &self.shared, catalog: &catalog, session, budget: request.budget, access, parts };
        let answer = (entry.serve)(&cx, request.protocol, request.args).await;
        if entry.method.oneway { answer.after_oneway(request.method) } else { answer }
    }

    /// The catalog under the rules this session has set for itself.
    fn catalog_for(&self, session: &Session) -> Cow<'_, Catalog> {
        match rules_of(session, &self.shared.catalog.rules) {
            None => Cow::Borrowed(&self.shared.catalog),
            Some(rules) => Cow::Owned(Catalog { rules, ..self.shared.catalog.clone() }),
        }
    }
}
