//! What both protocols offer: the pieces of a struct, one after the other.

use crate::{DecodeError, Str};

/// Structs and containers inside one another, at the most. Hive's deepest real
/// value is below ten.
pub const DEPTH_MAX: usize = 64;

/// The two protocols Hive clients speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    Binary,
    Compact,
}

/// Types of values, by their binary-protocol code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Type {
    Bool = 2,
    I8 = 3,
    Double = 4,
    I16 = 6,
    I32 = 8,
    I64 = 10,
    /// Text or bytes.
    String = 11,
    Struct = 12,
    Map = 13,
    Set = 14,
    List = 15,
}

impl Type {
    pub(crate) fn from_binary(code: u8) -> Result<Type, DecodeError> {
        Ok(match code {
            2 => Type::Bool,
            3 => Type::I8,
            4 => Type::Double,
            6 => Type::I16,
            8 => Type::I32,
            10 => Type::I64,
            11 => Type::String,
            12 => Type::Struct,
            13 => Type::Map,
            14 => Type::Set,
            15 => Type::List,
            other => return Err(DecodeError::UnknownType(other)),
        })
    }

    pub(crate) fn binary(self) -> u8 {
        match self {
            Type::Bool => 2,
            Type::I8 => 3,
            Type::Double => 4,
            Type::I16 => 6,
            Type::I32 => 8,
            Type::I64 => 10,
            Type::String => 11,
            Type::Struct => 12,
            Type::Map => 13,
            Type::Set => 14,
            Type::List => 15,
        }
    }

    /// Element types in compact containers; a field's `true` and `false` are 1 and 2.
    pub(crate) fn from_compact(code: u8) -> Result<Type, DecodeError> {
        Ok(match code {
            1 | 2 => Type::Bool,
            3 => Type::I8,
            4 => Type::I16,
            5 => Type::I32,
            6 => Type::I64,
            7 => Type::Double,
            8 => Type::String,
            9 => Type::List,
            10 => Type::Set,
            11 => Type::Map,
            12 => Type::Struct,
            other => return Err(DecodeError::UnknownType(other)),
        })
    }

    pub(crate) fn compact(self) -> u8 {
        match self {
            Type::Bool => 1,
            Type::I8 => 3,
            Type::I16 => 4,
            Type::I32 => 5,
            Type::I64 => 6,
            Type::Double => 7,
            Type::String => 8,
            Type::List => 9,
            Type::Set => 10,
            Type::Map => 11,
            Type::Struct => 12,
        }
    }
}

/// The header of a struct field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldHeader {
    pub id: i16,
    pub kind: Type,
}

/// Reads a value's pieces in order. Errors are final: the rest of the message
/// makes no sense after one.
pub trait Read {
    /// Enters a struct. Every `struct_begin` is matched by a `struct_end`.
    fn struct_begin(&mut self) -> Result<(), DecodeError>;
    fn struct_end(&mut self);
    /// The next field, or `None` at the struct's end.
    fn field_begin(&mut self) -> Result<Option<FieldHeader>, DecodeError>;
    fn bool(&mut self) -> Result<bool, DecodeError>;
    fn i8(&mut self) -> Result<i8, DecodeError>;
    fn i16(&mut self) -> Result<i16, DecodeError>;
    fn i32(&mut self) -> Result<i32, DecodeError>;
    fn i64(&mut self) -> Result<i64, DecodeError>;
    fn double(&mut self) -> Result<f64, DecodeError>;
    fn string(&mut self) -> Result<Str, DecodeError>;
    fn bytes(&mut self) -> Result<Vec<u8>, DecodeError>;
    /// Passes over text or bytes.
    fn pass_string(&mut self) -> Result<(), DecodeError>;
    /// Enters a list or set of such elements; their number, which is one that the
    /// bytes left could hold.
    fn list_begin(&mut self, element: Type) -> Result<usize, DecodeError>;
    /// Enters a map of such pairs; their number.
    fn map_begin(&mut self, key: Type, value: Type) -> Result<usize, DecodeError>;
    /// Leaves a list, set or map.
    fn container_end(&mut self);
    /// Passes over a value nobody asked for.
    fn skip(&mut self, kind: Type) -> Result<(), DecodeError>;
    /// Accounts for memory about to be held.
    fn charge(&mut self, bytes: usize) -> Result<(), DecodeError>;
}

/// Writes a value's pieces in order.
pub trait Write {
    fn struct_begin(&mut self);
    /// Writes the end mark as well.
    fn struct_end(&mut self);
    fn field_begin(&mut self, kind: Type, id: i16);
    fn field_end(&mut self);
    fn bool(&mut self, value: bool);
    fn i8(&mut self, value: i8);
    fn i16(&mut self, value: i16);
    fn i32(&mut self, value: i32);
    fn i64(&mut self, value: i64);
    fn double(&mut self, value: f64);
    fn string(&mut self, value: &str);
    fn bytes(&mut self, value: &[u8]);
    fn list_begin(&mut self, element: Type, count: usize);
    fn list_end(&mut self);
    fn map_begin(&mut self, key: Type, value: Type, count: usize);
    fn map_end(&mut self);
}

/// Entering containers whatever they hold. The types mean nothing if it is empty.
pub(crate) trait Heads: Read {
    fn list_head(&mut self) -> Result<(Type, usize), DecodeError>;
    fn map_head(&mut self) -> Result<(Type, Type, usize), DecodeError>;
}

pub(crate) fn list_of<R: Heads>(r: &mut R, expected: Type) -> Result<usize, DecodeError> {
    match r.list_head()? {
        (found, count) if count > 0 && found != expected => Err(DecodeError::WrongElement { found, expected }),
        (_, count) => Ok(count),
    }
}

pub(crate) fn map_of<R: Heads>(r: &mut R, key: Type, value: Type) -> Result<usize, DecodeError> {
    match r.map_head()? {
        (found, _, count) if count > 0 && found != key => Err(DecodeError::WrongElement { found, expected: key }),
        (_, found, count) if count > 0 && found != value => Err(DecodeError::WrongElement { found, expected: value }),
        (_, _, count) => Ok(count),
    }
}

/// Passing over a value, the same for both protocols: no recursion beyond
/// [`DEPTH_MAX`], which `struct_begin` and the container heads enforce.
pub(crate) fn skip<R: Heads>(r: &mut R, kind: Type) -> Result<(), DecodeError> {
    match kind {
        Type::Bool => r.bool().map(drop),
        Type::I8 => r.i8().map(drop),
        Type::I16 => r.i16().map(drop),
        Type::I32 => r.i32().map(drop),
        Type::I64 => r.i64().map(drop),
        Type::Double => r.double().map(drop),
        Type::String => r.pass_string(),
        Type::Struct => {
            r.struct_begin()?;
            while let Some(field) = r.field_begin()? {
                skip(r, field.kind)?;
            }
            r.struct_end();
            Ok(())
        }
        Type::List | Type::Set => {
            let (element, count) = r.list_head()?;
            for _ in 0..count {
                skip(r, element)?;
            }
            r.container_end();
            Ok(())
        }
        Type::Map => {
            let (key, value, count) = r.map_head()?;
            for _ in 0..count {
                skip(r, key)?;
                skip(r, value)?;
            }
            r.container_end();
            Ok(())
        }
    }
}
