//! Values as Postgres takes them, types declared by us.

use crate::insert::Kind;
use crate::{Class, Failure, Value};
use bytes::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// The type a value is sent as. Postgres turns it into the column's where it is stored.
pub(crate) fn type_of(value: &Value<'_>) -> Type {
    match value {
        Value::I64(_) => Type::INT8,
        Value::F64(_) => Type::FLOAT8,
        Value::Bool(_) => Type::BOOL,
        Value::Text(_) => Type::TEXT,
        Value::Bytes(_) => Type::BYTEA,
        Value::I64s(_) => Type::INT8_ARRAY,
        Value::Texts(_) => Type::TEXT_ARRAY,
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::I64(value) => value.to_sql(ty, out),
            Value::F64(value) => value.to_sql(ty, out),
            Value::Bool(value) => value.to_sql(ty, out),
            Value::Text(value) => value.to_sql(ty, out),
            Value::Bytes(value) => value.to_sql(ty, out),
            Value::I64s(list) => list.to_sql(ty, out),
            Value::Texts(list) => list.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Postgres text cannot hold NUL; what it says about it names neither the value nor the column.
pub(crate) fn check(values: &[Value<'_>]) -> Result<(), Failure> {
    match values.iter().any(Value::has_nul) {
        true => Err(Failure::new(Class::BadText, "it contains a NUL character")),
        false => Ok(()),
    }
}

/// A column of an insert.
#[derive(Debug)]
pub(crate) enum Array<'a> {
    Bigint(Vec<Option<i64>>),
    Text(Vec<Option<&'a str>>),
    Bool(Vec<Option<bool>>),
    Double(Vec<Option<f64>>),
    Bytes(Vec<Option<&'a [u8]>>),
}

impl<'a> Array<'a> {
    pub(crate) fn of(kind: Kind, values: impl Iterator<Item = &'a Value<'a>>) -> Array<'a> {
        macro_rules! column {
            ($variant:ident) => {
                values.map(|value| if let Value::$variant(value) = value { *value } else { None }).collect()
            };
        }
        match kind {
            Kind::Bigint => Array::Bigint(column!(I64)),
            Kind::Text => Array::Text(column!(Text)),
            Kind::Bool => Array::Bool(column!(Bool)),
            Kind::Double => Array::Double(column!(F64)),
            Kind::Bytes => Array::Bytes(column!(Bytes)),
        }
    }

    pub(crate) fn type_of(&self) -> Type {
        match self {
            Array::Bigint(_) => Type::INT8_ARRAY,
            Array::Text(_) => Type::TEXT_ARRAY,
            Array::Bool(_) => Type::BOOL_ARRAY,
            Array::Double(_) => Type::FLOAT8_ARRAY,
            Array::Bytes(_) => Type::BYTEA_ARRAY,
        }
    }
}

impl ToSql for Array<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Array::Bigint(array) => array.to_sql(ty, out),
            Array::Text(array) => array.to_sql(ty, out),
            Array::Bool(array) => array.to_sql(ty, out),
            Array::Double(array) => array.to_sql(ty, out),
            Array::Bytes(array) => array.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
