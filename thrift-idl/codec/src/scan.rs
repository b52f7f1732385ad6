//! Where an unframed message ends.
//!
//! An unframed stream says no length. The scanner walks the bytes as they arrive,
//! without decoding or allocating beyond a stack of at most [`DEPTH_MAX`] entries,
//! and finds the end; only then does anybody decode. So a bad argument costs a
//! reply, not the connection.

use crate::protocol::{DEPTH_MAX, Protocol, Type};
use crate::{DecodeError, binary, compact};

/// Bounds on a message before it is decoded.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Head, arguments and all. Hive's own cap is 100 MiB
    /// (`metastore.server.max.message.size`).
    pub message_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { message_bytes: 100 * 1024 * 1024 }
    }
}

/// Walks one message. Use a new one for the next.
#[derive(Debug)]
pub struct Scanner {
    protocol: Protocol,
    limits: Limits,
    /// Bytes of the message walked so far.
    position: usize,
    /// Bytes after `position` that are known to belong to a value.
    passing: usize,
    next: Next,
    open: Vec<Open>,
}

#[derive(Debug, Clone, Copy)]
enum Next {
    Head,
    /// The arguments struct, right behind the head.
    Args,
    Value(Type),
    /// Whatever the innermost open value holds next.
    Inside,
}

#[derive(Debug, Clone, Copy)]
enum Open {
    Struct,
    List { element: Type, left: usize },
    Map { key: Type, value: Type, left: usize, at_value: bool },
}

impl Scanner {
    pub fn new(protocol: Protocol, limits: Limits) -> Scanner {
        Scanner { protocol, limits, position: 0, passing: 0, next: Next::Head, open: Vec::new() }
    }

    /// Walks on. `message` is all of it that has arrived, from its first byte: the
    /// same bytes as before and perhaps more. The length of the message, once its
    /// end is there.
    pub fn advance(&mut self, message: &[u8]) -> Result<Option<usize>, DecodeError> {
        loop {
            if self.position.saturating_add(self.passing) > self.limits.message_bytes {
                return Err(self.too_long());
            }
            let here = self.passing.min(message.len().saturating_sub(self.position));
            self.position = self.position.saturating_add(here);
            self.passing = self.passing.saturating_sub(here);
            if self.passing > 0 {
                return Ok(None);
            }
            if matches!(self.next, Next::Inside) && self.open.is_empty() {
                return Ok(Some(self.position));
            }
            let mut bytes = Bytes { rest: message.get(self.position..).unwrap_or_default(), used: 0 };
            match self.step(&mut bytes) {
                Ok(()) => self.position = self.position.saturating_add(bytes.used),
                Err(DecodeError::Truncated) if message.len() < self.limits.message_bytes => {
                    return Ok(None);
                }
                Err(DecodeError::Truncated) => return Err(self.too_long()),
                Err(error) => return Err(error),
            }
        }
    }

    fn too_long(&self) -> DecodeError {
        let limit = u64::try_from(self.limits.message_bytes).unwrap_or(u64::MAX);
        let found = u64::try_from(self.position.saturating_add(self.passing)).unwrap_or(u64::MAX);
        DecodeError::TooMuch { what: "message", found, limit }
    }

    /// One piece: either all of it is here and the state moves on, or
    /// [`DecodeError::Truncated`] and nothing has changed.
    fn step(&mut self, bytes: &mut Bytes<'_>) -> Result<(), DecodeError> {
        match self.next {
            Next::Head => {
                self.passing = self.head(bytes)?;
                self.next = Next::Args;
                Ok(())
            }
            Next::Args => {
                self.enter(Open::Struct)?;
                self.next = Next::Inside;
                Ok(())
            }
            Next::Value(kind) => self.value(kind, bytes),
            Next::Inside => self.inside(bytes),
        }
    }

    /// Checks the head; the bytes of it that are still to be passed.
    fn head(&self, bytes: &mut Bytes<'_>) -> Result<usize, DecodeError> {
        match self.protocol {
            Protocol::Binary => {
                let [v1, v2, _, _] = bytes.array::<4>()?;
                if (v1, v2) != (0x80, 0x01) {
                    return Err(DecodeError::BadHeader);
                }
                Ok(name_length(bytes.be_length()?)?.saturating_add(4))
            }
            Protocol::Compact => {
                let [first, second] = bytes.array::<2>()?;
                if first != 0x82 || second & 0x1f != 1 {
                    return Err(DecodeError::BadHeader);
                }
                bytes.varint()?;
                name_length(bytes.compact_length()?)
            }
        }
    }

    fn inside(&mut self, bytes: &mut Bytes<'_>) -> Result<(), DecodeError> {
        match self.open.last_mut() {
            None => Ok(()),
            Some(Open::Struct) => self.field(bytes),
            Some(Open::List { left: 0, .. } | Open::Map { left: 0, at_value: false, .. }) => {
                self.open.pop();
                Ok(())
            }
            Some(Open::List { element, left }) => {
                *left = left.saturating_sub(1);
                self.next = Next::Value(*element);
                Ok(())
            }
            Some(Open::Map { key, value, left, at_value }) => {
                self.next = Next::Value(if *at_value { *value } else { *key });
                if !*at_value {
                    *left = left.saturating_sub(1);
                }
                *at_value = !*at_value;
                Ok(())
            }
        }
    }

    fn field(&mut self, bytes: &mut Bytes<'_>) -> Result<(), DecodeError> {
        let header = bytes.byte()?;
        if header == 0 {
            self.open.pop();
            return Ok(());
        }
        self.next = match self.protocol {
            Protocol::Binary => {
                bytes.array::<2>()?;
                Next::Value(Type::from_binary(header)?)
            }
            Protocol::Compact => {
                let kind = Type::from_compact(header & 0x0f)?;
                if header >> 4 == 0 {
                    bytes.varint()?;
                }
                // A boolean field is all in its header.
                if kind == Type::Bool { Next::Inside } else { Next::Value(kind) }
            }
        };
        Ok(())
    }

    fn value(&mut self, kind: Type, bytes: &mut Bytes<'_>) -> Result<(), DecodeError> {
        let compact = self.protocol == Protocol::Compact;
        match kind {
            Type::Bool | Type::I8 => drop(bytes.byte()?),
            Type::Double => drop(bytes.array::<8>()?),
            Type::I16 | Type::I32 | Type::I64 if compact => drop(bytes.varint()?),
            Type::I16 => drop(bytes.array::<2>()?),
            Type::I32 => drop(bytes.array::<4>()?),
            Type::I64 => drop(bytes.array::<8>()?),
            Type::String => self.passing = if compact { bytes.compact_length()? } else { bytes.be_length()? },
            Type::Struct => self.enter(Open::Struct)?,
            Type::List | Type::Set => {
                let list = if compact { compact_list(bytes)? } else { binary_list(bytes)? };
                self.enter(list)?;
            }
            Type::Map => {
                let map = if compact { compact_map(bytes)? } else { binary_map(bytes)? };
                self.enter(map)?;
            }
        }
        self.next = Next::Inside;
        Ok(())
    }

    fn enter(&mut self, open: Open) -> Result<(), DecodeError> {
        if self.open.len() >= DEPTH_MAX {
            return Err(DecodeError::TooDeep(DEPTH_MAX));
        }
        self.refuse_impossible(open)?;
        self.open.push(open);
        Ok(())
    }

    /// More elements than the largest message could hold.
    fn refuse_impossible(&self, open: Open) -> Result<(), DecodeError> {
        let size_min = match self.protocol {
            Protocol::Binary => binary::size_min,
            Protocol::Compact => compact::size_min,
        };
        let (count, each) = match open {
            Open::Struct => return Ok(()),
            Open::List { element, left } => (left, size_min(element)),
            Open::Map { key, value, left, .. } => (left, size_min(key).saturating_add(size_min(value))),
        };
        match count.checked_mul(each) {
            Some(bytes) if bytes <= self.limits.message_bytes => Ok(()),
            _ => Err(DecodeError::Impossible(u64::try_from(count).unwrap_or(u64::MAX))),
        }
    }
}

fn name_length(length: usize) -> Result<usize, DecodeError> {
    match length {
        0..=256 => Ok(length),
        long => Err(DecodeError::TooMuch {
            what: "method name",
            found: u64::try_from(long).unwrap_or(u64::MAX),
            limit: 256,
        }),
    }
}

fn binary_list(bytes: &mut Bytes<'_>) -> Result<Open, DecodeError> {
    let element = bytes.byte()?;
    let left = bytes.be_length()?;
    let element = if left == 0 { Type::Bool } else { Type::from_binary(element)? };
    Ok(Open::List { element, left })
}

fn compact_list(bytes: &mut Bytes<'_>) -> Result<Open, DecodeError> {
    let header = bytes.byte()?;
    let left = match header >> 4 {
        15 => bytes.compact_length()?,
        short => usize::from(short),
    };
    let element = if left == 0 { Type::Bool } else { Type::from_compact(header & 0x0f)? };
    Ok(Open::List { element, left })
}

fn binary_map(bytes: &mut Bytes<'_>) -> Result<Open, DecodeError> {
    let [key, value] = bytes.array::<2>()?;
    let left = bytes.be_length()?;
    let (key, value) = match left {
        0 => (Type::Bool, Type::Bool),
        _ => (Type::from_binary(key)?, Type::from_binary(value)?),
    };
    Ok(Open::Map { key, value, left, at_value: false })
}

fn compact_map(bytes: &mut Bytes<'_>) -> Result<Open, DecodeError> {
    let left = bytes.compact_length()?;
    let (key, value) = match left {
        0 => (Type::Bool, Type::Bool),
        _ => {
            let kinds = bytes.byte()?;
            (Type::from_compact(kinds >> 4)?, Type::from_compact(kinds & 0x0f)?)
        }
    };
    Ok(Open::Map { key, value, left, at_value: false })
}

/// The bytes of one piece.
struct Bytes<'a> {
    rest: &'a [u8],
    used: usize,
}

impl Bytes<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        self.used = self.used.saturating_add(N);
        Ok(*head)
    }

    fn byte(&mut self) -> Result<u8, DecodeError> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn be_length(&mut self) -> Result<usize, DecodeError> {
        let length = i32::from_be_bytes(self.array()?);
        usize::try_from(length).map_err(|_| DecodeError::Negative(length.into()))
    }

    fn compact_length(&mut self) -> Result<usize, DecodeError> {
        let raw = self.varint()?;
        match i32::try_from(raw) {
            Ok(length) => usize::try_from(length).map_err(|_| DecodeError::BadVarint),
            Err(_) => Err(DecodeError::Negative(i64::try_from(raw).unwrap_or(i64::MIN))),
        }
    }

    fn varint(&mut self) -> Result<u64, DecodeError> {
        let mut value: u64 = 0;
        for shift in (0_u32..70).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(DecodeError::BadVarint)
    }
}
