//! Delegation tokens and the master keys that sign them, as HiveServer2 and Java metastores share
//! them through a metastore's database. They are kept for those who issue them; nothing here does.
//!
//! Tokens and keys are secrets: no refusal and no log line repeats one.

mod delegation;
mod master_key;
pub mod sql;

pub use delegation::{add, get, identifiers, remove};
pub use master_key::{add_key, keys, remove_key, update_key};

use crate::{Error, Result};
use skep_schema::column_limit;
use skep_sql::Database;

const TOKENS: &str = "DELEGATION_TOKENS";
const KEYS: &str = "MASTER_KEYS";

/// Refuses what does not fit. Hive's are base64; a database that had to complain of a strange
/// character would repeat it.
fn check(db: &Database, table: &str, column: &str, text: &str) -> Result<()> {
    if !text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        return Err(Error::Meta(format!("{table}.{column} takes printable ASCII")));
    }
    match column_limit(db.dialect(), db.version(), table, column) {
        Some(limit) if !limit.holds(text) => {
            Err(Error::Meta(format!("{} characters are too many for {table}.{column}", text.len())))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
