//! The notification log: what each change writes, in the format Hive's own
//! consumers read (`json-0.2`).
//!
//! A message is a JSON object with exactly the fields of Hive's message class;
//! Thrift objects in it are strings of TJSONProtocol text. One file per noun builds
//! its messages; the transaction assigns the ids and writes the rows as its last
//! step (`Tx::emit`).

mod catalog;
mod clean;
mod constraint;
mod data;
mod database;
mod fire;
mod function;
mod index;
mod partition;
mod read;
pub mod sql;
mod statistics;
mod table;
mod written;

pub use catalog::{alter_catalog, create_catalog, drop_catalog};
pub use clean::clean;
pub use constraint::{add_constraints, drop_constraint};
pub use database::{alter_database, create_database, drop_database};
pub use fire::fire;
pub use function::{create_function, drop_function};
pub use index::{alter_index, create_index, drop_index};
pub use partition::{add_partition, alter_partition, alter_partitions, drop_partition};
pub use read::{count, current_id, next};
pub use statistics::{
    Analysis, delete_partition_statistics, delete_table_statistics, update_partition_statistics,
    update_table_statistics,
};
pub use table::{Truncation, alter_table, create_table, drop_table};
pub use written::{note_writes, written};

use serde_json::{Map, Value, json};
use skep_sql::EventRow;
use skep_types::Str;

/// What every message starts with. `server` and `servicePrincipal` identify a
/// Kerberos service to nobody but Hive's replication, which accepts them empty.
fn message(timestamp: i64) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("server".into(), json!(""));
    fields.insert("servicePrincipal".into(), json!(""));
    fields.insert("timestamp".into(), json!(timestamp));
    fields
}

/// A row of the log about a database or a table in it.
fn row(kind: &'static str, names: [&Option<Str>; 3], time: i64, message: Map<String, Value>) -> EventRow {
    let [catalog, database, table] = names.map(|name| name.as_ref().map(|n| n.to_string()));
    EventRow { event_type: kind, catalog, database, table, time, message: Value::Object(message).to_string() }
}
