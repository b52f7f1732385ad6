//! Reply structs: field 0 is the result, a declared exception stands at its own id.

use crate::{BinaryWriter, CompactWriter, DecodeError, Protocol, Type, Value, Write};

/// The reply struct of a call that succeeded.
pub fn success<T: Value>(protocol: Protocol, value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    match protocol {
        Protocol::Binary => write_success(value, &mut BinaryWriter::new(&mut out)),
        Protocol::Compact => write_success(value, &mut CompactWriter::new(&mut out)),
    }
    out
}

fn write_success<T: Value, W: Write>(value: &T, w: &mut W) {
    w.struct_begin();
    if !T::VOID {
        w.field_begin(T::KIND, 0);
        value.write(w);
        w.field_end();
    }
    w.struct_end();
}

/// The reply struct of a call that was refused with a declared exception. All of
/// Hive's exceptions have one field: 1, the message.
pub fn declared_exception(protocol: Protocol, field: i16, message: &str) -> Vec<u8> {
    let mut out = Vec::new();
    match protocol {
        Protocol::Binary => write_exception(field, message, &mut BinaryWriter::new(&mut out)),
        Protocol::Compact => write_exception(field, message, &mut CompactWriter::new(&mut out)),
    }
    out
}

fn write_exception<W: Write>(field: i16, message: &str, w: &mut W) {
    w.struct_begin();
    w.field_begin(Type::Struct, field);
    w.struct_begin();
    w.field_begin(Type::String, 1);
    w.string(message);
    w.field_end();
    w.struct_end();
    w.field_end();
    w.struct_end();
}

/// A reply whose list of structs is written in pieces: [`open`](ListReply::open),
/// then the elements, then [`close`](ListReply::close).
#[derive(Debug, Clone, Copy)]
pub struct ListReply {
    protocol: Protocol,
    field: Option<i16>,
    element: Type,
    count: usize,
}

impl ListReply {
    /// A list of structs. `field`: the list's field in the result struct, or `None`
    /// where the list itself is the result.
    pub fn new(protocol: Protocol, field: Option<i16>, count: usize) -> Result<ListReply, DecodeError> {
        ListReply::of(Type::Struct, protocol, field, count)
    }

    /// A list of anything, say of names.
    pub fn of(element: Type, protocol: Protocol, field: Option<i16>, count: usize) -> Result<ListReply, DecodeError> {
        let limit = u64::from(i32::MAX.cast_unsigned());
        let found = u64::try_from(count).unwrap_or(u64::MAX);
        match found <= limit {
            true => Ok(ListReply { protocol, field, element, count }),
            false => Err(DecodeError::TooMuch { what: "list", found, limit }),
        }
    }

    pub fn open(&self, out: &mut Vec<u8>) {
        match self.protocol {
            Protocol::Binary => self.write_head(&mut BinaryWriter::new(out)),
            Protocol::Compact => self.write_head(&mut CompactWriter::new(out)),
        }
    }

    fn write_head<W: Write>(&self, w: &mut W) {
        w.struct_begin();
        if let Some(field) = self.field {
            w.field_begin(Type::Struct, 0);
            w.struct_begin();
            w.field_begin(Type::List, field);
        } else {
            w.field_begin(Type::List, 0);
        }
        w.list_begin(self.element, self.count);
    }

    /// Elements do not depend on what stands before them, in either protocol.
    pub fn push<T: Value>(&self, items: &[T], out: &mut Vec<u8>) {
        for item in items {
            crate::encode(self.protocol, item, out);
        }
    }

    pub fn close(&self, out: &mut Vec<u8>) {
        // The end mark of a struct is one zero byte in both protocols.
        out.push(0);
        if self.field.is_some() {
            out.push(0);
        }
    }
}
