//! What one client, and all of them together, may ask for: sizes and times.
//!
//! Every default is argued here, because an operator meets a limit in the middle of an outage and wants to know why it
//! is what it is.

use std::time::Duration;

const MIB: usize = 1 << 20;

/// Sizes and counts. Nothing is allocated from a number a client sent before that number passed these.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Longest message, framed or not. 100 MiB is Hive's `metastore.server.max.message.size`.
    pub message_bytes_max: usize,
    /// Longest reply in one frame. Java's `TFramedTransport` refuses longer ones by default and then drops the
    /// connection, so a clear exception is better. Unframed replies have no such limit: they are streamed.
    pub framed_reply_bytes_max: usize,
    /// Memory one message may take, as bytes and decoded together. An empty `Partition` is one byte on the wire and a
    /// kilobyte in memory, so this is more than the length.
    pub message_memory_max: usize,
    /// Memory the messages and replies of all connections may take together; what would exceed it is refused with an
    /// exception. The first 8 KiB of a message are not counted.
    pub total_memory_max: usize,
    /// Open connections in all. Each idle one costs a socket and a few KiB. A Java metastore stops at 1,000 threads.
    pub connections_max: usize,
    /// Open connections from one address. By default no stricter than the total, because behind a load balancer or a
    /// NAT gateway every client has the same address.
    pub connections_per_address_max: usize,
}

impl Limits {
    pub(crate) fn scanner(&self) -> skep_codec::Limits {
        skep_codec::Limits { message_bytes: self.message_bytes_max }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            message_bytes_max: 100 * MIB,
            framed_reply_bytes_max: 16_384_000,
            message_memory_max: 512 * MIB,
            total_memory_max: 1024 * MIB,
            connections_max: 10_000,
            connections_per_address_max: 10_000,
        }
    }
}

/// How long each step may take. A step that takes longer ends the connection (a call: only the call).
#[derive(Clone, Debug)]
pub struct Deadlines {
    /// From accept until the transport is known, the TLS handshake included. Clients that pool connect and call at once
    /// (Java sends `set_ugi`), so half a minute is generous.
    pub first_byte: Duration,
    /// From the first byte of a message to its last. 100 MiB in a minute is 1.7 MB/s.
    pub message: Duration,
    /// Between messages. Java clients pool connections for hours and reconnect after a close between messages at the
    /// price of one retry; two hours is also Linux's own patience with a silent peer. A peer that died without a word
    /// is found much sooner, by TCP keepalive.
    pub idle: Duration,
    /// One call. After ten minutes (`hive.metastore.client.socket.timeout`) a Hive client has given up, and what it has
    /// given up must not be applied later (iceberg#14096).
    pub call: Duration,
    /// Writing one piece of a reply (256 KiB): the slowest reader tolerated takes 4 KiB/s.
    pub write: Duration,
    /// From the order to stop until running calls are cut. Kubernetes kills after 30 s by default.
    pub drain: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Deadlines {
            first_byte: Duration::from_secs(30),
            message: Duration::from_secs(60),
            idle: Duration::from_secs(2 * 60 * 60),
            call: Duration::from_secs(600),
            write: Duration::from_secs(60),
            drain: Duration::from_secs(25),
        }
    }
}
