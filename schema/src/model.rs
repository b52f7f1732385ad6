//! The words the tables are written in: table, column, type, key, and the versions each belongs to.
//!
//! A definition is a constant, so `tables/` reads like the schema itself:
//!
//! ```text
//! table("DBS")
//!     .columns(&[
//!         required("DB_ID", BIGINT),
//!         optional("CREATE_TIME", SECONDS).since(V4_0),
//! ```
//!
//! Where Hive changed a column's type or nullability between versions, or the databases disagree,
//! the column is listed once per form; the versions of the forms do not overlap.

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
    required: [bool; 3],
    default: Option<&'static str>,
    generated: Option<Version>,
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
    Foreign {
        table: &'static str,
        columns: &'static [&'static str],
        cascade: bool,
    },
}

/// First and last version something exists in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub since: Version,
    pub until: Version,
    dialects: [bool; 3],
}

impl Span {
    pub const ALWAYS: Span = Span {
        since: Version::OLDEST,
        until: Version::NEWEST,
        dialects: [true; 3],
    };

    pub fn holds(self, dialect: Dialect, version: Version) -> bool {
        self.since <= version && version <= self.until && self.dialects[dialect as usize]
    }
}

/// `.since` and `.until`: alike for tables, columns and keys.
macro_rules! spanned {
    ($($thing:ty),*) => {$(impl $thing {
        pub(crate) const fn since(mut self, version: Version) -> Self {
            self.span.since = version;
            self
        }
        pub(crate) const fn until(mut self, version: Version) -> Self {
            self.span.until = version;
            self
        }
    })*};
}
spanned!(Table, Column, Key);

pub(crate) const fn table(name: &'static str) -> Table {
    Table {
        name,
        span: Span::ALWAYS,
        family: Family::Object,
        columns: &[],
        keys: &[],
    }
}

impl Table {
    pub(crate) const fn columns(mut self, columns: &'static [Column]) -> Table {
        self.columns = columns;
        self
    }

    pub(crate) const fn keys(mut self, keys: &'static [Key]) -> Table {
        self.keys = keys;
        self
    }

    /// One of the tables PostgreSQL had in lower case before 4.0.
    pub(crate) const fn transactional(mut self) -> Table {
        self.family = Family::Transaction;
        self
    }

    /// Columns as one database has them in one version, in order.
    pub fn columns_in(
        &self,
        dialect: Dialect,
        version: Version,
    ) -> impl Iterator<Item = &'static Column> {
        self.columns
            .iter()
            .filter(move |column| column.span.holds(dialect, version))
    }

    pub fn keys_in(
        &self,
        dialect: Dialect,
        version: Version,
    ) -> impl Iterator<Item = &'static Key> {
        self.keys
            .iter()
            .filter(move |key| key.span.holds(dialect, version))
    }

    pub fn column_in(
        &self,
        name: &str,
        dialect: Dialect,
        version: Version,
    ) -> Option<&'static Column> {
        self.columns_in(dialect, version)
            .find(|column| column.name == name)
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

/// A column that is `not null`.
pub(crate) const fn required(name: &'static str, kind: Type) -> Column {
    Column {
        name,
        kind,
        span: Span::ALWAYS,
        required: [true; 3],
        default: None,
        generated: None,
    }
}

pub(crate) const fn optional(name: &'static str, kind: Type) -> Column {
    let mut column = required(name, kind);
    column.required = [false; 3];
    column
}

impl Column {
    /// `not null` in this database only.
    pub(crate) const fn required_on(mut self, dialect: Dialect) -> Column {
        self.required[dialect as usize] = true;
        self
    }

    /// A default, as SQL.
    pub(crate) const fn default(mut self, sql: &'static str) -> Column {
        self.default = Some(sql);
        self
    }

    /// Numbered by the database (`bigserial`, `auto_increment`) from this version.
    pub(crate) const fn generated(mut self, since: Version) -> Column {
        self.generated = Some(since);
        self
    }

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
            Sql::Bytes | Sql::Text if matches!(dialect, Dialect::Mysql) => {
                Some(Limit::Bytes(u16::MAX as u32))
            }
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

impl Sql {
    pub(crate) const fn everywhere(self) -> Type {
        Type {
            postgres: self,
            mysql: self,
        }
    }

    pub(crate) const fn or_mysql(self, mysql: Sql) -> Type {
        Type {
            postgres: self,
            mysql,
        }
    }
}

/// The types of Hive's columns, by the names used in `tables/`.
pub(crate) mod types {
    use super::{Sql, Type};

    pub(crate) const SMALLINT: Type = Sql::Smallint.everywhere();
    pub(crate) const INT: Type = Sql::Int.everywhere();
    pub(crate) const BIGINT: Type = Sql::Bigint.everywhere();
    /// Small numbers and seconds: PostgreSQL gave them eight bytes, MySQL four.
    pub(crate) const BIGINT_OR_INT: Type = Sql::Bigint.or_mysql(Sql::Int);
    pub(crate) const BOOLEAN: Type = Sql::Boolean.everywhere();
    pub(crate) const BOOLEAN_OR_BIT: Type = Sql::Boolean.or_mysql(Sql::Bit);
    pub(crate) const SMALLINT_OR_BIT: Type = Sql::Smallint.or_mysql(Sql::Bit);
    pub(crate) const DOUBLE: Type = Sql::Double.everywhere();
    pub(crate) const STATISTIC: Type = Sql::Double.or_mysql(Sql::DoubleFourDigits);
    pub(crate) const TIMESTAMP: Type = Sql::Timestamp.everywhere();
    pub(crate) const TEXT: Type = Sql::Text.everywhere();
    pub(crate) const MEDIUMTEXT: Type = Sql::Text.or_mysql(Sql::Mediumtext);
    pub(crate) const LONGTEXT: Type = Sql::Text.or_mysql(Sql::Longtext);
    pub(crate) const BYTES: Type = Sql::Bytes.everywhere();

    pub(crate) const fn char(length: u32) -> Type {
        Sql::Char(length).everywhere()
    }

    pub(crate) const fn varchar(length: u32) -> Type {
        Sql::Varchar(length).everywhere()
    }

    pub(crate) const fn varchar_or(postgres: u32, mysql: u32) -> Type {
        Sql::Varchar(postgres).or_mysql(Sql::Varchar(mysql))
    }

    pub(crate) const fn bytes_or_varbinary(length: u32) -> Type {
        Sql::Bytes.or_mysql(Sql::Varbinary(length))
    }
}

pub(crate) const fn primary(columns: &'static [&'static str]) -> Key {
    Key {
        kind: KeyKind::Primary,
        name: "",
        columns,
        span: Span::ALWAYS,
    }
}

pub(crate) const fn unique(name: &'static str, columns: &'static [&'static str]) -> Key {
    Key {
        kind: KeyKind::Unique,
        name,
        columns,
        span: Span::ALWAYS,
    }
}

pub(crate) const fn index(name: &'static str, columns: &'static [&'static str]) -> Key {
    Key {
        kind: KeyKind::Index,
        name,
        columns,
        span: Span::ALWAYS,
    }
}

pub(crate) const fn foreign(
    name: &'static str,
    columns: &'static [&'static str],
    table: &'static str,
    referenced: &'static [&'static str],
) -> Key {
    Key {
        kind: KeyKind::Foreign {
            table,
            columns: referenced,
            cascade: false,
        },
        name,
        columns,
        span: Span::ALWAYS,
    }
}

impl Key {
    pub(crate) const fn only_on(mut self, dialect: Dialect) -> Key {
        self.span.dialects = [false; 3];
        self.span.dialects[dialect as usize] = true;
        self
    }

    pub(crate) const fn except_on(mut self, dialect: Dialect) -> Key {
        self.span.dialects[dialect as usize] = false;
        self
    }

    /// A foreign key whose rows go with the row they point to.
    pub(crate) const fn cascade(mut self) -> Key {
        if let KeyKind::Foreign { cascade, .. } = &mut self.kind {
            *cascade = true;
        }
        self
    }
}
