//! Around every message: what it is, whose method, which number.

use crate::{
    BinaryReader, BinaryWriter, Budget, CompactReader, CompactWriter, DecodeError, Protocol, Read, Struct, Type, Value,
    Write,
};

/// Kinds of messages by their code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    Call = 1,
    Reply = 2,
    Exception = 3,
    Oneway = 4,
}

impl MessageKind {
    fn from_code(code: u8) -> Result<MessageKind, DecodeError> {
        match code {
            1 => Ok(MessageKind::Call),
            2 => Ok(MessageKind::Reply),
            3 => Ok(MessageKind::Exception),
            4 => Ok(MessageKind::Oneway),
            _ => Err(DecodeError::BadHeader),
        }
    }

    fn code(self) -> u8 {
        match self {
            MessageKind::Call => 1,
            MessageKind::Reply => 2,
            MessageKind::Exception => 3,
            MessageKind::Oneway => 4,
        }
    }
}

/// A message's head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope<'a> {
    pub name: &'a str,
    pub kind: MessageKind,
    /// Chosen by the caller, echoed in the reply.
    pub seqid: i32,
}

const NAME_BYTES_MAX: usize = 256;

/// Reads the head; the number says where the arguments struct begins. Only the
/// strict binary header is understood, as in Hive.
pub fn read_envelope(protocol: Protocol, message: &[u8]) -> Result<(Envelope<'_>, usize), DecodeError> {
    match protocol {
        Protocol::Binary => read_binary(message),
        Protocol::Compact => read_compact(message),
    }
}

fn read_binary(message: &[u8]) -> Result<(Envelope<'_>, usize), DecodeError> {
    let budget = Budget::new(0);
    let mut r = BinaryReader::new(message, &budget);
    let [v1, v2, _, kind] = r.i32()?.to_be_bytes();
    if (v1, v2) != (0x80, 0x01) {
        return Err(DecodeError::BadHeader);
    }
    let kind = MessageKind::from_code(kind & 0x07)?;
    let length = r.i32()?;
    let length = usize::try_from(length).map_err(|_| DecodeError::Negative(length.into()))?;
    let (name, rest) = split_name(message.get(8..).unwrap_or_default(), length)?;
    let mut r = BinaryReader::new(rest, &budget);
    let seqid = r.i32()?;
    Ok((Envelope { name, kind, seqid }, message.len().saturating_sub(rest.len()).saturating_add(4)))
}

fn read_compact(message: &[u8]) -> Result<(Envelope<'_>, usize), DecodeError> {
    let budget = Budget::new(0);
    let (Some(0x82), Some(second)) = (message.first(), message.get(1)) else {
        return Err(DecodeError::BadHeader);
    };
    if second & 0x1f != 1 {
        return Err(DecodeError::BadHeader);
    }
    let kind = MessageKind::from_code(second >> 5)?;
    let after = message.get(2..).unwrap_or_default();
    let mut r = CompactReader::new(after, &budget);
    let seqid = r.varint()?;
    let seqid = u32::try_from(seqid).map_err(|_| DecodeError::BadVarint)?.cast_signed();
    let length = r.length()?;
    let left = r.left();
    let rest = after.get(after.len().saturating_sub(left)..).unwrap_or_default();
    let (name, rest) = split_name(rest, length)?;
    Ok((Envelope { name, kind, seqid }, message.len().saturating_sub(rest.len())))
}

fn split_name(bytes: &[u8], length: usize) -> Result<(&str, &[u8]), DecodeError> {
    if length > NAME_BYTES_MAX {
        let found = u64::try_from(length).unwrap_or(u64::MAX);
        return Err(DecodeError::TooMuch { what: "method name", found, limit: 256 });
    }
    let (name, rest) = bytes.split_at_checked(length).ok_or(DecodeError::Truncated)?;
    Ok((std::str::from_utf8(name).map_err(|_| DecodeError::NotUtf8)?, rest))
}

/// Appends a head.
pub fn write_envelope(protocol: Protocol, envelope: Envelope<'_>, out: &mut Vec<u8>) {
    match protocol {
        Protocol::Binary => {
            out.extend_from_slice(&[0x80, 0x01, 0, envelope.kind.code()]);
            let mut w = BinaryWriter::new(out);
            w.string(envelope.name);
            w.i32(envelope.seqid);
        }
        Protocol::Compact => {
            out.extend_from_slice(&[0x82, envelope.kind.code() << 5 | 1]);
            let mut w = CompactWriter::new(out);
            w.varint(envelope.seqid.cast_unsigned().into());
            w.string(envelope.name);
        }
    }
}

/// `TApplicationException`: what goes wrong outside a method's declared exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApplicationException {
    pub message: String,
    pub kind: i32,
}

impl ApplicationException {
    pub const UNKNOWN_METHOD: i32 = 1;
    pub const INVALID_MESSAGE_TYPE: i32 = 2;
    pub const INTERNAL_ERROR: i32 = 6;
    pub const PROTOCOL_ERROR: i32 = 7;

    pub fn new(kind: i32, message: impl Into<String>) -> ApplicationException {
        ApplicationException { message: message.into(), kind }
    }

    pub fn unknown_method(message: &str) -> ApplicationException {
        ApplicationException::new(Self::UNKNOWN_METHOD, message)
    }

    pub fn internal(message: &str) -> ApplicationException {
        ApplicationException::new(Self::INTERNAL_ERROR, message)
    }

    pub fn protocol_error(message: &str) -> ApplicationException {
        ApplicationException::new(Self::PROTOCOL_ERROR, message)
    }
}

impl Value for ApplicationException {
    const KIND: Type = Type::Struct;

    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        let mut value = ApplicationException::default();
        r.struct_begin()?;
        while let Some(field) = r.field_begin()? {
            match (field.id, field.kind) {
                (1, Type::String) => value.message = r.string()?.into(),
                (2, Type::I32) => value.kind = r.i32()?,
                (_, kind) => r.skip(kind)?,
            }
        }
        r.struct_end();
        Ok(value)
    }

    fn write<W: Write>(&self, w: &mut W) {
        w.struct_begin();
        w.field_begin(Type::String, 1);
        w.string(&self.message);
        w.field_end();
        w.field_begin(Type::I32, 2);
        w.i32(self.kind);
        w.field_end();
        w.struct_end();
    }
}

impl Struct for ApplicationException {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_survives_the_way_there_and_back() {
        for protocol in [Protocol::Binary, Protocol::Compact] {
            let sent = Envelope { name: "get_table", kind: MessageKind::Call, seqid: -7 };
            let mut bytes = Vec::new();
            write_envelope(protocol, sent, &mut bytes);
            let length = bytes.len();
            bytes.push(0);
            assert_eq!(read_envelope(protocol, &bytes), Ok((sent, length)), "{protocol:?}");
            for cut in 0..length {
                assert!(read_envelope(protocol, &bytes[..cut]).is_err(), "{protocol:?} cut at {cut}");
            }
        }
    }

    #[test]
    fn the_old_unversioned_header_is_refused() {
        let old = [0, 0, 0, 9, b'g', b'e', b't', b'_', b't', b'a', b'b', b'l', b'e', 1, 0, 0, 0, 0, 0];
        assert_eq!(read_envelope(Protocol::Binary, &old), Err(DecodeError::BadHeader));
    }
}
