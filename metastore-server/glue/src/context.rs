//! What an operation stands on.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use skep_api::Session;
use skep_catalog::names::{DEFAULT_CATALOG, DatabaseName, TableName};
use skep_catalog::{Clock, Error, Result};
use skep_codec::Budget;
use skep_warehouse::Warehouse;

use crate::aws::{Client, Failure, Kind};

/// A Glue catalog, and where its tables' directories are made.
pub struct Glue {
    pub client: Arc<Client>,
    pub warehouse: Warehouse,
    pub clock: Clock,
    /// Of the tables that are being changed by this server.
    changing: Mutex<HashMap<TableName, Weak<tokio::sync::Mutex<()>>>>,
    /// About how many partitions a table has, as far as it was listed.
    pub(crate) sizes: crate::partition::Sizes,
}

impl Glue {
    pub fn new(client: Arc<Client>, warehouse: Warehouse, clock: Clock) -> Glue {
        Glue { client, warehouse, clock, changing: Mutex::default(), sizes: Default::default() }
    }

    /// Waits until nobody else in this server changes the table. Against others Glue's versions protect.
    pub(crate) async fn change(&self, table: &TableName) -> tokio::sync::OwnedMutexGuard<()> {
        let turn = {
            let mut changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
            if changing.len() > 1_000 {
                changing.retain(|_, turn| turn.strong_count() > 0);
            }
            let kept = changing.get(table).and_then(Weak::upgrade);
            kept.unwrap_or_else(|| {
                let turn = Arc::default();
                changing.insert(table.clone(), Arc::downgrade(&turn));
                turn
            })
        };
        turn.lock_owned().await
    }
}

/// One call.
pub struct Context<'a> {
    pub glue: &'a Glue,
    pub session: &'a Session,
    pub budget: &'a Budget,
}

/// Glue's answer as the metastore's refusal; what is missing is said by `missing`.
pub(crate) fn missing(error: Failure, missing: impl FnOnce() -> Error) -> Error {
    if error.is(Kind::NotFound) { missing() } else { refused(error) }
}

/// Everything else that Glue may say.
pub(crate) fn refused(error: Failure) -> Error {
    match error.kind {
        Kind::NotFound => Error::NotFound(error.to_string()),
        Kind::Exists => Error::Exists(error.to_string()),
        _ => Error::Meta(error.to_string()),
    }
}

/// There is one catalog, Hive's own.
pub(crate) fn known(database: DatabaseName) -> Result<DatabaseName> {
    match database.catalog == DEFAULT_CATALOG {
        true => Ok(database),
        false => Err(Error::NotFound(format!("No such catalog {}", database.catalog))),
    }
}

pub(crate) fn known_table(table: TableName) -> Result<TableName> {
    Ok(TableName { database: known(table.database)?, table: table.table })
}
