//! What net asks of the server behind it: an answer for each call. Nothing here knows a method.

use std::fmt;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use rustls::pki_types::CertificateDer;
use skep_codec::{ApplicationException, Budget, Protocol};

use crate::admission::{Denied, Origin};
use crate::sasl::DigestKey;

/// The server behind the listener.
pub trait Service: Send + Sync + 'static {
    /// What a connection remembers from call to call, such as who the client says it is. Dropped with the connection.
    type Session: Send;
    /// Who a client has proven to be.
    type Identity: Send + Sync;

    /// A connection begins; `who` is `None` only where the listener admits clients that prove nothing.
    fn open(&self, peer: &Peer, who: Option<Self::Identity>) -> Self::Session;

    /// Checks a name and a password. Must take as long for a name that nobody has.
    fn password<'a>(
        &'a self,
        _peer: &'a Peer,
        _user: &'a str,
        _password: &'a str,
    ) -> BoxFuture<'a, Result<Self::Identity, Denied>> {
        ready(Err(Denied::because("no passwords are known"))).boxed()
    }

    /// Finds a token by the name that its holder uses (its identifier in base64); `None` if there is no such token.
    fn token<'a>(
        &'a self,
        _peer: &'a Peer,
        _name: &'a str,
    ) -> BoxFuture<'a, Result<Option<Token<Self::Identity>>, Denied>> {
        ready(Ok(None)).boxed()
    }

    /// Whose certificate this is; it was verified by the rustls configuration.
    fn certificate(&self, _peer: &Peer, _certificate: &CertificateDer<'_>) -> Result<Self::Identity, Denied> {
        Err(Denied::because("no certificates are known"))
    }

    /// Whose bearer token this is.
    fn bearer<'a>(&'a self, _peer: &'a Peer, _token: &'a str) -> BoxFuture<'a, Result<Self::Identity, Denied>> {
        ready(Err(Denied::because("no bearer tokens are known"))).boxed()
    }

    /// A client that proves nothing says who it is, outside of any call.
    fn claim(&self, _session: &mut Self::Session, _name: &str) {}

    /// A POST request that is no call; `None` if nothing is found at its path.
    fn page<'a>(&'a self, _peer: &'a Peer, _page: Page<'a>) -> BoxFuture<'a, Option<Result<Found, Denied>>> {
        ready(None).boxed()
    }

    /// Answers one call. Calls of one connection come one at a time, in order.
    ///
    /// The future is dropped when the client leaves, when the call takes too long and when the drain time is over;
    /// what it has not made permanent by then must not become permanent later. A panic is answered with an exception
    /// that names the request, and the connection goes on.
    fn call<'a>(&'a self, session: &'a mut Self::Session, call: Call<'a>) -> BoxFuture<'a, Answer>;
}

/// A token that somebody was given, as the one who knows it sees it.
pub struct Token<I> {
    pub key: DigestKey,
    /// What the token is good for; said only to those who hold its secret.
    pub identity: Result<I, Denied>,
}

/// A request over HTTP that is no call.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    pub path: &'a str,
    /// Not checked yet; `None` also where the listener takes none.
    pub bearer: Option<&'a str>,
    /// A few KiB at most.
    pub body: &'a [u8],
}

/// The answer to it.
pub struct Found {
    pub status: u16,
    /// Its content type.
    pub kind: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// The other end of a connection.
#[derive(Clone, Debug)]
pub struct Peer {
    pub origin: Origin,
    /// Which listener it came to, in the order they were opened.
    pub listener: usize,
    /// `None` on a plaintext connection.
    pub tls: Option<TlsPeer>,
    /// Unique while the process lives.
    pub connection: u64,
}

#[derive(Clone, Debug)]
pub struct TlsPeer {
    /// The client's own certificate, if it was asked for one; verified by the rustls configuration.
    pub certificate: Option<CertificateDer<'static>>,
}

/// One message of a client, its envelope already read.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    pub request: RequestId,
    pub protocol: Protocol,
    /// The method as the client spelled it; at most 128 bytes.
    pub name: &'a str,
    /// The encoded arguments struct, and nothing behind it on an unframed connection.
    pub args: &'a [u8],
    /// The client does not wait: whatever the answer is, nothing is sent.
    pub oneway: bool,
    /// What decoding the arguments and collecting the result may hold, in itself and together with all other calls.
    pub budget: &'a Budget,
}

/// Names one call in logs and in error texts: start of the process, connection, call on that connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId {
    pub(crate) start: u16,
    pub(crate) connection: u64,
    pub(crate) call: u64,
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04x}-{}-{}", self.start, self.connection, self.call)
    }
}

/// What the client gets.
pub enum Answer {
    /// The encoded result struct, in the protocol of the call.
    Reply(Vec<u8>),
    /// A result struct that is encoded while it is sent.
    Stream(Box<dyn BodyStream>),
    Exception(ApplicationException),
    /// No reply: the method is oneway. Clients older than libthrift 0.9.1 do not mark such calls.
    Nothing,
    /// No reply, and the connection ends.
    Close,
}

/// A result struct in pieces, for replies that should not be in memory as a whole.
pub trait BodyStream: Send {
    /// Appends the next piece to `out`, a few hundred KiB at most.
    ///
    /// Look before the first piece: an error there is an exception for the client, an error after bytes were sent can
    /// only be a closed connection.
    fn next<'a>(&'a mut self, out: &'a mut Vec<u8>) -> BoxFuture<'a, Result<Progress, ApplicationException>>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    More,
    Done,
}
