//! Bytes ⇄ values: Thrift's binary and compact protocols for untrusted clients.
//!
//! What it promises: no byte sequence makes it panic, loop, recurse deeper than
//! [`DEPTH_MAX`] or hold more memory than its [`Budget`] allows. A sender's number
//! never sizes an allocation. It knows no method and no database, and does no I/O.

#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::panic,
        clippy::unwrap_used,
        clippy::unreachable,
        reason = "every byte comes from a stranger"
    )
)]

mod binary;
mod budget;
mod compact;
mod cursor;
mod envelope;
mod error;
#[cfg(feature = "invent")]
mod invent;
mod json;
mod protocol;
mod reply;
mod scan;
mod tree;
mod value;

pub use binary::{BinaryReader, BinaryWriter};
pub use budget::{Budget, Pool};
pub use compact::{CompactReader, CompactWriter};
pub use envelope::{ApplicationException, Envelope, MessageKind, read_envelope, write_envelope};
pub use error::DecodeError;
#[cfg(feature = "invent")]
pub use invent::{Dice, invent};
pub use json::{JsonWriter, json};
pub use protocol::{DEPTH_MAX, FieldHeader, Protocol, Read, Type, Write};
pub use reply::{ListReply, declared_exception, success};
pub use scan::{Limits, Scanner};
pub use tree::{Tree, tree};
pub use value::{Struct, Value};

/// Strings as decoded: short ones live inside the value.
pub type Str = compact_str::CompactString;

/// Reads one value, usually a struct, from its bytes, all of which it must use.
pub fn decode<T: Value>(protocol: Protocol, bytes: &[u8], budget: &Budget) -> Result<T, DecodeError> {
    match protocol {
        Protocol::Binary => {
            let mut reader = BinaryReader::new(bytes, budget);
            let value = T::read(&mut reader)?;
            reader.finish(value)
        }
        Protocol::Compact => {
            let mut reader = CompactReader::new(bytes, budget);
            let value = T::read(&mut reader)?;
            reader.finish(value)
        }
    }
}

/// Appends one value, as a struct or as an element of a container.
pub fn encode<T: Value>(protocol: Protocol, value: &T, out: &mut Vec<u8>) {
    match protocol {
        Protocol::Binary => value.write(&mut BinaryWriter::new(out)),
        Protocol::Compact => value.write(&mut CompactWriter::new(out)),
    }
}
