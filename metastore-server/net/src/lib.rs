//! The metastore's front door: it listens, finds messages in the bytes of clients, hands them to a [`Service`] and
//! writes the answers back.
//!
//! One port serves the four transports Hive clients can be set to (see [`Transport`]), HTTP, and TLS around each. What a client
//! must prove before it is served is up to the listener (see [`Admission`]); net runs the proof (SASL, certificates) and
//! asks the service whose it is. Everything a client can make the server hold or wait for has a limit (see [`Limits`] and [`Deadlines`]).
//!
//! This crate knows no noun and no method of the metastore; a method name is text that it hands on.

mod admission;
mod connection;
mod end;
mod exceptions;
mod guard;
mod http;
mod inbox;
mod limits;
mod receive;
mod reply;
mod sasl;
mod seats;
mod server;
mod service;
mod stats;
mod transport;
mod visitor;

#[cfg(test)]
mod simulation;

pub use admission::{Admission, Denied, Origin};
pub use limits::{Deadlines, Limits};
pub use sasl::DigestKey;
pub use server::{Config, Drained, Encryption, Place, Server};
pub use service::{Answer, BodyStream, Call, Found, Page, Peer, Progress, RequestId, Service, TlsPeer, Token};
pub use stats::{Counter, Stats};
pub use transport::{Framing, Stranger, Transport};
