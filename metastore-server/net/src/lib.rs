//! The metastore's front door: it listens, finds messages in the bytes of clients, hands them to a [`Service`] and
//! writes the answers back.
//!
//! One port serves the four transports Hive clients can be set to (see [`Transport`]), with or without TLS. Everything a
//! client can make the server hold or wait for has a limit (see [`Limits`] and [`Deadlines`]).
//!
//! This crate knows no noun and no method of the metastore; a method name is text that it hands on.

mod connection;
mod end;
mod exceptions;
mod guard;
mod inbox;
mod limits;
mod receive;
mod reply;
mod seats;
mod server;
mod service;
mod stats;
mod transport;
mod visitor;

#[cfg(test)]
mod simulation;

pub use limits::{Deadlines, Limits};
pub use server::{Config, Drained, Encryption, Server};
pub use service::{Answer, BodyStream, Call, Peer, Progress, RequestId, Service, TlsPeer};
pub use stats::{Counter, Stats};
pub use transport::{Framing, Stranger, Transport};
