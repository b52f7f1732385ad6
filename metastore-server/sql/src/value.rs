//! Values bound to parameters.

/// A parameter. `None` is SQL's null of that type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    I64(Option<i64>),
    F64(Option<f64>),
    Bool(Option<bool>),
    Text(Option<&'a str>),
    Bytes(Option<&'a [u8]>),
    /// For `{in $n}`.
    I64s(&'a [i64]),
    Texts(&'a [&'a str]),
}

impl Value<'_> {
    /// Number of elements, if it is a list.
    pub(crate) fn list_length(&self) -> Option<usize> {
        match self {
            Value::I64s(list) => Some(list.len()),
            Value::Texts(list) => Some(list.len()),
            _ => None,
        }
    }

    /// Whether it holds a character that Postgres text cannot (NUL).
    pub(crate) fn has_nul(&self) -> bool {
        match self {
            Value::Text(Some(text)) => text.contains('\0'),
            Value::Texts(list) => list.iter().any(|text| text.contains('\0')),
            _ => false,
        }
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident, |$v:ident| $convert:expr;)*) => {$(
        impl<'a> From<$type> for Value<'a> {
            fn from($v: $type) -> Value<'a> {
                Value::$variant($convert)
            }
        }
    )*};
}

from! {
    i64 => I64, |v| Some(v);
    Option<i64> => I64, |v| v;
    i32 => I64, |v| Some(v.into());
    Option<i32> => I64, |v| v.map(i64::from);
    i16 => I64, |v| Some(v.into());
    f64 => F64, |v| Some(v);
    Option<f64> => F64, |v| v;
    bool => Bool, |v| Some(v);
    Option<bool> => Bool, |v| v;
    &'a str => Text, |v| Some(v);
    Option<&'a str> => Text, |v| v;
    &'a String => Text, |v| Some(v.as_str());
    &'a crate::Str => Text, |v| Some(v.as_str());
    &'a [u8] => Bytes, |v| Some(v);
    Option<&'a [u8]> => Bytes, |v| v;
    &'a [i64] => I64s, |v| v;
    &'a [&'a str] => Texts, |v| v;
}

/// The smallest of a few sizes that holds `length` elements: lists are filled up by
/// repeating their last element, so that few different texts are prepared.
pub(crate) fn padded(length: usize) -> usize {
    length.max(1).next_power_of_two()
}
