//! A row of `HIVE_LOCKS` as the conflict rule sees it.

use crate::{Error, Result};
use skep_sql::Row;
use skep_types::{LockType, Str};

/// One component of a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockRow {
    pub ext_id: i64,
    pub int_id: i64,
    /// 0: outside any transaction. (Hive 2.3 may have stored null.)
    pub txn: i64,
    pub database: Str,
    /// `None`: the whole database.
    pub table: Option<Str>,
    /// `None`: the whole table.
    pub partition: Option<Str>,
    pub acquired: bool,
    pub kind: Kind,
}

/// Lock types by their stored letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    SharedRead,
    SharedWrite,
    ExclusiveWrite,
    Exclusive,
}

impl Kind {
    pub fn of(requested: LockType) -> Result<Kind> {
        match requested {
            LockType::SHARED_READ => Ok(Kind::SharedRead),
            LockType::SHARED_WRITE => Ok(Kind::SharedWrite),
            LockType::EXCL_WRITE => Ok(Kind::ExclusiveWrite),
            LockType::EXCLUSIVE => Ok(Kind::Exclusive),
            LockType(unknown) => Err(Error::Meta(format!("unknown lock type {unknown}"))),
        }
    }

    pub fn letter(self) -> &'static str {
        match self {
            Kind::SharedRead => "r",
            Kind::SharedWrite => "w",
            Kind::ExclusiveWrite => "x",
            Kind::Exclusive => "e",
        }
    }

    pub fn lock_type(self) -> LockType {
        match self {
            Kind::SharedRead => LockType::SHARED_READ,
            Kind::SharedWrite => LockType::SHARED_WRITE,
            Kind::ExclusiveWrite => LockType::EXCL_WRITE,
            Kind::Exclusive => LockType::EXCLUSIVE,
        }
    }

    fn from_letter(letter: &str) -> Result<Kind> {
        match letter {
            "r" => Ok(Kind::SharedRead),
            "w" => Ok(Kind::SharedWrite),
            "x" => Ok(Kind::ExclusiveWrite),
            "e" => Ok(Kind::Exclusive),
            other => Err(Error::Meta(format!("HIVE_LOCKS.HL_LOCK_TYPE holds {other:?}, expected r, w, x or e"))),
        }
    }
}

impl LockRow {
    /// From the first eight columns of the lock statements.
    pub fn decode(row: &Row) -> Result<LockRow> {
        Ok(LockRow {
            ext_id: row.get(0)?,
            int_id: row.get(1)?,
            txn: row.get::<Option<i64>>(2)?.unwrap_or(0),
            database: row.get(3)?,
            table: row.get(4)?,
            partition: row.get(5)?,
            acquired: row.get::<Str>(6)? == "a",
            kind: Kind::from_letter(&row.get::<Str>(7)?)?,
        })
    }
}
