//! Columns of Postgres rows.

use super::failure::failure;
use crate::{Failure, Str};
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type};

/// Integers of all sizes.
struct Wide(i64);

impl<'a> FromSql<'a> for Wide {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Wide, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Wide(match *ty {
            Type::INT2 => i16::from_sql(ty, raw)?.into(),
            Type::INT4 => i32::from_sql(ty, raw)?.into(),
            _ => i64::from_sql(ty, raw)?,
        }))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT2 | Type::INT4 | Type::INT8)
    }
}

/// Any kind of text.
struct Text<'a>(&'a str);

impl<'a> FromSql<'a> for Text<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Text<'a>, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Text(std::str::from_utf8(raw)?))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN)
    }
}

/// A null of whatever type the statement's literal got.
struct Anything;

impl<'a> FromSql<'a> for Anything {
    fn from_sql(_: &Type, _: &'a [u8]) -> Result<Anything, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Anything)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

fn read<'r, T: FromSql<'r>>(row: &'r Row, position: usize) -> Result<Option<T>, Failure> {
    match row.try_get::<_, Option<T>>(position) {
        Ok(value) => Ok(value),
        Err(error) => match row.try_get::<_, Option<Anything>>(position) {
            Ok(None) => Ok(None),
            _ => Err(failure(error)),
        },
    }
}

pub(crate) fn read_i64(row: &Row, position: usize) -> Result<Option<i64>, Failure> {
    Ok(read::<Wide>(row, position)?.map(|wide| wide.0))
}

pub(crate) fn read_f64(row: &Row, position: usize) -> Result<Option<f64>, Failure> {
    read(row, position)
}

pub(crate) fn read_bool(row: &Row, position: usize) -> Result<Option<bool>, Failure> {
    read(row, position)
}

pub(crate) fn read_text(row: &Row, position: usize) -> Result<Option<Str>, Failure> {
    Ok(read::<Text<'_>>(row, position)?.map(|text| Str::from(text.0)))
}

pub(crate) fn read_bytes(row: &Row, position: usize) -> Result<Option<Vec<u8>>, Failure> {
    read(row, position)
}
