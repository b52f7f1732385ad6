//! `TCompactProtocol`: variable-size integers, field ids as differences, booleans
//! inside their field header.

use crate::cursor::Cursor;
use crate::protocol::{self, FieldHeader, Heads, Read, Type, Write};
use crate::{Budget, DecodeError, Str};

/// Reads one struct's bytes.
pub struct CompactReader<'a> {
    cursor: Cursor<'a>,
    /// The id of the field before, one per open struct.
    ids: Vec<i16>,
    last_id: i16,
    /// The value of a boolean field, found in its header.
    pending: Option<bool>,
}

impl<'a> CompactReader<'a> {
    pub fn new(bytes: &'a [u8], budget: &'a Budget) -> CompactReader<'a> {
        CompactReader { cursor: Cursor::new(bytes, budget), ids: Vec::new(), last_id: 0, pending: None }
    }

    /// The value, if it used up all the bytes.
    pub fn finish<T>(&self, value: T) -> Result<T, DecodeError> {
        self.cursor.finish(value)
    }

    pub(crate) fn left(&self) -> usize {
        self.cursor.left()
    }

    pub(crate) fn varint(&mut self) -> Result<u64, DecodeError> {
        let mut value: u64 = 0;
        for shift in (0_u32..64).step_by(7) {
            let byte = self.cursor.byte()?;
            let bits = u64::from(byte & 0x7f);
            let placed = bits.checked_shl(shift).filter(|v| v.checked_shr(shift) == Some(bits));
            value |= placed.ok_or(DecodeError::BadVarint)?;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(DecodeError::BadVarint)
    }

    fn zigzag(&mut self) -> Result<i64, DecodeError> {
        let raw = self.varint()?;
        let half = i64::try_from(raw >> 1).map_err(|_| DecodeError::BadVarint)?;
        Ok(if raw & 1 == 0 { half } else { !half })
    }

    pub(crate) fn length(&mut self) -> Result<usize, DecodeError> {
        let raw = self.varint()?;
        // Java writes an i32: a length above its range is a negative one in disguise.
        match i32::try_from(raw) {
            Ok(_) => usize::try_from(raw).map_err(|_| DecodeError::BadVarint),
            Err(_) => Err(DecodeError::Negative(i64::try_from(raw).unwrap_or(i64::MIN))),
        }
    }
}

impl Read for CompactReader<'_> {
    fn struct_begin(&mut self) -> Result<(), DecodeError> {
        self.cursor.enter()?;
        self.ids.push(std::mem::take(&mut self.last_id));
        Ok(())
    }

    fn struct_end(&mut self) {
        self.cursor.leave();
        self.last_id = self.ids.pop().unwrap_or(0);
    }

    fn field_begin(&mut self) -> Result<Option<FieldHeader>, DecodeError> {
        let header = self.cursor.byte()?;
        if header == 0 {
            return Ok(None);
        }
        let code = header & 0x0f;
        self.last_id = match i16::from(header >> 4) {
            0 => self.i16()?,
            delta => self.last_id.checked_add(delta).ok_or(DecodeError::BadVarint)?,
        };
        let kind = Type::from_compact(code)?;
        if kind == Type::Bool {
            self.pending = Some(code == 1);
        }
        Ok(Some(FieldHeader { id: self.last_id, kind }))
    }

    fn bool(&mut self) -> Result<bool, DecodeError> {
        match self.pending.take() {
            Some(value) => Ok(value),
            // In a container: 1 is true; writers disagree whether false is 0 or 2.
            None => Ok(self.cursor.byte()? == 1),
        }
    }

    fn i8(&mut self) -> Result<i8, DecodeError> {
        self.cursor.array().map(i8::from_be_bytes)
    }

    fn i16(&mut self) -> Result<i16, DecodeError> {
        i16::try_from(self.zigzag()?).map_err(|_| DecodeError::BadVarint)
    }

    fn i32(&mut self) -> Result<i32, DecodeError> {
        i32::try_from(self.zigzag()?).map_err(|_| DecodeError::BadVarint)
    }

    fn i64(&mut self) -> Result<i64, DecodeError> {
        self.zigzag()
    }

    fn double(&mut self) -> Result<f64, DecodeError> {
        self.cursor.array().map(f64::from_le_bytes)
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

impl Heads for CompactReader<'_> {
    fn list_head(&mut self) -> Result<(Type, usize), DecodeError> {
        let header = self.cursor.byte()?;
        let count = match header >> 4 {
            15 => self.length()?,
            short => usize::from(short),
        };
        self.cursor.enter()?;
        if count == 0 {
            return Ok((Type::Bool, 0));
        }
        let element = Type::from_compact(header & 0x0f)?;
        Ok((element, self.cursor.count(count, size_min(element))?))
    }

    fn map_head(&mut self) -> Result<(Type, Type, usize), DecodeError> {
        let count = self.length()?;
        self.cursor.enter()?;
        if count == 0 {
            return Ok((Type::Bool, Type::Bool, 0));
        }
        let kinds = self.cursor.byte()?;
        let (key, value) = (Type::from_compact(kinds >> 4)?, Type::from_compact(kinds & 0x0f)?);
        let pair_min = size_min(key).saturating_add(size_min(value));
        Ok((key, value, self.cursor.count(count, pair_min)?))
    }
}

/// The fewest bytes a value of the type takes.
pub(crate) fn size_min(kind: Type) -> usize {
    if kind == Type::Double { 8 } else { 1 }
}

/// Appends to a buffer.
pub struct CompactWriter<'a> {
    out: &'a mut Vec<u8>,
    ids: Vec<i16>,
    last_id: i16,
    /// The id of a boolean field whose header waits for its value.
    pending: Option<i16>,
}

impl<'a> CompactWriter<'a> {
    pub fn new(out: &'a mut Vec<u8>) -> CompactWriter<'a> {
        CompactWriter { out, ids: Vec::new(), last_id: 0, pending: None }
    }

    pub(crate) fn varint(&mut self, mut value: u64) {
        loop {
            let [low, ..] = value.to_le_bytes();
            value >>= 7;
            if value == 0 {
                self.out.push(low & 0x7f);
                return;
            }
            self.out.push(low | 0x80);
        }
    }

    fn zigzag(&mut self, value: i64) {
        self.varint(((value << 1) ^ (value >> 63)).cast_unsigned());
    }

    fn length(&mut self, length: usize) {
        self.varint(u64::try_from(length).unwrap_or(u64::MAX));
    }

    fn header(&mut self, code: u8, id: i16) {
        let delta = u8::try_from(id.wrapping_sub(self.last_id)).unwrap_or(0);
        match delta {
            1..=15 => self.out.push(delta << 4 | code),
            _ => {
                self.out.push(code);
                self.zigzag(id.into());
            }
        }
        self.last_id = id;
    }
}

impl Write for CompactWriter<'_> {
    fn struct_begin(&mut self) {
        self.ids.push(std::mem::take(&mut self.last_id));
    }

    fn struct_end(&mut self) {
        self.out.push(0);
        self.last_id = self.ids.pop().unwrap_or(0);
    }

    fn field_begin(&mut self, kind: Type, id: i16) {
        match kind {
            Type::Bool => self.pending = Some(id),
            kind => self.header(kind.compact(), id),
        }
    }

    fn field_end(&mut self) {}

    fn bool(&mut self, value: bool) {
        let code = if value { 1 } else { 2 };
        match self.pending.take() {
            Some(id) => self.header(code, id),
            None => self.out.push(code),
        }
    }

    fn i8(&mut self, value: i8) {
        self.out.extend_from_slice(&value.to_be_bytes());
    }

    fn i16(&mut self, value: i16) {
        self.zigzag(value.into());
    }

    fn i32(&mut self, value: i32) {
        self.zigzag(value.into());
    }

    fn i64(&mut self, value: i64) {
        self.zigzag(value);
    }

    fn double(&mut self, value: f64) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    fn string(&mut self, value: &str) {
        self.bytes(value.as_bytes());
    }

    fn bytes(&mut self, value: &[u8]) {
        self.length(value.len());
        self.out.extend_from_slice(value);
    }

    fn list_begin(&mut self, element: Type, count: usize) {
        match u8::try_from(count) {
            Ok(short @ 0..15) => self.out.push(short << 4 | element.compact()),
            _ => {
                self.out.push(0xf0 | element.compact());
                self.length(count);
            }
        }
    }

    fn list_end(&mut self) {}

    fn map_begin(&mut self, key: Type, value: Type, count: usize) {
        self.length(count);
        if count > 0 {
            self.out.push(key.compact() << 4 | value.compact());
        }
    }

    fn map_end(&mut self) {}
}
