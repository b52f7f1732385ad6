//! The words the tables are written in: table, column, type, key, and the versions each belongs to.

use crate::{Dialect, Version};

/// A table Hive's scripts make.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub span: Span,
    pub family: Family,
    pub(crate) columns: &'static [Column],
    pub(crate) keys: &'static [Key],
}

/// Which half of Hive's scripts a table comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Databases, tables, privileges…: quoted upper case everywhere.
    Object,
    /// Transactions, locks, compactions: Hive's PostgreSQL scripts left these unquoted, therefore
    /// lower case, until 4.0 renamed them all.
    Transaction,
}

/// One form of a column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Type,
    pub span: Span,
    pub(crate) required: [bool; 3],
    pub(crate) default: Option<&'static str>,
    pub(crate) generated: Option<Version>,
}

/// A column's type in each database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Type {
    pub postgres: Sql,
    pub mysql: Sql,
}

/// The SQL types Hive uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sql {
    Smallint,
    Int,
    Bigint,
    /// `boolean`; MySQL spells it `tinyint(1)`.
    Boolean,
    /// MySQL's `bit(1)`.
    Bit,
    Double,
    /// MySQL's `double(53,4)`: four digits after the point survive.
    DoubleFourDigits,
    Timestamp,
    Char(u32),
    Varchar(u32),
    Text,
    Mediumtext,
    Longtext,
    /// `bytea`, `blob`.
    Bytes,
    Varbinary(u32),
}

/// The most a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Characters(u32),
    Bytes(u32),
}

impl Limit {
    /// Whether a text fits.
    pub fn holds(self, text: &str) -> bool {
        match self {
            // As many bytes hold at most as many characters: most texts need no counting.
            Limit::Characters(most) => text.len() <= most as usize || text.chars().count() <= most as usize,
            Limit::Bytes(most) => text.len() <= most as usize,
        }
    }
}

/// A primary key, unique key, index or foreign key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub kind: KeyKind,
    /// Hive's name of it; empty for primary keys, which databases name themselves.
    pub name: &'static str,
    pub columns: &'static [&'static str],
    pub span: Span,
}

#[derive(Clone, Copy, Debug)]
pub enum KeyKind {
    Primary,
    Unique,
    Index,
    Foreign { table: &'static str, columns: &'static [&'static str], cascade: bool },
}

/// First and last version something exists in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub since: Version,
    pub until: Version,
    pub(crate) dialects: [bool; 3],
}

impl Span {
    pub const ALWAYS: Span = Span { since: Version::OLDEST, until: Version::NEWEST, dialects: [true; 3] };

    pub fn holds(self, dialect: Dialect, version: Version) -> bool {
        self.since <= version && version <= self.until && self.dialects[dialect as usize]
    }
}

impl Table {
    /// Columns as one database has them in one version, in order.
    pub fn columns_in(&self, dialect: Dialect, version: Version) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().filter(move |column| column.span.holds(dialect, version))
    }

    pub fn keys_in(&self, dialect: Dialect, version: Version) -> impl Iterator<Item = &'static Key> {
        self.keys.iter().filter(move |key| key.span.holds(dialect, version))
    }

    pub fn column_in(&self, name: &str, dialect: Dialect, version: Version) -> Option<&'static Column> {
        self.columns_in(dialect, version).find(|column| column.name == name)
    }

    /// Its name and all names its columns ever had.
    pub(crate) fn identifiers(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.columns.iter().map(|column| column.name))
    }

    /// PostgreSQL has this table, and its columns, in lower case.
    pub fn folds_to_lower_case(&self, version: Version) -> bool {
        self.family == Family::Transaction && version < Version::V4_0
    }
}

impl Column {
    pub const fn is_required(&self, dialect: Dialect) -> bool {
        self.required[dialect as usize]
    }

    pub const fn default_sql(&self) -> Option<&'static str> {
        self.default
    }

    pub fn is_generated(&self, version: Version) -> bool {
        self.generated.is_some_and(|since| since <= version)
    }

    /// What the column can hold; `None` where the database sets no practical bound.
    /// SQLite enforces none itself and is held to PostgreSQL's, so that all backends refuse alike.
    pub const fn limit(&self, dialect: Dialect) -> Option<Limit> {
        match self.kind.on(dialect) {
            Sql::Char(n) | Sql::Varchar(n) => Some(Limit::Characters(n)),
            Sql::Varbinary(n) => Some(Limit::Bytes(n)),
            Sql::Bytes | Sql::Text if matches!(dialect, Dialect::Mysql) => Some(Limit::Bytes(u16::MAX as u32)),
            Sql::Mediumtext => Some(Limit::Bytes((1 << 24) - 1)),
            _ => None,
        }
    }
}

impl Type {
    pub const fn on(self, dialect: Dialect) -> Sql {
        match dialect {
            Dialect::Mysql => self.mysql,
            Dialect::Postgres | Dialect::Sqlite => self.postgres,
        }
    }
}
