//! Every table of every schema version, in an order in which they can be made: what a foreign key
//! points to comes first, except that a resource plan and its default pool point at each other.

mod catalog;
mod connector;
mod event;
mod function;
mod partition;
mod privilege;
mod registry;
mod statistics;
mod storage;
mod table;
mod transaction;
mod workload;

use crate::Dialect::{Mysql, Postgres};
use crate::Version::{V2_3, V3_1, V4_0, V4_1};
use crate::define::types::*;
use crate::define::{foreign, index, optional, primary, required, table, unique};
use crate::model::Table;

const GROUPS: &[&[Table]] = &[
    catalog::TABLES,
    connector::TABLES,
    storage::TABLES,
    table::TABLES,
    partition::TABLES,
    statistics::TABLES,
    privilege::TABLES,
    function::TABLES,
    registry::TABLES,
    workload::TABLES,
    event::TABLES,
    transaction::TABLES,
];

/// All tables, of whatever version.
pub(crate) fn all() -> impl Iterator<Item = &'static Table> {
    GROUPS.iter().flat_map(|group| group.iter())
}
