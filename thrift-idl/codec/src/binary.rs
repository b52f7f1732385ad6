//! `TBinaryProtocol`: fixed-size integers, big end first.

use crate::cursor::Cursor;
use crate::protocol::{self, FieldHeader, Heads, Read, Type, Write};
use crate::{Budget, DecodeError, Str};

/// Reads one struct's bytes.
pub struct BinaryReader<'a> {
    cursor: Cursor<'a>,
}

impl<'a> BinaryReader<'a> {
    pub fn new(bytes: &'a [u8], budget: &'a Budget) -> BinaryReader<'a> {
        BinaryReader { cursor: Cursor::new(bytes, budget) }
    }

    /// The value, if it used up all the bytes.
    pub fn finish<T>(&self, value: T) -> Result<T, DecodeError> {
        self.cursor.finish(value)
    }

    fn length(&mut self) -> Result<usize, DecodeError> {
        let length = self.i32()?;
        usize::try_from(length).map_err(|_| DecodeError::Negative(length.into()))
    }
}

/// The fewest bytes a value of the type takes.
pub(crate) fn size_min(kind: Type) -> usize {
    match kind {
        Type::Bool | Type::I8 | Type::Struct => 1,
        Type::I16 => 2,
        Type::I32 | Type::String => 4,
        Type::I64 | Type::Double => 8,
        Type::List | Type::Set => 5,
        Type::Map => 6,
    }
}

impl Read for BinaryReader<'_> {
    fn struct_begin(&mut self) -> Result<(), DecodeError> {
        self.cursor.enter()
    }

    fn struct_end(&mut self) {
        self.cursor.leave();
    }

    fn field_begin(&mut self) -> Result<Option<FieldHeader>, DecodeError> {
        match self.cursor.byte()? {
            0 => Ok(None),
            code => Ok(Some(FieldHeader { kind: Type::from_binary(code)?, id: self.i16()? })),
        }
    }

    fn bool(&mut self) -> Result<bool, DecodeError> {
        Ok(self.cursor.byte()? != 0)
    }

    fn i8(&mut self) -> Result<i8, DecodeError> {
        self.cursor.array().map(i8::from_be_bytes)
    }

    fn i16(&mut self) -> Result<i16, DecodeError> {
        self.cursor.array().map(i16::from_be_bytes)
    }

    fn i32(&mut self) -> Result<i32, DecodeError> {
        self.cursor.array().map(i32::from_be_bytes)
    }

    fn i64(&mut self) -> Result<i64, DecodeError> {
        self.cursor.array().map(i64::from_be_bytes)
    }

    fn double(&mut self) -> Result<f64, DecodeError> {
        self.cursor.array().map(f64::from_be_bytes)
    }

    fn string(&mut self) -> Result<Str, DecodeError> {
        let length = self.length()?;
        self.cursor.text(length)
    }

    fn bytes(&mut self) -> Result<Vec<u8>, DecodeError> {
        let length = self.length()?;
        self.cursor.blob(length)
    }

    fn pass_string(&mut self) -> Result<(), DecodeError> {
        let length = self.length()?;
        self.cursor.slice(length).map(drop)
    }

    fn list_begin(&mut self, element: Type) -> Result<usize, DecodeError> {
        protocol::list_of(self, element)
    }

    fn map_begin(&mut self, key: Type, value: Type) -> Result<usize, DecodeError> {
        protocol::map_of(self, key, value)
    }

    fn container_end(&mut self) {
        self.cursor.leave();
    }

    fn skip(&mut self, kind: Type) -> Result<(), DecodeError> {
        protocol::skip(self, kind)
    }

    fn charge(&mut self, bytes: usize) -> Result<(), DecodeError> {
        self.cursor.charge(bytes)
    }
}

impl Heads for BinaryReader<'_> {
    fn list_head(&mut self) -> Result<(Type, usize), DecodeError> {
        let element = self.cursor.byte()?;
        let count = self.length()?;
        self.cursor.enter()?;
        if count == 0 {
            // Some writers leave the element type of an empty list at 0.
            return Ok((Type::Bool, 0));
        }
        let element = Type::from_binary(element)?;
        Ok((element, self.cursor.count(count, size_min(element))?))
    }

    fn map_head(&mut self) -> Result<(Type, Type, usize), DecodeError> {
        let (key, value) = (self.cursor.byte()?, self.cursor.byte()?);
        let count = self.length()?;
        self.cursor.enter()?;
        if count == 0 {
            return Ok((Type::Bool, Type::Bool, 0));
        }
        let (key, value) = (Type::from_binary(key)?, Type::from_binary(value)?);
        let pair_min = size_min(key).saturating_add(size_min(value));
        Ok((key, value, self.cursor.count(count, pair_min)?))
    }
}

/// Appends to a buffer.
pub struct BinaryWriter<'a> {
    out: &'a mut Vec<u8>,
}

impl<'a> BinaryWriter<'a> {
    pub fn new(out: &'a mut Vec<u8>) -> BinaryWriter<'a> {
        BinaryWriter { out }
    }

    fn count(&mut self, count: usize) {
        // A reply is far below 2 GiB: the writer of the message enforces it.
        self.i32(i32::try_from(count).unwrap_or(i32::MAX));
    }
}

impl Write for BinaryWriter<'_> {
    fn struct_begin(&mut self) {}

    fn struct_end(&mut self) {
        self.out.push(0);
    }

    fn field_begin(&mut self, kind: Type, id: i16) {
        self.out.push(kind.binary());
        self.i16(id);
    }

    fn field_end(&mut self) {}

    fn bool(&mut self, value: bool) {
        self.out.push(u8::from(value));
    }

    fn i8(&mut self, value: i8) {
        self.out.extend_from_slice(&value.to_be_bytes());
    }

    fn i16(&mut self, value: i16) {
        self.out.extend_from_slice(&value.to_be_bytes());
    }

    fn i32(&mut self, value: i32) {
        self.out.extend_from_slice(&value.to_be_bytes());
    }

    fn i64(&mut self, value: i64) {
        self.out.extend_from_slice(&value.to_be_bytes());
    }

    fn double(&mut self, value: f64) {
        self.out.extend_from_slice(&value.to_be_bytes());
    }

    fn string(&mut self, value: &str) {
        self.bytes(value.as_bytes());
    }

    fn bytes(&mut self, value: &[u8]) {
        self.count(value.len());
        self.out.extend_from_slice(value);
    }

    fn list_begin(&mut self, element: Type, count: usize) {
        self.out.push(element.binary());
        self.count(count);
    }

    fn list_end(&mut self) {}

    fn map_begin(&mut self, key: Type, value: Type, count: usize) {
        self.out.push(key.binary());
        self.out.push(value.binary());
        self.count(count);
    }

    fn map_end(&mut self) {}
}
