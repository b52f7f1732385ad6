//! What a method finds around it while it runs.

use crate::door::part::Parts;
use crate::door::table_of;
use crate::reply::Answer;
use crate::{Refusal, Session};
use skep_access::statement::{Database, Table};
use skep_access::{Access, Effective, Right, Standing};
use skep_catalog::Catalog;
use skep_catalog::names::{DatabaseName, TableName};
use skep_catalog::policy::{self, Keeper};
use skep_codec::{ApplicationException, Budget, Protocol, Struct};
use skep_types::Str;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// The parts of the server that methods share.
#[derive(Clone)]
pub struct Shared {
    pub catalog: Catalog,
    pub keeper: Arc<Keeper>,
    /// After this long without a heartbeat a lock is anybody's again
    /// (`metastore.txn.timeout`).
    pub lock_timeout: Duration,
    /// Unix seconds of the start (`aliveSince`).
    pub started: i64,
}

/// One call: the shared parts, the caller's session, the budget of this message.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub shared: &'a Shared,
    /// The shared catalog, under the rules this session set for itself.
    pub catalog: &'a Catalog,
    pub session: &'a Session,
    pub budget: &'a Budget,
    pub(crate) access: Option<&'a Access<'a>>,
    pub(crate) parts: &'a Parts,
}

impl<'a> Context<'a> {
    pub fn catalog(&self) -> &Catalog {
        self.catalog
    }

    /// The rules as they bind this call's caller; none where nothing is enforced.
    pub fn access(&self) -> Option<&'a Access<'a>> {
        self.access
    }

    /// What the caller sees of a table that the call named, if that is not everything.
    pub fn part_of(&self, name: &TableName) -> Option<&'a Effective> {
        if self.parts.is_empty() { None } else { self.parts.get(&table_of(name)) }
    }

    pub(crate) fn decode<T: Struct>(&self, protocol: Protocol, bytes: &[u8]) -> Result<T, Answer> {
        skep_codec::decode(protocol, bytes, self.budget)
            .map_err(|error| Answer::Exception(ApplicationException::protocol_error(&error.to_string())))
    }

    pub(crate) fn sees_catalog(&self, catalog: &str) -> bool {
        self.access.is_none_or(|access| access.sees_catalog(catalog))
    }

    pub(crate) fn sees_database(&self, catalog: &str, database: &str) -> bool {
        let named = || Database { catalog: catalog.to_owned(), database: database.to_owned() };
        self.access.is_none_or(|access| access.sees_database(&named()))
    }

    /// Those of a database's tables that the caller sees.
    pub(crate) async fn seen_tables(&self, database: &DatabaseName, names: Vec<Str>) -> Result<Vec<Str>, Refusal> {
        self.seen(names, |name| of(database, name)).await
    }

    /// Those things whose tables the caller sees.
    pub(crate) async fn seen<T>(&self, items: Vec<T>, table: impl Fn(&T) -> Table) -> Result<Vec<T>, Refusal> {
        self.keep(items, table, |access, table, id| access.sees_table(table, Some(id))).await
    }

    /// Those whose tables the caller sees whole.
    pub(crate) async fn whole<T>(&self, items: Vec<T>, table: impl Fn(&T) -> Table) -> Result<Vec<T>, Refusal> {
        self.keep(items, table, |access, table, id| access.is_whole(table, Some(id))).await
    }

    /// Those whose tables the caller sees whole and may drop.
    pub(crate) async fn droppable<T>(&self, items: Vec<T>, table: impl Fn(&T) -> Table) -> Result<Vec<T>, Refusal> {
        let good =
            |access: &Access<'_>, table: &Table, id| access.standing(Right::Drop, table, Some(id)) == Standing::Whole;
        self.keep(items, table, good).await
    }

    /// Judges each table once, by its id: one statement for some hundreds of them.
    async fn keep<T>(
        &self,
        items: Vec<T>,
        table: impl Fn(&T) -> Table,
        good: impl Fn(&Access<'_>, &Table, i64) -> bool,
    ) -> Result<Vec<T>, Refusal> {
        let Some(access) = self.access else { return Ok(items) };
        let tables: BTreeSet<Table> = items.iter().map(&table).collect();
        let ids = policy::ids(&self.catalog.db, &tables).await?;
        let judged: BTreeMap<Table, bool> = tables
            .into_iter()
            .map(|table| {
                let verdict = good(access, &table, ids.get(&table).copied().unwrap_or(NO_TABLE));
                (table, verdict)
            })
            .collect();
        Ok(items.into_iter().filter(|item| judged.get(&table(item)).is_some_and(|good| *good)).collect())
    }
}

/// The id of what is not there: no grant hangs on it.
const NO_TABLE: i64 = -1;

pub(crate) fn of(database: &DatabaseName, table: &str) -> Table {
    Table {
        catalog: database.catalog.to_string(),
        database: database.database.to_string(),
        table: skep_catalog::names::normalize(table).into(),
    }
}

/// The name in a table's own record.
pub(crate) fn named(table: &skep_types::Table) -> Table {
    let (database, name) = (table.db_name.as_deref(), table.table_name.as_deref());
    Table::new(table.cat_name.as_deref(), database.unwrap_or_default(), name.unwrap_or_default())
}
