//! Telling transports apart by the first bytes of a connection.
//!
//! Hive has one port and a pair of options that both sides must set alike: framed or not, binary or compact. The first
//! bytes of the four differ, so nobody has to set anything. What is none of the four is a [`Stranger`], who gets an
//! answer in its own language where that takes one line.

use std::fmt;

use skep_codec::Protocol;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Messages follow each other without a length (`TSocket`, `TBufferedTransport`).
    Unframed,
    /// Each message comes after its length in four bytes (`TFramedTransport`).
    Framed,
}

/// What a connection speaks. Found once; later messages cannot change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transport {
    pub framing: Framing,
    pub protocol: Protocol,
}

impl Transport {
    pub const ALL: [Transport; 4] = [
        Transport { framing: Framing::Unframed, protocol: Protocol::Binary },
        Transport { framing: Framing::Unframed, protocol: Protocol::Compact },
        Transport { framing: Framing::Framed, protocol: Protocol::Binary },
        Transport { framing: Framing::Framed, protocol: Protocol::Compact },
    ];

    /// Position in [`Transport::ALL`] and in the counters.
    pub fn index(self) -> usize {
        let framed = usize::from(self.framing == Framing::Framed);
        let compact = usize::from(self.protocol == Protocol::Compact);
        2 * framed + compact
    }

    /// The transport these first bytes belong to, or `None` while there are too few to tell (six always suffice).
    pub fn sniff(bytes: &[u8]) -> Result<Option<Transport>, Stranger> {
        match *bytes {
            [] | [0x80] | [0x82] | [0x16] => Ok(None),
            [0x16, 0x03, ..] => Err(Stranger::Tls),
            [b'A'..=b'Z', ..] => Err(Stranger::Http),
            // A length has a small first byte. A SASL start has too (status 1 and a short length follow), and so has
            // the old binary header, whose first four bytes are the length of the method name.
            [0x00..=0x0f, ..] if bytes.len() < 6 => Ok(None),
            [0x00..=0x0f, _, _, _, a, b, ..] => match protocol([a, b]) {
                Some(protocol) => Ok(Some(Transport { framing: Framing::Framed, protocol })),
                None => Err(Stranger::behind_a_length(bytes)),
            },
            [a, b, ..] => match protocol([a, b]) {
                Some(protocol) => Ok(Some(Transport { framing: Framing::Unframed, protocol })),
                None => Err(Stranger::Noise),
            },
            [_] => Err(Stranger::Noise),
        }
    }

    pub fn name(self) -> &'static str {
        match (self.framing, self.protocol) {
            (Framing::Unframed, Protocol::Binary) => "binary",
            (Framing::Unframed, Protocol::Compact) => "compact",
            (Framing::Framed, Protocol::Binary) => "framed binary",
            (Framing::Framed, Protocol::Compact) => "framed compact",
        }
    }
}

/// Strict binary starts with version 0x8001; compact with its id 0x82 and version 1 in the low five bits.
fn protocol(first: [u8; 2]) -> Option<Protocol> {
    match first {
        [0x80, 0x01] => Some(Protocol::Binary),
        [0x82, version] if version & 0x1f == 1 => Some(Protocol::Compact),
        _ => None,
    }
}

/// Something that connected and does not speak Thrift as we serve it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stranger {
    Tls,
    /// Plaintext where the listener demands TLS.
    Plaintext,
    Sasl,
    Http,
    /// The binary header of before 2008, without a version. Hive's server has always refused it too (`strictRead`).
    Unversioned,
    Noise,
}

impl Stranger {
    fn behind_a_length(bytes: &[u8]) -> Stranger {
        match bytes {
            [0x01, 0, 0, 0, ..] => Stranger::Sasl,
            [0, 0, 0, 1..=128, name @ ..] if name.iter().all(|byte| byte.is_ascii_graphic()) => Stranger::Unversioned,
            _ => Stranger::Noise,
        }
    }

    /// Last words the other side can read in its own protocol.
    pub(crate) fn farewell(self) -> &'static [u8] {
        match self {
            // A fatal handshake_failure alert: the client names TLS in its error and does not wait.
            Stranger::Tls => &[0x15, 3, 1, 0, 2, 2, 40],
            // Status BAD and a text, which Java puts into its TTransportException.
            Stranger::Sasl => b"\x03\0\0\0\x27SASL is not configured on this listener",
            Stranger::Http => {
                b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 67\r\nConnection: close\r\n\r\n\
                  this listener speaks Thrift over TCP; Thrift over HTTP is not here\n"
            }
            Stranger::Plaintext | Stranger::Unversioned | Stranger::Noise => b"",
        }
    }
}

impl fmt::Display for Stranger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Stranger::Tls => "TLS on a listener without TLS",
            Stranger::Plaintext => "plaintext on a listener that demands TLS",
            Stranger::Sasl => {
                "SASL on a listener without SASL (hive.metastore.sasl.enabled must be false at the client)"
            }
            Stranger::Http => "HTTP on a Thrift port",
            Stranger::Unversioned => "Thrift binary header without a version (strict write must be on at the client)",
            Stranger::Noise => "first bytes are no known transport",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_the_transport() {
        let cases: [(&[u8], usize); 5] = [
            (b"\x80\x01\0\x01\0\0", 0),
            (b"\x82\x21\x01\x07", 1),
            (b"\0\0\0\x20\x80\x01", 2),
            (b"\0\0\0\x20\x82\x21", 3),
            // A frame of more than 16 MiB starts like SASL.
            (b"\x01\0\0\0\x80\x01", 2),
        ];
        for (bytes, index) in cases {
            assert_eq!(Transport::sniff(bytes), Ok(Some(Transport::ALL[index])), "{bytes:x?}");
            assert_eq!(Transport::ALL[index].index(), index);
        }
    }

    #[test]
    fn too_few_bytes_decide_nothing() {
        for bytes in [&b""[..], b"\x80", b"\x82", b"\x16", b"\0\0\0\x20\x80", b"\x01\0\0\0\x06"] {
            assert_eq!(Transport::sniff(bytes), Ok(None), "{bytes:x?}");
        }
    }

    #[test]
    fn strangers_are_known_by_name() {
        let cases: [(&[u8], Stranger); 8] = [
            (b"\x16\x03\x01\x02\0", Stranger::Tls),
            (b"GET / HTTP/1.1", Stranger::Http),
            (b"P", Stranger::Http),
            (b"\x01\0\0\0\x06GSSAPI", Stranger::Sasl),
            (b"\0\0\0\x09get_table", Stranger::Unversioned),
            (b"\x80\x02\0\0", Stranger::Noise),
            (b"\xff", Stranger::Noise),
            (b"\0\0\0\0\0\0", Stranger::Noise),
        ];
        for (bytes, stranger) in cases {
            assert_eq!(Transport::sniff(bytes), Err(stranger), "{bytes:x?}");
        }
    }

    #[test]
    fn farewells_announce_their_own_length() {
        let sasl = Stranger::Sasl.farewell();
        assert_eq!(usize::from(sasl[4]), sasl.len() - 5);
        let http = String::from_utf8_lossy(Stranger::Http.farewell());
        let (head, body) = http.split_once("\r\n\r\n").expect("an empty line ends the head");
        assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{} bytes", body.len());
    }
}
