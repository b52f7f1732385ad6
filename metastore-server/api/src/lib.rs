//! The Thrift doors: one file per operation, one line per method.
//!
//! A method is a type that implements [`Method`] (or [`StreamedMethod`]): its name
//! and declared exceptions come from the generated interface, its needed right and
//! its body stand in its file. [`methods`] lists them all; everything else (dispatch,
//! the list of what is missing, the permission grid) is computed from that list.
//!
//! No SQL text and no bytes here: bodies call `skep-catalog` and `skep-txn`.

mod catalogs;
mod compaction;
mod config;
mod connector;
mod constraint;
mod context;
mod database;
mod door;
mod fb303;
mod file_metadata;
mod function;
mod identity;
mod index;
mod lock;
mod messages;
mod method;
mod notification;
mod package;
mod partition;
mod place;
mod presentation;
mod privilege;
mod procedure;
mod property;
mod refusal;
mod registry;
mod replication;
mod reply;
mod resource_plan;
mod role;
mod runtime_stats;
mod scheduled_query;
mod service;
mod session;
mod statistics;
mod table;
mod token;
mod transaction;
mod user_type;

pub use context::{Context, Shared};
pub use door::AUDIT_TARGET;
pub use door::part::Shows;
pub use method::{ArgsOf, Effect, Entry, Method, NullableMethod, OkOf, StreamedMethod};
pub use refusal::Refusal;
pub use reply::{Answer, BodyStream, Streamed};
pub use service::{Request, Service};
pub use session::{Claims, Session};

/// Every served method, noun by noun.
pub fn methods() -> impl Iterator<Item = &'static Entry> {
    [
        compaction::METHODS,
        catalogs::METHODS,
        config::METHODS,
        constraint::METHODS,
        connector::METHODS,
        database::METHODS,
        fb303::METHODS,
        file_metadata::METHODS,
        function::METHODS,
        identity::METHODS,
        index::METHODS,
        lock::METHODS,
        notification::METHODS,
        package::METHODS,
        procedure::METHODS,
        property::METHODS,
        resource_plan::METHODS,
        runtime_stats::METHODS,
        scheduled_query::METHODS,
        privilege::METHODS,
        replication::METHODS,
        role::METHODS,
        token::METHODS,
        registry::METHODS,
        table::METHODS,
        partition::METHODS,
        statistics::METHODS,
        transaction::METHODS,
        user_type::METHODS,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn no_method_is_listed_twice() {
        let mut seen = BTreeSet::new();
        for entry in super::methods() {
            assert!(seen.insert(entry.method.name), "{} is listed twice", entry.method.name);
        }
    }
}
