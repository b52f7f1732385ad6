//! How a table is written down.
//!
//! Definitions are constants, so that `tables/` reads like the schema itself:
//!
//! ```text
//! table("DBS")
//!     .columns(&[
//!         required("DB_ID", BIGINT),
//!         optional("CREATE_TIME", BIGINT_OR_INT).since(V4_0),
//! ```
//!
//! Where Hive changed a column's type or nullability between versions, the column is listed once
//! per form; the versions of the forms do not overlap.

use crate::model::{Column, Family, Key, KeyKind, Span, Sql, Table, Type};
use crate::{Dialect, Version};

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
    Table { name, span: Span::ALWAYS, family: Family::Object, columns: &[], keys: &[] }
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
}

/// A column that is `not null`.
pub(crate) const fn required(name: &'static str, kind: Type) -> Column {
    Column { name, kind, span: Span::ALWAYS, required: [true; 3], default: None, generated: None }
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
}

impl Sql {
    pub(crate) const fn everywhere(self) -> Type {
        Type { postgres: self, mysql: self }
    }

    pub(crate) const fn or_mysql(self, mysql: Sql) -> Type {
        Type { postgres: self, mysql }
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
    Key { kind: KeyKind::Primary, name: "", columns, span: Span::ALWAYS }
}

pub(crate) const fn unique(name: &'static str, columns: &'static [&'static str]) -> Key {
    Key { kind: KeyKind::Unique, name, columns, span: Span::ALWAYS }
}

pub(crate) const fn index(name: &'static str, columns: &'static [&'static str]) -> Key {
    Key { kind: KeyKind::Index, name, columns, span: Span::ALWAYS }
}

pub(crate) const fn foreign(
    name: &'static str,
    columns: &'static [&'static str],
    table: &'static str,
    referenced: &'static [&'static str],
) -> Key {
    Key { kind: KeyKind::Foreign { table, columns: referenced, cascade: false }, name, columns, span: Span::ALWAYS }
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
