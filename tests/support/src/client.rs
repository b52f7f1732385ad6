//! A client of ours, for behaviour tests over the real wire.

use skep_codec::{
    ApplicationException, Budget, DecodeError, Envelope, Limits, MessageKind, Protocol, Read, Scanner, Struct, Type,
    Value, decode, encode, read_envelope, write_envelope,
};
use skep_types::{Call, Exception};
use std::io;
use std::marker::PhantomData;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How messages travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wire {
    pub protocol: Protocol,
    pub framed: bool,
}

impl Wire {
    /// What every client speaks unless told otherwise.
    pub const PLAIN: Wire = Wire { protocol: Protocol::Binary, framed: false };

    pub const ALL: [Wire; 4] = [
        Wire::PLAIN,
        Wire { protocol: Protocol::Binary, framed: true },
        Wire { protocol: Protocol::Compact, framed: false },
        Wire { protocol: Protocol::Compact, framed: true },
    ];
}

/// Why a call did not return its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// An exception the method declares.
    Declared(Exception, String),
    /// `TApplicationException`: kind and message.
    Application(i32, String),
    /// A reply without result and exception, as Java makes of null.
    Missing,
    Closed(String),
}

impl CallError {
    /// The declared exception, for comparing.
    pub fn exception(&self) -> Option<Exception> {
        match self {
            CallError::Declared(exception, _) => Some(*exception),
            _ => None,
        }
    }

    pub fn message(&self) -> &str {
        match self {
            CallError::Declared(_, text) | CallError::Application(_, text) | CallError::Closed(text) => text,
            CallError::Missing => "",
        }
    }
}

/// One connection.
pub struct Client {
    stream: TcpStream,
    wire: Wire,
    seqid: i32,
    received: Vec<u8>,
}

impl Client {
    pub async fn connect(address: SocketAddr, wire: Wire) -> io::Result<Client> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Client { stream, wire, seqid: 0, received: Vec::new() })
    }

    /// One call, and its result or refusal.
    pub async fn call<C: Call>(&mut self, args: C::Args) -> Result<C::Ok, CallError> {
        let mut body = Vec::new();
        encode(self.wire.protocol, &args, &mut body);
        let reply = self.raw(C::METHOD.name, &body).await?;
        let (envelope, at) = read_envelope(self.wire.protocol, &reply).map_err(unreadable)?;
        let budget = Budget::new(1 << 30);
        let rest = reply.get(at..).unwrap_or_default();
        if envelope.kind == MessageKind::Exception {
            let error: ApplicationException = decode(self.wire.protocol, rest, &budget).map_err(unreadable)?;
            return Err(CallError::Application(error.kind, error.message));
        }
        decode::<Outcome<C>>(self.wire.protocol, rest, &budget).map_err(unreadable)?.0
    }

    /// Sends a call whose arguments are already bytes; the whole reply message.
    pub async fn raw(&mut self, method: &str, args: &[u8]) -> Result<Vec<u8>, CallError> {
        self.seqid += 1;
        let mut message = Vec::new();
        let envelope = Envelope { name: method, kind: MessageKind::Call, seqid: self.seqid };
        write_envelope(self.wire.protocol, envelope, &mut message);
        message.extend_from_slice(args);
        self.send(&message).await.map_err(closed)?;
        self.receive().await.map_err(closed)
    }

    /// Bytes as they are, framed if this connection is.
    pub async fn send(&mut self, message: &[u8]) -> io::Result<()> {
        if self.wire.framed {
            let length = u32::try_from(message.len()).map_err(io::Error::other)?;
            self.stream.write_all(&length.to_be_bytes()).await?;
        }
        self.stream.write_all(message).await
    }

    async fn receive(&mut self) -> io::Result<Vec<u8>> {
        let mut scanner = Scanner::new(self.wire.protocol, Limits { message_bytes: 1 << 30 });
        let skipped = if self.wire.framed { 4 } else { 0 };
        loop {
            if let Some(message) = self.received.get(skipped..)
                && let Some(length) = scanner.advance(message).map_err(io::Error::other)?
            {
                let rest = self.received.split_off(skipped + length);
                let message = std::mem::replace(&mut self.received, rest);
                return Ok(message.get(skipped..).unwrap_or_default().to_vec());
            }
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err(io::Error::other("the server closed the connection"));
            }
        }
    }
}

/// A reply struct: the result at 0, or an exception at its declared id.
struct Outcome<C: Call>(Result<C::Ok, CallError>, PhantomData<C>);

impl<C: Call> Value for Outcome<C> {
    const KIND: Type = Type::Struct;

    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        let mut outcome = Err(CallError::Missing);
        r.struct_begin()?;
        if C::Ok::VOID {
            outcome = C::Ok::read(r).map_err(|_| CallError::Missing);
        }
        while let Some(field) = r.field_begin()? {
            let declared = C::METHOD.throws.iter().find(|(id, _)| *id == field.id);
            match (field.id, declared) {
                (0, _) => outcome = Ok(C::Ok::read(r)?),
                (_, Some((_, exception))) => outcome = Err(CallError::Declared(*exception, Message::read(r)?.0)),
                _ => r.skip(field.kind)?,
            }
        }
        r.struct_end();
        Ok(Outcome(outcome, PhantomData))
    }

    fn write<W: skep_codec::Write>(&self, _: &mut W) {}
}

impl<C: Call> Struct for Outcome<C> {}

/// The one field of every exception.
struct Message(String);

impl Message {
    fn read<R: Read>(r: &mut R) -> Result<Message, DecodeError> {
        let mut text = String::new();
        r.struct_begin()?;
        while let Some(field) = r.field_begin()? {
            match (field.id, field.kind) {
                (1, Type::String) => text = r.string()?.into(),
                (_, kind) => r.skip(kind)?,
            }
        }
        r.struct_end();
        Ok(Message(text))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form map_err wants")]
fn unreadable(error: DecodeError) -> CallError {
    CallError::Closed(format!("unreadable reply: {error}"))
}

#[expect(clippy::needless_pass_by_value, reason = "the form map_err wants")]
fn closed(error: io::Error) -> CallError {
    CallError::Closed(error.to_string())
}
