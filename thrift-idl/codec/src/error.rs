//! Why bytes are not a message.

use crate::Type;

/// Nothing in it echoes what the sender wrote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    #[error("message ends in the middle of a value")]
    Truncated,
    #[error("{0} bytes left over after the message")]
    Trailing(usize),
    #[error("negative length {0}")]
    Negative(i64),
    #[error("{what} of {found}, at most {limit} allowed")]
    TooMuch { what: &'static str, found: u64, limit: u64 },
    #[error("{0} elements announced, more than the bytes left can hold")]
    Impossible(u64),
    #[error("nested deeper than {0} levels")]
    TooDeep(usize),
    #[error("unknown type {0}")]
    UnknownType(u8),
    #[error("string is not UTF-8")]
    NotUtf8,
    #[error("integer runs over its size")]
    BadVarint,
    #[error("not a strict Thrift message header")]
    BadHeader,
    #[error("required field {field} of {of} is missing")]
    Missing { of: &'static str, field: &'static str },
    /// A container whose elements the interface declares otherwise. Passing over them
    /// would make a list of names to drop look empty.
    #[error("elements of type {found:?}, expected {expected:?}")]
    WrongElement { found: Type, expected: Type },
    #[error("the message needs more memory than one message may take")]
    OutOfMemory,
    /// The same message may be welcome in a moment.
    #[error("the server has no memory free for the message")]
    Busy,
}
