//! One connection to the old server.

use std::fmt;
use std::io;

use skep_codec::{
    ApplicationException, Budget, Envelope, Limits, MessageKind, Protocol, Scanner, decode, read_envelope,
    write_envelope,
};
use skep_net::{Answer, Call};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// `thrift://host:port`, and how that server frames its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    host: String,
    pub framed: bool,
}

impl Address {
    /// Port 9083 unless it says another one.
    pub fn parse(text: &str, framed: bool) -> Result<Address, String> {
        let host = text.strip_prefix("thrift://").unwrap_or(text).trim_end_matches('/');
        let port = host.rsplit_once(':').map(|(_, port)| port.parse::<u16>());
        match port {
            _ if host.is_empty() || host.contains("://") => Err(format!("'{text}' is not thrift://HOST:PORT")),
            Some(Err(_)) => Err(format!("'{text}' is not thrift://HOST:PORT")),
            Some(Ok(_)) => Ok(Address { host: host.to_owned(), framed }),
            None => Ok(Address { host: format!("{host}:9083"), framed }),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "thrift://{}", self.host)
    }
}

pub struct Upstream {
    stream: TcpStream,
    framed: bool,
    seqid: i32,
    received: Vec<u8>,
}

/// More than any answer of a Java server, whose own bound is 100 MiB for what it reads and none for what it sends.
const ANSWER_MAX: usize = 1 << 30;

impl Upstream {
    pub async fn connect(address: &Address) -> io::Result<Upstream> {
        let stream = TcpStream::connect(&address.host).await?;
        stream.set_nodelay(true)?;
        Ok(Upstream { stream, framed: address.framed, seqid: 0, received: Vec::new() })
    }

    /// Sends a call and waits for its answer. After an error, or if the future is dropped, nobody knows what comes next
    /// on this connection.
    pub async fn call(&mut self, call: &Call<'_>) -> io::Result<Answer> {
        self.seqid = self.seqid.wrapping_add(1);
        let kind = if call.oneway { MessageKind::Oneway } else { MessageKind::Call };
        let mut message = if self.framed { vec![0; 4] } else { Vec::new() };
        write_envelope(call.protocol, Envelope { name: call.name, kind, seqid: self.seqid }, &mut message);
        message.extend_from_slice(call.args);
        if self.framed {
            let length = u32::try_from(message.len() - 4).map_err(io::Error::other)?;
            message[..4].copy_from_slice(&length.to_be_bytes());
        }
        self.stream.write_all(&message).await?;
        if call.name == "shutdown" {
            return Ok(Answer::Close);
        }
        if call.oneway {
            return Ok(Answer::Nothing);
        }
        self.answer(call.protocol).await
    }

    async fn answer(&mut self, protocol: Protocol) -> io::Result<Answer> {
        let message = self.message(protocol).await?;
        let (envelope, at) = read_envelope(protocol, &message).map_err(io::Error::other)?;
        if envelope.seqid != self.seqid {
            return Err(io::Error::other(format!("answer {} to call {}", envelope.seqid, self.seqid)));
        }
        let body = message.get(at..).unwrap_or_default();
        match envelope.kind {
            MessageKind::Exception => {
                let exception: ApplicationException =
                    decode(protocol, body, &Budget::new(1 << 20)).map_err(io::Error::other)?;
                Ok(Answer::Exception(exception))
            }
            _ => Ok(Answer::Reply(body.to_vec())),
        }
    }

    async fn message(&mut self, protocol: Protocol) -> io::Result<Vec<u8>> {
        let mut scanner = Scanner::new(protocol, Limits { message_bytes: ANSWER_MAX });
        let skipped = if self.framed { 4 } else { 0 };
        loop {
            if let Some(message) = self.received.get(skipped..)
                && let Some(length) = scanner.advance(message).map_err(io::Error::other)?
            {
                let rest = self.received.split_off(skipped + length);
                let message = std::mem::replace(&mut self.received, rest);
                return Ok(message.get(skipped..).unwrap_or_default().to_vec());
            }
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_leave_out_what_everybody_knows() {
        for text in ["thrift://old:9083", "thrift://old", "old:9083", "old", "thrift://old:9083/"] {
            assert_eq!(
                Address::parse(text, false).map(|address| address.to_string()),
                Ok("thrift://old:9083".to_owned())
            );
        }
        for text in ["", "http://old:80", "old:port", "thrift://"] {
            assert!(Address::parse(text, false).is_err(), "{text}");
        }
    }
}
