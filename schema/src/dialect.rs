//! The databases a metastore can live in.

use std::fmt;

/// A kind of database. MariaDB is [`Dialect::Mysql`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    Postgres,
    Mysql,
    /// Ours alone: no Java metastore runs on SQLite, so only the newest schema exists there.
    Sqlite,
}

impl Dialect {
    pub const ALL: [Dialect; 3] = [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite];

    /// The folder of this database's DDL.
    pub const fn name(self) -> &'static str {
        match self {
            Dialect::Postgres => "postgres",
            Dialect::Mysql => "mysql",
            Dialect::Sqlite => "sqlite",
        }
    }

    /// An identifier as this database wants it quoted. The names of this crate need no escaping.
    pub fn quote(self, identifier: &str) -> String {
        match self {
            Dialect::Mysql => format!("`{identifier}`"),
            Dialect::Postgres | Dialect::Sqlite => format!("\"{identifier}\""),
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
