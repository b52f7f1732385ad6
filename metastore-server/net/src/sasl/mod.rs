//! Thrift's SASL: a negotiation of `status, length, bytes` messages, then everything in frames.
//!
//! ```text
//! client                                   server
//! START "DIGEST-MD5"
//! OK    ""                                 OK        realm, nonce, qop="auth"
//! OK    name, nonces, response             COMPLETE  rspauth
//!
//! START "PLAIN"
//! OK or COMPLETE  \0 name \0 password      COMPLETE  ""
//! ```
//!
//! [`machine`] decides what may follow what and is free of I/O; [`negotiate`] moves the bytes and asks the service.
//! No call can be in the bytes before COMPLETE: whatever a client sends ahead ends the connection.

mod digest;
mod machine;
mod negotiate;
mod plain;
mod stream;

pub use digest::DigestKey;
pub(crate) use negotiate::negotiate;
pub(crate) use stream::SaslStream;
