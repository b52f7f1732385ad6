//! Skep's own tables, prefix `SKEP_`: one form for all schema versions, made on demand.

use crate::Dialect;

/// The script that makes them; what is there already is left alone.
pub const fn own_ddl(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => include_str!("../ddl/postgres/skep.sql"),
        Dialect::Mysql => include_str!("../ddl/mysql/skep.sql"),
        Dialect::Sqlite => include_str!("../ddl/sqlite/skep.sql"),
    }
}
