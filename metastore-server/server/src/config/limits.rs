use skep::quotas::{Quota, Rules};

use super::section::{Objection, section};
use super::values::{Size, Time};

section! {
    /// What clients may ask for. A message over a limit is refused, never half read.
    Limits = "limits" {
        /// Open connections; the next one is closed at once.
        "connections" connections: usize = 10_000;
        /// Open connections from one address. Behind a load balancer all clients have the same.
        "connections-per-address" connections_per_address: usize = 10_000;
        /// Longest message (metastore.server.max.message.size in Hive).
        "message" message: Size = Size::mib(100);
        /// Longest reply in one frame; Java's framed transport refuses longer ones. Unframed replies are streamed.
        "framed-reply" framed_reply: Size = Size(16_384_000);
        /// Memory one message may take, as bytes and decoded together: an empty partition is one byte in the message and
        /// a kilobyte in memory.
        "message-memory" message_memory: Size = Size::mib(512);
        /// Memory the requests and replies of all connections may take together.
        "memory" memory: Size = Size::mib(1024);
        /// From accept to the first byte, TLS handshake included.
        "first-byte" first_byte: Time = Time::seconds(30);
        /// From the first byte of a message to its last.
        "read" read: Time = Time::seconds(60);
        /// Silence between two messages of a connection.
        "idle" idle: Time = Time::seconds(2 * 60 * 60);
        /// Longest call; then it is rolled back. Hive's clients give up after ten minutes.
        "call" call: Time = Time::seconds(600);
        /// Longest wait for a client to take 256 KiB of a reply.
        "write" write: Time = Time::seconds(60);
        /// Calls that one address may have running at once, on all its connections; 0 is without a limit. Whoever asks
        /// for more is told to try again. Behind a load balancer all clients have the same address.
        "calls-per-client" calls_per_client: u32 = 0;
        /// Calls that one address may make in a second.
        "calls-per-second-per-client" calls_per_second_per_client: u32 = 0;
        /// The same for one user, whatever the address.
        "calls-per-user" calls_per_user: u32 = 0;
        /// Calls that one user may make in a second.
        "calls-per-second-per-user" calls_per_second_per_user: u32 = 0;
    }
}

impl Limits {
    pub fn quotas(&self) -> Rules {
        Rules {
            client: Quota { running: self.calls_per_client, per_second: self.calls_per_second_per_client },
            user: Quota { running: self.calls_per_user, per_second: self.calls_per_second_per_user },
        }
    }

    fn validate(&self) -> Vec<Objection> {
        let mut objections = Vec::new();
        for (key, value) in
            [("connections", self.connections), ("connections-per-address", self.connections_per_address)]
        {
            if value == 0 {
                objections.push((key, "0 would let nobody in".to_owned()));
            }
        }
        for (key, size) in [("message", self.message), ("message-memory", self.message_memory), ("memory", self.memory)]
        {
            if size < Size(64 << 10) {
                objections.push((key, format!("{size} is less than 64KiB, too little for ordinary requests")));
            }
        }
        for (key, time) in [
            ("first-byte", self.first_byte),
            ("read", self.read),
            ("idle", self.idle),
            ("call", self.call),
            ("write", self.write),
        ] {
            if time.0.is_zero() {
                objections.push((key, "0 would refuse everything".to_owned()));
            }
        }
        objections
    }
}
