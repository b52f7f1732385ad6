//! Column statistics of tables and partitions.
//!
//! A row a column and engine, typed by what is in it: which of the union's kinds a row is follows from
//! the values it has, and only where they leave it open from the column's type. Sketches are looked
//! into only to merge two of them, histograms never.

mod accurate;
pub mod aggregate;
mod cells;
mod decimal;
pub mod delete;
mod merge;
pub mod read;
mod sketch;
pub mod sql;
mod subject;
mod tell;
pub mod update;
mod write;

pub use aggregate::aggregate;
pub use delete::{delete, delete_from_partition, delete_from_table};
pub use read::{of_partition, of_partitions, of_table, of_table_column};
pub use update::{set, update_partition, update_table};

use crate::names::normalize;
use skep_types::Str;

/// Whose statistics they are, where a client does not say: everybody's before Hive 4.
pub const DEFAULT_ENGINE: &str = "hive";

/// How many partitions one statement is about at most: SQLite binds 32,766 values.
const BATCH: usize = 1_000;

/// A partition's name with its keys in lower case, as Hive reads it in requests; values keep theirs.
fn partition_name(sent: &str) -> Str {
    let mut name = Str::with_capacity(sent.len());
    for (at, part) in sent.split('/').enumerate() {
        if at > 0 {
            name.push('/');
        }
        match part.split_once('=') {
            Some((key, value)) => {
                name.push_str(&key.to_lowercase());
                name.push('=');
                name.push_str(value);
            }
            None => name.push_str(part),
        }
    }
    name
}

/// The columns of a request, each once.
fn column_names(sent: &[Str]) -> Vec<Str> {
    let mut names: Vec<Str> = Vec::with_capacity(sent.len());
    for name in sent.iter().map(|name| normalize(name)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn as_texts(names: &[Str]) -> Vec<&str> {
    names.iter().map(Str::as_str).collect()
}

#[cfg(test)]
mod tests;
