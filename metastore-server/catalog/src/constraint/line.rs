//! One column of one constraint, of any kind: what a row of `KEY_CONSTRAINTS` says.

use crate::names::{TableName, normalize};
use crate::{Error, Result};
use skep_schema::Version;
use skep_types::Str;

/// The kinds, by Hive's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    PrimaryKey = 0,
    ForeignKey = 1,
    Unique = 2,
    NotNull = 3,
    Default = 4,
    Check = 5,
}

impl Kind {
    /// In the order in which Hive logs those of a new table.
    pub const ALL: [Kind; 6] =
        [Kind::PrimaryKey, Kind::ForeignKey, Kind::Unique, Kind::NotNull, Kind::Default, Kind::Check];

    pub fn from_code(code: i64) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn code(self) -> i64 {
        self as i64
    }

    /// The first schema that keeps it.
    pub fn since(self) -> Version {
        match self {
            Kind::PrimaryKey | Kind::ForeignKey => Version::V2_3,
            _ => Version::V3_1,
        }
    }

    /// Whether a constraint of the kind may have several columns. The others are one column's.
    pub fn is_key(self) -> bool {
        matches!(self, Kind::PrimaryKey | Kind::ForeignKey | Kind::Unique)
    }

    /// What a generated name begins with. Hive never gave checks a prefix of their own.
    pub fn prefix(self) -> &'static str {
        match self {
            Kind::PrimaryKey => "pk",
            Kind::ForeignKey => "fk",
            Kind::Unique => "uk",
            Kind::NotNull => "nn",
            Kind::Default | Kind::Check => "dc",
        }
    }

    /// For sentences.
    pub fn words(self) -> &'static str {
        match self {
            Kind::PrimaryKey => "primary keys",
            Kind::ForeignKey => "foreign keys",
            Kind::Unique => "unique constraints",
            Kind::NotNull => "NOT NULL constraints",
            Kind::Default => "DEFAULT constraints",
            Kind::Check => "CHECK constraints",
        }
    }
}

/// A column, as far as the client said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnName {
    pub database: Option<Str>,
    pub table: Option<Str>,
    pub column: Option<Str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub kind: Kind,
    pub catalog: Option<Str>,
    /// What is constrained; of a foreign key, the side that refers.
    pub own: ColumnName,
    /// What a foreign key refers to.
    pub referenced: Option<ColumnName>,
    /// The primary key there, if it has one. Only ever read.
    pub referenced_key: Option<Str>,
    /// Position in the key, from 1.
    pub sequence: i64,
    pub name: Option<Str>,
    /// A default's value or a check's expression.
    pub value: Option<Str>,
    pub update_rule: Option<i64>,
    pub delete_rule: Option<i64>,
    pub flags: Flags,
}

impl Line {
    /// The table that is constrained.
    pub fn table(&self) -> Result<TableName> {
        self.table_of(&self.own)
    }

    /// The table that holds the key: the referenced one of a foreign key, otherwise the table itself.
    pub fn parent(&self) -> Result<TableName> {
        self.table_of(self.referenced.as_ref().unwrap_or(&self.own))
    }

    fn table_of(&self, side: &ColumnName) -> Result<TableName> {
        TableName::of(self.catalog.as_deref(), side.database.as_deref(), side.table.as_deref())
    }

    /// The column's name as it is stored. Only a check may be about the table as a whole.
    pub fn column(&self, side: &ColumnName) -> Result<Option<Str>> {
        match side.column.as_deref().map(normalize).filter(|column| !column.is_empty()) {
            None if self.kind != Kind::Check => {
                Err(Error::Meta(format!("{} are about columns, and none is named", self.kind.words())))
            }
            column => Ok(column),
        }
    }
}

/// Whether a constraint is enabled, validated and to be relied on: the bits of
/// `ENABLE_VALIDATE_RELY`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags(pub i64);

impl Flags {
    /// Java reads a flag that was left out as false.
    pub fn of(enable: Option<bool>, validate: Option<bool>, rely: Option<bool>) -> Flags {
        let bits = [(enable, 4), (validate, 2), (rely, 1)];
        Flags(bits.into_iter().filter(|(flag, _)| *flag == Some(true)).map(|(_, bit)| bit).sum())
    }

    pub fn enable(self) -> Option<bool> {
        Some(self.0 & 4 != 0)
    }

    pub fn validate(self) -> Option<bool> {
        Some(self.0 & 2 != 0)
    }

    pub fn rely(self) -> Option<bool> {
        Some(self.0 & 1 != 0)
    }
}
